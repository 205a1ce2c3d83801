from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moviola.agent.grammar.normal import LIMIT, normalise


@pytest.mark.parametrize(
    ("raw", "quotes"),
    [
        ("title 'The Captain'", ("The Captain",)),
        ("title ‘The Captain’s Song’", ("The Captain’s Song",)),
        ('title "Golden Hour" at the end', ("Golden Hour",)),
        ("标题“船长”", ("船长",)),
        ("标题「船长」和《山湖》", ("船长", "山湖")),
        ("加标题'山湖'在结尾3秒", ("山湖",)),
        ('title "never closed', ("never closed",)),
        ("don't make it the captain's", ()),
        ('change "A" to "B"', ("A", "B")),
        ("title ''", ()),
        ('title "👨‍👩‍👧 family"', ("👨‍👩‍👧 family",)),
    ],
)
def test_quotations_are_set_aside(raw: str, quotes: tuple[str, ...]) -> None:
    message = normalise(raw)
    assert message.quotes == quotes
    assert all(quote not in message.text for quote in quotes)


def test_a_message_that_is_one_quotation_is_read() -> None:
    assert normalise('"make the jaw softer"').text == "make the jaw softer"


def test_full_width_letters_and_marks_become_plain() -> None:
    assert normalise("ＰＡＮ　ｌｅｆｔ，５秒！").text == "PAN left,5秒!"


def test_controls_and_invisible_letters_are_dropped() -> None:
    assert normalise("pan\x00\u200b left\x1b\u202e").text == "pan left"


def test_plain_puts_the_words_back() -> None:
    message = normalise("a man called 'Bob' here")
    assert message.plain(message.text) == "a man called Bob here"


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=300))
def test_any_text_can_be_read(raw: str) -> None:
    message = normalise(raw)
    assert len(message.text) <= 20 * LIMIT
    message.plain(message.text).encode()


@pytest.mark.parametrize("raw", ["\ud800", "\ue000\ue001", "\U000e0041", "😀" * 50])
def test_odd_characters_do_no_harm(raw: str) -> None:
    assert normalise(raw).quotes == ()


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b[1;31m红\x9b0m", "红"),
        ("\x1b]0;title\x07a beach", "a beach"),
        ("a beach\x1b", "a beach"),
        ("export as ../../x.png", "export as png"),
        ("export it to /tmp/a b", "export it to /tmp/a b"),
        ("导出为 ../../x.png", "导出为 png"),
    ],
)
def test_orders_to_a_terminal_and_paths_are_not_read(raw: str, text: str) -> None:
    assert normalise(raw).text == text


@pytest.mark.parametrize(
    ("raw", "only"), [("{{7*7}} ${HOME}", True), ("{% if %}", True), ("{{x}} beach", False), ("{x}", False)]
)
def test_a_template_that_nobody_filled_in_is_known(raw: str, only: bool) -> None:
    assert normalise(raw).only_placeholders is only
