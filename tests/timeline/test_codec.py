from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moviola.errors import BadRequest
from moviola.timeline.codec import decode, encode
from moviola.timeline.edits import AddTitle, Batch, Edit, PlaceClip, SetMusic, apply
from moviola.timeline.model import Timeline
from tests.timeline.drafts import edits, music, steady, video
from tests.timeline.test_edits import made


def draft() -> dict[str, Any]:
    wishes = (PlaceClip(media=video(5000)), SetMusic(media=music(5000)), AddTitle(text="山湖"))
    return encode(apply(Timeline(), Batch(edits=wishes)))


_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@steady
@given(st.lists(edits, max_size=8), st.dictionaries(st.text(max_size=8).map("x_".__add__), _json, max_size=3))
def test_a_draft_comes_back_with_its_unknown_keys(wishes: list[Edit], extra: dict[str, Any]) -> None:
    raw = encode(made(wishes)) | extra
    raw["m"] |= extra
    for track in raw["t"]:
        track |= extra
        for segment in track["sg"]:
            segment |= extra
    again = decode(json.loads(json.dumps(raw)))
    assert encode(again) == raw
    assert decode(encode(again)) == again


def test_the_wire_has_short_keys() -> None:
    raw = draft()
    assert set(raw) == {"t", "m", "d"}
    assert [t["tt"] for t in raw["t"]] == [0, 1, 7]
    assert raw["t"][0]["sg"][0]["d"] == 5000
    assert raw["m"]["schema"] == 1


def _with(path: list[str | int], value: Any) -> dict[str, Any]:
    raw = draft()
    at: Any = raw
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return raw


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (None, "must be a JSON object"),
        ([], "must be a JSON object"),
        ("{}", "must be a JSON object"),
        ({"t": 5}, "at t:"),
        ({"t": [5]}, r"t\[0\]"),
        (_with(["t", 0, "tt"], 3), r"t\[0\].tt: a track's type"),
        (_with(["t", 0, "sg", 0, "d"], 0), r"t\[0\].sg\[0\].d: "),
        (_with(["t", 0, "sg", 0, "d"], float("nan")), "NaN"),
        (_with(["t", 1, "sg", 0, "v"], 9), r"t\[1\].sg\[0\].v"),
        (_with(["t", 0, "sg", 0, "r", "h"], "../../etc"), r"t\[0\].sg\[0\].r.h"),
        (_with(["t", 2, "sg", 0, "x"], ""), r"t\[2\].sg\[0\].x"),
        (_with(["t", 2, "sg", 0, "x"], "\ud800"), "half a character"),
        (_with(["t", 2, "sg", 0, "st", "c"], "red"), r"t\[2\].sg\[0\].st.c"),
        (_with(["t", 1, "sg", 0, "id"], "v1"), "'v1' is used twice"),
        (_with(["m", "schema"], 2), "Update Moviola"),
        (_with(["m", "schema"], "1"), "whole number"),
        (_with(["m", "width"], 100_000), "m.width"),
        (_with(["x"], "y" * 5_000_000), "the limit is"),
    ],
)
def test_a_bad_draft_is_refused_with_its_place(raw: Any, words: str) -> None:
    with pytest.raises(BadRequest, match=words):
        decode(raw)


def test_a_bottomless_draft_is_refused() -> None:
    deep: dict[str, Any] = {}
    for _ in range(100_000):
        deep = {"x": deep}
    with pytest.raises(BadRequest, match="nested too deeply"):
        decode(deep)
    # Taken apart by hand: CPython would otherwise free it by recursion.
    while deep:
        deep = deep.pop("x")


def test_overlapping_segments_are_refused() -> None:
    raw = draft()
    raw["t"][2]["sg"].append(raw["t"][2]["sg"][0] | {"id": "t2", "s": 2999})
    with pytest.raises(BadRequest, match=r"t\[2\].sg\[1\].s: it begins at 2999 ms"):
        decode(raw)


def test_an_empty_draft_is_a_draft() -> None:
    assert decode({}).is_empty
