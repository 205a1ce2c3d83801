from __future__ import annotations

import json
from pathlib import Path

from moviola.timeline.schema import draft_schema, draft_schema_text

WRITTEN = Path(__file__).parents[2] / "docs" / "draft.schema.json"


def test_the_written_schema_is_up_to_date() -> None:
    """Else: python -m moviola.timeline.schema docs/draft.schema.json"""
    assert WRITTEN.read_text(encoding="utf-8") == draft_schema_text()


def test_the_schema_knows_the_short_keys() -> None:
    schema = draft_schema()
    assert set(schema["properties"]) == {"t", "m", "d"}
    assert set(schema["$defs"]["Sound"]["required"]) == {"id", "d", "r"}
    json.dumps(schema)
