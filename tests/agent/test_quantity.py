from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moviola.agent.grammar.quantity import number, quantities, without_quantities


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("a 5-second clip", 5000),
        ("make it 10s", 10_000),
        ("1.5 seconds", 1500),
        ("twenty-five seconds", 25_000),
        ("a couple of seconds", 2000),
        ("half a minute", 30_000),
        ("half a second", 500),
        ("a minute and a half", 90_000),
        ("one and a half minutes", 90_000),
        ("1 min 30 s", 90_000),
        ("500 ms", 500),
        ("3 secnds", 3000),
        ("5秒", 5000),
        ("十五秒钟", 15_000),
        ("两秒半", 2500),
        ("一分半", 90_000),
        ("一分钟半", 90_000),
        ("1分30秒", 90_000),
        ("半分钟", 30_000),
        ("二十秒", 20_000),
        ("一百二十秒", 120_000),
    ],
)
def test_durations(text: str, milliseconds: int) -> None:
    assert [(q.kind, q.milliseconds) for q in quantities(text)] == [("duration", milliseconds)]


@pytest.mark.parametrize(
    "text",
    [
        "a man in his 60s",
        "80s synth",
        "a second title",
        "make the clip half as long",
        "5 men on 2 mountains",
        "1920x1080",
        "section 5",
        "six sailors",
    ],
)
def test_what_is_no_quantity(text: str) -> None:
    assert quantities(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("9:16", [("aspect", 0.0, "9:16")]),
        ("16x9", [("aspect", 0.0, "16:9")]),
        ("change it to 9:16", [("aspect", 0.0, "9:16")]),
        ("at 0:05", [("time", 5000.0, "")]),
        ("at 1:02:03", [("time", 3_723_000.0, "")]),
        ("from 0:02 to 0:04.5", [("time", 2000.0, ""), ("time", 4500.0, "")]),
        ("at 30%", [("percent", 0.3, "")]),
        ("百分之三十", [("percent", 0.3, "")]),
        ("-6 dB", [("decibel", -6.0, "")]),
    ],
)
def test_other_quantities(text: str, found: list[tuple[str, float, str]]) -> None:
    assert [(q.kind, q.value, q.text) for q in quantities(text)] == found


@pytest.mark.parametrize(
    ("word", "value"), [("twelve", 12), ("forty two", 42), ("二十一", 21), ("十", 10), ("3.5", 3.5)]
)
def test_numbers(word: str, value: float) -> None:
    assert number(word) == value


def test_a_word_is_no_number() -> None:
    with pytest.raises(ValueError, match="not a number"):
        number("lots")


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="0123456789:.,% sxminute半一二十百分秒个至到-×", max_size=40))
def test_quantities_lie_apart_and_inside(text: str) -> None:
    found = quantities(text)
    assert all(0 <= q.start < q.end <= len(text) for q in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    without_quantities(text)
