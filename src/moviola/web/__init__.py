"""The pages that a browser shows: templates and static files, no build step."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent
