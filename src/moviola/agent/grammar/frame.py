"""Wishes about the frame and its length: shape, seconds, still or moving."""

from __future__ import annotations

import re

from moviola.agent.grammar.quantity import Quantity
from moviola.agent.grammar.reading import Clause, Reading
from moviola.agent.grammar.wishes import Wishes

_SHAPES = (("vertical", "9:16"), ("horizontal", "16:9"), ("square", "1:1"), ("cinemascope", "21:9"))
SHORTEST_MS, LONGEST_MS = 200, 600_000


def read_aspect(reading: Reading, clause: Clause, wishes: Wishes) -> bool:
    """Take the shape of the frame, as a ratio or a word; False: none."""
    found = False
    for quantity in reading.quantities(clause):
        if quantity.kind == "aspect":
            wishes.aspect, found = quantity.text, True
            reading.blank(quantity.start, quantity.end)
    for name, aspect in _SHAPES:
        if reading.take(f"frame.{name}", clause):
            if name == "vertical" and wishes.card in ("poster", "post", "story") and wishes.aspect:
                aspect = wishes.aspect  # upright already, in its own way
            wishes.aspect, found = wishes.aspect if found else aspect, True
            reading.take_all(f"frame.{name}", clause)
    if found:
        reading.take_all(r"--?ar\b", clause)
        reading.take_all("frame.frame_noun", clause)
    return found


def read_clip_length(reading: Reading, clause: Clause, wishes: Wishes) -> bool:
    """Take a length that stands beside a word for a clip: "a 5-second clip", "10秒的视频"."""
    for quantity in reading.quantities(clause):
        if quantity.kind != "duration":
            continue
        after = reading.text[quantity.end : clause.end]
        before = reading.text[clause.start : quantity.start]
        beside = re.match(
            r"(?i)(?:的| |-)*(?:\w+ ){0,3}?[\u4e00-\u9fff]{0,8}?(?:" + _NOUN + ")", after
        ) or re.search(rf"(?i)(?:{_NOUN})(?: (?:of|for|is|that is|lasting|to))? ?$", before)
        if beside:
            _set_length(reading, wishes, quantity)
            return True
    return _read_hours(reading, clause, wishes)


def read_length(reading: Reading, clause: Clause, wishes: Wishes) -> bool:
    """Take a length that nothing else in the clause has claimed; it is the clip's."""
    found = next((q for q in reading.quantities(clause) if q.kind in ("duration", "time")), None)
    if found is None:
        return False
    _set_length(reading, wishes, found)
    reading.take_all(r"\b(?:long|in length|duration|lasting)\b|时长|长度|长", clause)
    return True


_NOUN = (
    r"videos?|clips?|footage|time[ -]?lapses?|animations?|movies?|films?|loops?|gifs?|shots?|version|sunset|sunrise|"
    r"视频|短片|片段|影片|延时|动画|动图|画面"
)


# Hours beside these are a film's own; beside "timelapse" they are what passes in it.
_FILM = r"videos?|clips?|footage|animations?|movies?|films?|loops?|视频|短片|片段|影片|动画|动图"
_HOURS = (
    r"(?<![\w.:])(?!24[ -]hours?[ -](?!"
    + _FILM
    + r"))(?:half )?(?:\d+(?:\.\d+)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|several)"
    r"[ -](?:(?:hours?|hrs?)(?:[ -]long)?(?=[ -](?:[a-z]+ )?(?:" + _FILM + r")\b)"
    r"|days?(?:[ -]long)?(?=[ -](?:" + _FILM + r")\b)|(?:hours?|hrs?|days?)[ -](?:long\b|in length))"
    r"|(?<![第.\d])(?!24小时(?!长?的?(?:"
    + _FILM
    + r")))(?:\d+(?:\.\d+)?|[半一二两三四五六七八九十百]+|几)(?:个?(?:半)?小时|个钟头|天)(?![前后内])"
    r"(?=(?:长)?的?[\u4e00-\u9fff]{0,8}(?:" + _FILM + r")|长|$)"
    r"|(?<=视频|短片|片段|影片|动画)[ ,，]*(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百]+)个?(?:小时|钟头)"
)


def _read_hours(reading: Reading, clause: Clause, wishes: Wishes) -> bool:
    """Take a length in hours: no film is that long. Half an hour too."""
    found = None if wishes.hours or reading.has(_LAPSE, clause) else reading.find(_HOURS, clause)
    if found is None:
        return False
    wishes.odd_length = found[0].strip(" ,，")
    return True


_LAPSE = r"(?<![a-z])(?:time|hyper)[ -]?lapses?(?![a-z])|延时|缩时"


def _set_length(reading: Reading, wishes: Wishes, quantity: Quantity) -> None:
    if quantity.milliseconds > LONGEST_MS:
        wishes.odd_length = quantity.said(reading.text)
    wishes.duration_ms = min(max(quantity.milliseconds, SHORTEST_MS), LONGEST_MS)
    reading.blank(quantity.start, quantity.end)
