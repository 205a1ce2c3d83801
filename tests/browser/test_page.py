"""The first page in a real browser, over a real server."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, expect

from moviola.settings import Settings
from tests.api.house import SmallHouse, serving

pytestmark = pytest.mark.slow

Open = Callable[..., Page]


@pytest.fixture(params=["local", "with tokens"])
def house(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[SmallHouse]:
    made = SmallHouse(Settings(home=tmp_path, host="127.0.0.1" if request.param == "local" else "0.0.0.0"))
    yield made
    made.store.close()


@pytest.fixture
def page_of(browser: Browser, house: SmallHouse) -> Iterator[Open]:
    """Opens pages; whatever a page complains of fails the test."""
    complaints: list[str] = []

    def hear(said: ConsoleMessage) -> None:
        # An answer that refuses is logged by the browser; what the page makes of it is tested.
        if said.type == "error" and "Failed to load resource" not in said.text:
            complaints.append(said.text)

    with serving(house) as base:

        def open_page(
            path: str = "/", width: int = 1280, locale: str = "en-US", scheme: str = "light"
        ) -> Page:
            context = browser.new_context(
                viewport={"width": width, "height": 800},
                locale=locale,
                color_scheme="dark" if scheme == "dark" else "light",
                base_url=base,
            )
            page = context.new_page()
            page.on("console", hear)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.goto(path)
            return page

        yield open_page
        for context in browser.contexts:
            context.close()
    assert complaints == []


def say(page: Page, words: str) -> None:
    page.fill("#text", words)
    page.keyboard.press("Enter")


def picture() -> bytes:
    """A small PNG whose first three bytes the small house knows."""
    written = BytesIO()
    Image.new("RGB", (640, 480), (40, 90, 120)).save(written, "PNG")
    return b"PNG" + written.getvalue()


def test_a_sentence_is_answered_and_is_there_after_a_reload(page_of: Open) -> None:
    page = page_of()
    expect(page.locator("h1")).to_have_text("What would you like to see?")
    say(page, "events 3")
    expect(page.locator(".said")).to_have_text("events 3")
    expect(page.locator(".words")).to_have_text("done\nand 完成")
    expect(page.locator(".work")).to_have_count(0)
    assert "/workspace/task/task_" in page.url
    page.reload()
    expect(page.locator(".said")).to_have_text("events 3")
    expect(page.locator(".words")).to_have_text("done\nand 完成")
    page.click("#projects summary")
    expect(page.locator("#projects a")).to_have_text("events 3")


def test_two_messages_at_once_keep_to_their_own_turns(house: SmallHouse, page_of: Open) -> None:
    page = page_of()
    say(page, "wait events 1")
    expect(page.locator(".work")).to_have_count(1)
    say(page, "events 2")
    expect(page.locator(".turn:nth-child(2) .words")).to_have_text("done\nand 完成")
    expect(page.locator(".turn:nth-child(1) .words")).to_have_text("")
    house.runner.go.set()
    expect(page.locator(".turn:nth-child(1) .words")).to_have_text("done\nand 完成")


def test_what_is_said_first_arrives_first(house: SmallHouse, page_of: Open) -> None:
    page = page_of()
    sent: list[str] = []

    def hold_the_first(route: Route) -> None:
        sent.append(json.loads(route.request.post_data or "")["new_message"]["parts"][0]["text"])
        if len(sent) == 1:
            page.wait_for_timeout(300)
        route.continue_()

    page.route("**/run_sse", hold_the_first)
    say(page, "wait events 1")
    say(page, "events 2")
    expect(page.locator(".turn:nth-child(2) .words")).to_have_text("done\nand 完成")
    expect(page.locator(".turn:nth-child(1) .words")).to_have_text("")
    assert sent == ["wait events 1", "events 2"]
    house.runner.go.set()
    expect(page.locator(".turn:nth-child(1) .words")).to_have_text("done\nand 完成")


def test_the_same_button_stops_what_runs(page_of: Open) -> None:
    page = page_of()
    say(page, "wait events 0")
    expect(page.locator("#send")).to_contain_text("Stop")
    page.click("#send")
    expect(page.locator(".words")).to_have_text("cancelled")


def test_enter_that_chooses_a_character_sends_nothing(page_of: Open) -> None:
    page = page_of(locale="zh-CN")
    page.fill("#text", "日落")
    page.locator("#text").dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    expect(page.locator(".said")).to_have_count(0)
    expect(page.locator("h1")).to_have_text("想看见什么？")
    assert page.evaluate("document.documentElement.lang") == "zh-CN"


def test_an_attached_file_is_shown_before_it_is_spoken_of(house: SmallHouse, page_of: Open) -> None:
    page = page_of()
    page.set_input_files("#file", {"name": "海.png", "mimeType": "image/png", "buffer": picture()})
    expect(page.locator("#chips")).to_contain_text("海.png")
    page.set_input_files("#file", {"name": "x.txt", "mimeType": "text/plain", "buffer": b"x"})
    expect(page.locator("#chips .trouble")).to_contain_text("x.txt: This is no picture.")
    say(page, "events 0 media")
    expect(page.locator(".turn figcaption").first).to_contain_text("海.png")
    expect(page.locator(".words")).to_have_text("done\nand 完成")
    assert house.uploads.names == ["海.png", "x.txt"]


def test_a_preview_is_seen_until_the_picture_is(house: SmallHouse, page_of: Open) -> None:
    page = page_of()
    page.set_input_files("#file", {"name": "a.png", "mimeType": "image/png", "buffer": picture()})
    expect(page.locator("#chips")).to_have_text("a.png")
    say(page, "events 0 media preview hold")
    expect(page.locator("img.preview")).to_have_count(1)
    house.runner.go.set()
    expect(page.locator(".words")).to_have_text("done\nand 完成")
    expect(page.locator("img.preview")).to_have_count(0)
    expect(page.locator(".turn figure img").last).to_be_attached()


def test_variations_are_offered_side_by_side_with_their_numbers(house: SmallHouse, page_of: Open) -> None:
    page = page_of()
    for shade in (40, 80, 120):
        made = BytesIO()
        Image.new("RGB", (640, 360), (shade, 90, 120)).save(made, "PNG")
        name = f"{shade}.png"
        page.set_input_files(
            "#file", {"name": name, "mimeType": "image/png", "buffer": b"PNG" + made.getvalue()}
        )
        expect(page.locator("#chips li").last).to_have_text(name)
    say(page, "events 0 media variations")
    expect(page.locator(".words")).to_have_text("done\nand 完成")
    page.reload()
    expect(page.locator(".choice")).to_have_count(3)
    assert page.locator(".choice b").all_inner_texts() == ["1", "2", "3"]
    # Layout, not what is seen: a turn rises into its place.
    tops = page.evaluate("[...document.querySelectorAll('.choice')].map(one => one.offsetTop)")
    assert tops[0] == tops[1] < tops[2]
    expect(page.locator(".before")).to_have_count(0)


def test_an_error_is_told_in_its_own_words(page_of: Open) -> None:
    page = page_of()
    say(page, "broke")
    expect(page.locator(".words.trouble")).to_have_text("This needs 100 credits and you have 0.")
    say(page, "events 1")
    expect(page.locator(".turn:nth-child(2) .words")).to_have_text("done\nand 完成")


def test_a_stream_that_breaks_is_resumed(house: SmallHouse, page_of: Open) -> None:
    page = page_of()
    event = '{"author":"nemo_agent","invocationId":"r","partial":true,"content":{"parts":[{"text":"half"}]}}'
    page.route("**/run_sse", lambda route: route.fulfill(status=200, body=f"id: 1\ndata: {event}\n\n"))
    failed: list[str] = []

    def fail_once(route: Route) -> None:
        failed.append(route.request.headers["last-event-id"])
        if len(failed) == 1:
            route.abort()
            return
        final = event.replace('"partial":true', '"customMetadata":{"final":true}').replace("half", "whole")
        route.fulfill(status=200, body=f"id: 2\ndata: {final}\n\n")

    page.route("**/api/sessions/*/events", fail_once)
    say(page, "anything")
    expect(page.locator(".words")).to_have_text("whole")
    assert failed == ["1", "1"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_all_without_scrolling_sideways(page_of: Open, scheme: str) -> None:
    page = page_of(width=320, scheme=scheme)
    for words in (None, "events 2 " + "averyverylongwordwithoutanyspace" * 8):
        if words:
            say(page, words)
            expect(page.locator(".words")).to_have_text("done\nand 完成")
        assert page.evaluate("document.documentElement.scrollWidth") == 320
    send = page.locator("#send").bounding_box()
    assert send is not None and send["width"] >= 44 and send["height"] >= 44


def test_the_end_of_an_answer_is_in_view(house: SmallHouse, page_of: Open) -> None:
    page = page_of(width=375)
    page.set_input_files("#file", {"name": "a.png", "mimeType": "image/png", "buffer": picture()})
    expect(page.locator("#chips")).to_have_text("a.png")
    for _ in range(3):
        say(page, "events 1 media")
        expect(page.locator(".work")).to_have_count(0)
    expect(page.locator(".words").last).to_be_in_viewport(ratio=1)
    gap = "() => document.body.scrollHeight - window.innerHeight - window.scrollY"
    page.wait_for_timeout(1500)
    assert page.evaluate(gap) < 4


def test_a_token_is_made_on_request(page_of: Open) -> None:
    page = page_of("/settings/tokens")
    page.click("#make")
    expect(page.locator("#token")).to_contain_text("nmv_usr_")
    assert "nmv_usr_" not in page.url


def test_two_browsers_on_one_project_see_each_other(house: SmallHouse, page_of: Open) -> None:
    page = page_of()
    say(page, "events 1")
    expect(page.locator(".words")).to_have_text("done\nand 完成")
    # Another window of the same browser, so that it holds the same token.
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator(".said")).to_have_text("events 1")
    say(other, "wait events 2")
    expect(page.locator(".said")).to_have_text(["events 1", "wait events 2"])
    expect(page.locator("#send")).to_contain_text("Stop")
    say(page, "events 3")
    expect(page.locator(".turn:nth-child(3) .words")).to_have_text("done\nand 完成")
    expect(other.locator(".said")).to_have_text(["events 1", "wait events 2", "events 3"])
    house.runner.go.set()
    for one in (page, other):
        expect(one.locator(".words")).to_have_text(["done\nand 完成"] * 3)
        expect(one.locator(".work")).to_have_count(0)
        expect(one.locator("#send")).to_contain_text("Send")


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_hint_in_the_empty_field_is_seen_whole(page_of: Open, width: int, locale: str) -> None:
    page = page_of(width=width, locale=locale)
    hidden = "() => { const t = document.getElementById('text'); return t.scrollHeight - t.clientHeight; }"
    assert page.evaluate(hidden) <= 0
