"""Wishes about the frame and its length: shape, seconds, still or moving."""

from __future__ import annotations

import re

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
            _set_length(reading, wishes, quantity.milliseconds, quantity.start, quantity.end)
            return True
    return False


def read_length(reading: Reading, clause: Clause, wishes: Wishes) -> bool:
    """Take a length that nothing else in the clause has claimed; it is the clip's."""
    found = next((q for q in reading.quantities(clause) if q.kind in ("duration", "time")), None)
    if found is None:
        return False
    _set_length(reading, wishes, found.milliseconds, found.start, found.end)
    reading.take_all(r"\b(?:long|in length|duration|lasting)\b|时长|长度|长", clause)
    return True


_NOUN = (
    r"videos?|clips?|footage|time[ -]?lapses?|animations?|movies?|films?|loops?|gifs?|shots?|version|sunset|sunrise|"
    r"视频|短片|片段|影片|延时|动画|动图|画面"
)


def _set_length(reading: Reading, wishes: Wishes, milliseconds: int, start: int, end: int) -> None:
    wishes.duration_ms = min(max(milliseconds, SHORTEST_MS), LONGEST_MS)
    reading.blank(start, end)
