from __future__ import annotations

import pytest

from moviola.agent.grammar.lexicon import words
from moviola.agent.grammar.normal import normalise
from moviola.agent.grammar.spelling import corrected, one_slip


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("animte the vidoe slwoly", "animate the video slowly"),
        ("expotr", "export"),
        ("titel", "title"),
        ("zom in on the foto", "zoom in on the photo"),
    ],
)
def test_slips_are_put_right(written: str, meant: str) -> None:
    assert corrected(normalise(written)).text == meant


@pytest.mark.parametrize(
    "text",
    ["an expert on a remote mountain", "a smart man in a stark room", "orange chance", "Stilte, Tilda"],
)
def test_real_words_stay(text: str) -> None:
    assert corrected(normalise(text)).text == text


def test_quotations_are_never_corrected() -> None:
    assert corrected(normalise("title 'Vidoe'")).quotes == ("Vidoe",)


def test_known_words_are_left_alone() -> None:
    for word in words("spelling.known") | words("spelling.real"):
        assert corrected(normalise(word)).text == word


@pytest.mark.parametrize(("a", "b"), [("titel", "title"), ("expport", "export"), ("captan", "captain")])
def test_one_slip(a: str, b: str) -> None:
    assert one_slip(a, b)
    assert one_slip(b, a)


@pytest.mark.parametrize(("a", "b"), [("title", "title"), ("cat", "dog"), ("stark", "start")])
def test_more_or_less_than_one_slip(a: str, b: str) -> None:
    assert not one_slip(a, b)
