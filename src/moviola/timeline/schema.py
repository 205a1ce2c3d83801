"""The JSON Schema of the draft: ``python -m moviola.timeline.schema docs/draft.schema.json`` writes it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from moviola.timeline.model import SCHEMA, Timeline

_TRACKS = ("VideoTrack", "AudioTrack", "TextTrack")


def draft_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a draft with its short keys."""
    schema = Timeline.model_json_schema(by_alias=True)
    for name in _TRACKS:
        # The type has a default in Python, but on the wire it tells the tracks apart.
        schema["$defs"][name]["required"] = ["tt"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": f"Version {SCHEMA}. Times are whole milliseconds. Unknown keys are kept.",
        **schema,
    }


def draft_schema_text() -> str:
    """The text of ``docs/draft.schema.json``."""
    return json.dumps(draft_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(draft_schema_text(), encoding="utf-8")
