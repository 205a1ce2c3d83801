"""The draft on the wire: short keys in, checked values out, and back.

Unknown keys are kept at every level. A draft says its version in ``m.schema``; older ones are brought up to
date step by step, newer ones are refused.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

from pydantic import ValidationError

from moviola.errors import BadRequest
from moviola.timeline.model import SCHEMA, Timeline

LIMIT_BYTES = 4_000_000

#: For each version but the newest: what makes the next one of it.
UPGRADES: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}


def encode(timeline: Timeline) -> dict[str, Any]:
    """The draft as JSON values with short keys."""
    return timeline.model_dump(mode="json", by_alias=True)


def decode(raw: Any) -> Timeline:
    """The timeline that a draft describes.

    Raises:
        BadRequest: it is not a draft; the message names the place, like ``t[0].sg[1].d``.
    """
    if not isinstance(raw, dict):
        raise BadRequest("The draft must be a JSON object with tracks in 't' and metadata in 'm'.")
    _check_json(raw)
    raw = _upgraded(raw)
    try:
        timeline = Timeline.model_validate(raw)
    except ValidationError as wrong:
        raise BadRequest(_sentence(wrong)) from None
    _check_layout(timeline)
    return timeline


def _check_json(raw: dict[str, Any]) -> None:
    try:
        size = len(json.dumps(raw, ensure_ascii=False, allow_nan=False).encode())
    except RecursionError:
        raise BadRequest("The draft is nested too deeply.") from None
    except (ValueError, TypeError):
        raise BadRequest(
            "The draft holds a value that JSON cannot carry (NaN, infinity, half a character)."
        ) from None
    if size > LIMIT_BYTES:
        raise BadRequest(f"The draft is {size:,} bytes; the limit is {LIMIT_BYTES:,}.")


def _upgraded(raw: dict[str, Any]) -> dict[str, Any]:
    meta = raw.get("m", {})
    version = meta.get("schema", SCHEMA) if isinstance(meta, dict) else SCHEMA
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise BadRequest("The draft's m.schema must be a whole number, 1 or more.")
    if version > SCHEMA:
        raise BadRequest(
            f"The draft has schema version {version}; this Moviola reads up to {SCHEMA}. "
            "Update Moviola to open it."
        )
    while version < SCHEMA:
        raw = UPGRADES[version](raw)
        version += 1
    return raw


def _sentence(wrong: ValidationError) -> str:
    first = wrong.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ""
    location = first["loc"]
    for i, part in enumerate(location):
        if isinstance(part, int):
            place += f"[{part}]"
        elif i and isinstance(location[i - 1], int) and part in ("0", "1", "7"):
            continue  # the tag of the track's type, not a key
        else:
            place += f".{part}" if place else str(part)
    if first["type"] == "union_tag_invalid":
        return f"The draft is not valid at {place}.tt: a track's type is 0 (video), 1 (audio) or 7 (text)."
    return f"The draft is not valid at {place or 'its top'}: {_plain(first['msg'])}."


def _plain(message: str) -> str:
    """Pydantic's words for people who write JSON, which has lists and no tuples."""
    return (message[:1].lower() + message[1:]).replace("tuple", "list")


def _check_layout(timeline: Timeline) -> None:
    """Ids are unique, and no two segments of one track overlap."""
    ids: set[str] = set()
    for i, track in enumerate(timeline.tracks):
        spans: list[tuple[int, int, int]] = []
        for j, segment in enumerate(track.segments):
            if segment.id in ids:
                raise BadRequest(
                    f"The draft is not valid at t[{i}].sg[{j}].id: '{segment.id}' is used twice."
                )
            ids.add(segment.id)
            spans.append((segment.start, segment.end, j))
        spans.sort()
        for (_, end, _), (start, _, j) in pairwise(spans):
            if start < end:
                raise BadRequest(
                    f"The draft is not valid at t[{i}].sg[{j}].s: it begins at {start} ms, "
                    f"before the segment ahead of it ends ({end} ms)."
                )
