"""The built-in planner: reads a message clause by clause, then makes actions of what was understood."""

from __future__ import annotations

from typing import cast

from moviola.agent.grammar.board import read_board
from moviola.agent.grammar.card import read_card, read_finer, read_size
from moviola.agent.grammar.choices import ask
from moviola.agent.grammar.control import read_control, read_strip, take_export
from moviola.agent.grammar.frame import read_aspect, read_clip_length, read_length
from moviola.agent.grammar.lexicon import names, pattern
from moviola.agent.grammar.motion import read_beyond, read_motion, read_style
from moviola.agent.grammar.music import read_music
from moviola.agent.grammar.normal import LIMIT, PLACEHOLDER, normalise
from moviola.agent.grammar.place import read_choice, read_count, read_place
from moviola.agent.grammar.reading import Clause, Reading, content
from moviola.agent.grammar.resolve import resolve
from moviola.agent.grammar.spelling import corrected
from moviola.agent.grammar.staging import read_staging
from moviola.agent.grammar.subject import read_subject
from moviola.agent.grammar.titles import read_title
from moviola.agent.grammar.wishes import Topic, Wishes
from moviola.agent.language import language_of
from moviola.agent.plan import Context, Plan, Resolution


class Grammar:
    """Understands English and Chinese by rules; keeps nothing between messages."""

    def warm(self) -> None:
        """Compile the patterns now (about a tenth of a second), not while the first person waits."""
        for text in (
            "an old captain, slow push in, calm piano, title 'X' at the end",
            "山湖日落,慢一点,去掉音乐,导出",
        ):
            self.plan(text, Context())

    def plan(self, text: str, context: Context) -> Plan:
        """Actions for ``text``; at least one, a question where nothing was understood."""
        board = read_board(text, context)
        if board is not None:
            return board
        message = normalise(text)
        if message.only_placeholders:
            language = language_of(text, context.language)
            return Plan(actions=(ask("not_understood", language, message.text[:80]),), language=language)
        reading = Reading(corrected(message))
        wishes = Wishes(language=language_of(text, context.language))
        _leave_placeholders(reading, wishes)
        if not read_strip(reading, wishes, context):
            for clause in reading.clauses:
                _read(reading, clause, wishes, context)
        if len(text) > LIMIT and text[LIMIT:].strip():
            wishes.unknown.append(f"{text[LIMIT : LIMIT + 60].strip()}…")
        return resolve(reading, wishes, context)


def _leave_placeholders(reading: Reading, wishes: Wishes) -> None:
    """Take what a template's filling was to replace; in a title it may stand."""
    for clause in reading.clauses:
        if not reading.has("title.noun", clause):
            wishes.unknown += reading.take_all(PLACEHOLDER, clause)


def _read(reading: Reading, clause: Clause, wishes: Wishes, context: Context) -> None:
    """The rules, the surest first; each takes what it understands and leaves the rest."""
    topic: Topic | None = None
    if len(reading.clauses) > 1 or reading.content(clause, "verb.only_clip"):
        wishes.only_clip |= reading.take("verb.only_clip", clause) is not None
    if read_choice(reading, clause, wishes, context) or read_control(reading, clause, wishes, context):
        wishes.topics.append("control")
        return
    if read_finer(reading, clause, wishes, context) or read_card(reading, clause, wishes, context):
        wishes.topics.append("frame")
        if not reading.content(clause):
            return
    read_size(reading, clause, wishes)
    if read_staging(reading, clause, wishes, context):
        wishes.topics.append("stage")
        return
    if read_clip_length(reading, clause, wishes):
        topic = "motion"
    if read_title(reading, clause, wishes, context):
        topic = "title"
    if read_music(reading, clause, wishes, context):
        topic = "music"
    if read_aspect(reading, clause, wishes):
        topic = topic or "frame"
    read_count(reading, clause, wishes)
    if topic in (None, "frame") and read_place(reading, clause, wishes, context):
        wishes.topics.append("place")
        return
    beyond = topic != "title" and read_beyond(reading, clause, wishes)
    if beyond or _read_pictures(reading, clause, wishes, context):
        topic = "motion"
    wishes.topics.append(topic)


def _read_pictures(reading: Reading, clause: Clause, wishes: Wishes, context: Context) -> bool:
    moved = read_motion(reading, clause, wishes, context)
    if reading.clauses[-1] is clause or not reading.quotes(clause):
        moved |= read_length(reading, clause, wishes)
    _read_kinds(reading, clause, wishes, moved)
    read_style(reading, clause, wishes)
    _read_format(reading, clause, wishes)
    _read_resolution(reading, clause, wishes)
    read_subject(reading, clause, wishes)
    return moved


def _read_kinds(reading: Reading, clause: Clause, wishes: Wishes, moved: bool) -> None:
    """Which kind of result the clause speaks of; the words stay, for they may be part of a description."""
    if reading.has("subject.again", clause) and not content(reading.original(clause), "subject.again"):
        wishes.again = True
        reading.take_all("subject.again", clause)
    original = reading.original(clause)
    left = reading.left(clause)
    wishes.hours |= (
        pattern(r"(?<![a-z])(?:time|hyper)[ -]?lapses?(?![a-z])|延时|缩时").search(left) is not None
    )
    wishes.make |= pattern("verb.make").search(left) is not None
    wishes.wants_video |= pattern("{subject.video_noun}|{subject.moving}").search(left) is not None
    wishes.wants_image |= pattern("subject.image_noun").search(left) is not None
    wishes.wants_portrait |= pattern("subject.portrait_noun").search(left) is not None
    wishes.this |= pattern("subject.this_picture").search(original) is not None
    if moved:
        reading.take_all("subject.this_picture", clause)


#: Sizes that are smaller than usual; no description goes on with them.
_SMALL = (
    r"(?: ?,)?(?: ?\b(?:in|at|with|as))?(?: an?(?= [47]))? ?(?<![\w.])(?:480p|720p|hd ready)(?![A-Za-z0-9])"
    r"(?: (?:resolution|quality|size))?(?:的?(?:分辨率|画质|清晰度))?的?"
)


def _read_resolution(reading: Reading, clause: Clause, wishes: Wishes) -> None:
    """The size of a picture to make; the words stay, for a description may go on behind them."""
    small = reading.find(_SMALL, clause)
    if small is not None:
        wishes.resolution = "480p" if small[0].find("480") >= 0 else "720p"
        reading.blank(*small.span())
    for name in ("r2160p", "r1440p"):
        if reading.has(f"resolution.{name}", clause):
            wishes.resolution = cast(Resolution, name[1:])
            if not reading.content(clause, f"resolution.{name}"):
                reading.blank(clause.start, clause.end)


def _read_format(reading: Reading, clause: Clause, wishes: Wishes) -> None:
    """ "… into a 1080p MP4" beside a picture to make."""
    if not any(reading.has(f"format.{n}", clause) for n in names("format")):
        return
    export = take_export(reading, clause)
    wishes.actions.append(export)
    wishes.wants_video |= export.format in ("mp4", "mov", "webm", "mkv", "avi", "gif")
    wishes.wants_image |= export.format in ("png", "jpg", "webp")
