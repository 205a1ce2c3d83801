"""Wishes about titles: their words, time, place and size."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import cast

from moviola.agent.grammar import knowledge
from moviola.agent.grammar.choices import ask, which_title
from moviola.agent.grammar.normal import QUOTE
from moviola.agent.grammar.quantity import without_quantities
from moviola.agent.grammar.reading import GAP, Clause, Reading, content
from moviola.agent.grammar.wishes import Wishes
from moviola.agent.plan import AddTitle, At, ChangeTitle, Context, Position, RemoveTitle

BIGGER, SMALLER = 1.3, 0.77
_POSITIONS = ("lower_third", "top", "center", "bottom")
_ORDINALS = (("0", 0), ("1", 1), ("2", 2), ("last", -1))
#: Between the noun and words that are not in quotation marks.
_LINK = (
    r"^(?:['’]?s? ?(?::|=|-|to be|to say|to read|to|into|as|is|should (?:be|say|read)|that (?:says|reads)"
    r"|saying|says?|reads?|reading|called|named|text)(?![A-Za-z])"
    r"|叫做?|改成|改为|换成|换为|变成|设为|写[上着成]?|内容|文字|是|为|成|:)+ ?"
)
#: How a wish about a title begins.
_ORDER = (
    r"^\W*(?:(?:please|then|now|also|can you|could you|i want|i'd like) )*(?:to )?"
    r"(?:add|put|write|show|display|insert|include|remove|delete|drop|change|rename|replace|make the|make my|set|move"
    r"|no|without|get rid)\b|加|写|改|换|去|删|不要|放|移|显示"
)
_WEAK = re.compile(r"(?i)text|words|lettering|labels?|headings?|headlines?|subtitles?|文字|题目")
_ABOUT = re.compile(
    r"(?i)^(?:about|for|with|of|on|in|at|over|please|too|card|overlay|font|and|关于)(?![a-z])"
)


@dataclass
class _Timing:
    start_ms: int | None = None
    at: At | None = None
    duration_ms: int | None = None
    position: Position | None = None
    size_factor: float | None = None

    @property
    def says_something(self) -> bool:
        return any(v is not None for v in vars(self).values())


def read_title(reading: Reading, clause: Clause, wishes: Wishes, context: Context) -> bool:
    """Take what the clause says of titles; False: nothing."""
    noun = reading.find("title.noun", clause)
    quotes = reading.quotes(clause)
    if noun is None and not quotes:
        return _read_afterthought(reading, clause, wishes, context)
    if noun is None and _quotes_a_prompt(reading, clause):
        return False
    if noun is not None and not quotes and _depicted(reading, clause, noun):
        return False
    index, every = _which(reading, clause, context)
    if _denied(reading, clause) or _goes_on_denying(reading, clause, wishes):
        if wishes_something_new(reading, wishes) and not context.titles:
            wishes.no_title = True
        else:
            _remove(wishes, context, index, every)
        reading.blank(clause.start, clause.end)
        return True
    timing = _take_timing(reading, clause)
    texts = [reading.message.quote(reading.text[at]) for at in quotes]
    if not texts and noun is not None and (text := _unquoted(reading, clause)):
        texts = [text]
    _decide(reading, clause, wishes, context, texts, timing, index)
    _blank_title(reading, clause)
    return True


def wishes_something_new(reading: Reading, wishes: Wishes) -> bool:
    """Whether the message speaks of more than this clause."""
    return len(reading.clauses) > 1 or bool(wishes.actions or wishes.pieces or wishes.animate)


def _denied(reading: Reading, clause: Clause) -> bool:
    words = "{title.noun}|" + QUOTE
    return reading.has(
        "(?:{verb.remove}|{verb.without})(?:(?: the| any| all| my| this| that| first| second| third| last| of| both)*"
        "(?: [\\w-]+)?) ?(?:" + words + ")"
        "|(?:" + words + ")(?:" + QUOTE + ")?(?: ?(?:都|全部|全|给我))*(?:{verb.remove}|不要)"
        "|(?:{verb.remove}|{verb.without})(?:所有|全部|那个|这个|第.个|的)*(?:" + words + ")"
        "|" + "{title.noun} ?(?:off|away)",
        clause,
    )


def _depicted(reading: Reading, clause: Clause, noun: re.Match[str]) -> bool:
    """The noun is part of a description ("a boxer with a title belt", "a woman reading a text")."""
    if reading.has(_ORDER, clause):
        return False
    before = reading.text[clause.start : noun.start()].replace(GAP, " ")
    weak = _WEAK.fullmatch(noun[0]) is not None and not reading.has("{title.noun} ?[:=]", clause)
    seen = knowledge.names_person(before) or knowledge.is_place(before)
    if weak and not reading.has("{title.bigger}|{title.smaller}|{title.at_start}|{title.at_end}", clause):
        return True
    return bool(content(before)) and seen


def _goes_on_denying(reading: Reading, clause: Clause, wishes: Wishes) -> bool:
    """The second half of "no music and title"."""
    return (
        clause.link == "and"
        and wishes.topic == "music"
        and wishes.no_music
        and not reading.quotes(clause)
        and not reading.content(clause, "title.noun")
    )


def _quotes_a_prompt(reading: Reading, clause: Clause) -> bool:
    """The quotation says what to make, not what to write: make an image of "…"."""
    return reading.has(
        "(?:{subject.image_noun}|{subject.video_noun}|{subject.portrait_noun}|{verb.make})"
        "(?: (?:of|for|from|with the prompt))? ?:? ?" + QUOTE,
        clause,
    ) and not reading.has("title.say", clause)


def _which(reading: Reading, clause: Clause, context: Context) -> tuple[int | None, bool]:
    """The title that the clause names by number or by its words, and whether it means all of them."""
    every = reading.has(
        "{title.every} ?(?:the |的)?{title.noun}|(?:titles|captions)(?![A-Za-z])|{title.noun} ?(?:都|全)",
        clause,
    )
    for name, index in _ORDINALS:
        if reading.has("{title.ordinal_" + name + "} ?(?:的|那?个)?{title.noun}", clause):
            return (len(context.titles) + index if index < 0 else index), False
    for at in reading.quotes(clause):
        words = reading.message.quote(reading.text[at]).casefold()
        same = [i for i, title in enumerate(context.titles) if title.casefold() == words]
        if same:
            return same[0], every
    return None, every


def _take_timing(reading: Reading, clause: Clause) -> _Timing:
    timing = _Timing()
    _take_times(reading, clause, timing)
    ends: tuple[At, ...] = ("start", "end")
    for at in ends:
        if timing.at is None and reading.take(f"title.at_{at}", clause):
            timing.at = at
    for name in _POSITIONS:
        concept = f"title.p_{name}"
        if (
            timing.position is None
            and (found := reading.find(concept, clause))
            and not _inside_words(reading, clause, found)
        ):
            timing.position = cast(Position, name)
            reading.blank(*found.span())
    for name, factor in (("bigger", BIGGER), ("smaller", SMALLER)):
        if reading.take(f"title.{name}", clause):
            timing.size_factor = factor
    return timing


def _inside_words(reading: Reading, clause: Clause, found: re.Match[str]) -> bool:
    """A bare "down" or "up" inside unquoted title words is not a place."""
    if re.match(r"(?i)(?:at|on|to|in|near|as)\b|[\u4e00-\u9fff]|lower.third", found[0]):
        return False
    return not reading.has("{verb.move}|{verb.change}|" + QUOTE, clause)


def _take_times(reading: Reading, clause: Clause, timing: _Timing) -> None:
    points = [q for q in reading.quantities(clause) if q.kind in ("duration", "time")]
    if len(points) == 1 and (
        at := reading.find(r"(?:from|at|second|第|从) ?(?P<n>\d+(?:\.\d+)?)(?= ?(?:to|-|–|~|到|至))", clause)
    ):
        # "from 2 to 5 seconds": the first number has no unit of its own.
        begin = float(at["n"]) * 1000
        if begin < points[0].value:
            timing.start_ms, timing.duration_ms = round(begin), round(points[0].value - begin)
            reading.blank(at.start(), points[0].end)
            return
    for i, quantity in enumerate(points):
        before = reading.text[max(clause.start, quantity.start - 14) : quantity.start].replace(GAP, " ")
        after = reading.text[quantity.end : clause.end].replace(GAP, " ")
        if (
            timing.start_ms is not None
            and i
            and re.search(r"(?i)(?:\bto|\buntil|\btill|-|–|~|到|至)(?:第)? ?$", before)
        ):
            timing.duration_ms = max(1, quantity.milliseconds - timing.start_ms)
        elif re.search(r"(?i)(?:\blast|\bfinal|最后|末尾|结尾) ?$", before) and not re.search(
            "结尾|末尾", before
        ):
            timing.at, timing.duration_ms = "end", quantity.milliseconds
        elif re.search(r"(?i)(?:\bfirst|\bopening|前|头) ?$", before):
            timing.at, timing.duration_ms = "start", quantity.milliseconds
        elif (
            re.search(r"(?i)(?:\b(?:at|from|after|starting(?: at| from)?)|第|从|在) ?$", before)
            or re.match(r"(?i) ?(?:in\b|mark|处|的?时候|开始|时(?!长)|起|后|的?位置)", after)
            or quantity.kind == "time"
        ):
            if timing.start_ms is None:
                timing.start_ms = quantity.milliseconds
        else:
            timing.duration_ms = quantity.milliseconds or None
    for quantity in points:
        head = re.search(
            r"(?i)(?:(?:in |for |during |over )?(?:the )?(?:very )?(?:last|final|first|opening)"
            r"|at|from|after|for|to|until|till|starting|持续|显示|保持|停留|最后|前|第|从|到|至|在) ?$",
            reading.text[clause.start : quantity.start],
        )
        tail = re.match(
            r"(?i) ?(?:in\b|mark|处|的时候|开始|时|起|的?位置|左右)", reading.text[quantity.end : clause.end]
        )
        low = clause.start + head.start() if head else quantity.start
        reading.blank(low, quantity.end + (tail.end() if tail else 0))


def _unquoted(reading: Reading, clause: Clause) -> str | None:
    """Words of a title that has no quotation marks: what follows the noun, or what stands before "as title"."""
    noun = reading.find("title.noun", clause)
    if noun is None:
        return None
    rest = reading.text[noun.end() : clause.end]
    link = re.match(_LINK, rest, re.IGNORECASE)
    words = rest[link.end() :] if link else rest
    words = " ".join(words.split(GAP)[0].split()).strip(" :-,.\"'")
    if link is None and _ABOUT.match(words):
        return None
    words = re.sub(r"(?i)(?: please| for| from| at| on| in| and|吧|在|放)$", "", words).strip()
    if words and (link or content(words)):
        return words
    before = re.search(
        r"(?i)(?:add|put|use|with|write|write)? ?(.+?) as (?:a |the )?$",
        reading.text[clause.start : noun.start()],
    )
    return before[1].strip() if before and content(before[1]) else None


def _decide(
    reading: Reading,
    clause: Clause,
    wishes: Wishes,
    context: Context,
    texts: list[str],
    timing: _Timing,
    index: int | None,
) -> None:
    known = [t.casefold() for t in context.titles]
    new = [t for t in texts if t.casefold() not in known]
    change = reading.has("{verb.change}|{title.say}", clause)
    add = reading.has("{verb.add}", clause) and not reading.has(
        r"\b(?:make|set|change) ?(?:the|it|my|this)\b", clause
    )
    if context.titles and index is not None and (change or timing.says_something or not new):
        _change(wishes, context, index, new[-1] if new else None, timing)
    elif context.titles and change and not (add and not _replaces(reading, clause)) and new:
        _change(wishes, context, None, new[-1], timing)
    elif texts:
        for text in texts if len(texts) <= 3 and not change else texts[-1:]:
            wishes.actions.append(
                AddTitle(
                    text=text[:500],
                    start_ms=timing.start_ms,
                    at=timing.at,
                    duration_ms=timing.duration_ms,
                    position=timing.position,
                )
            )
    elif context.titles and timing.says_something:
        _change(wishes, context, None, None, timing)
    elif timing.says_something and not context.titles and not add:
        wishes.actions.append(ask("need_title", wishes.language))
    else:
        wishes.actions.append(ask("title_text", wishes.language))


def _replaces(reading: Reading, clause: Clause) -> bool:
    return reading.has(
        r"\b(?:change|rename|replace|swap|switch|update|edit|correct|reword)\b|改|换|变成", clause
    )


def _change(wishes: Wishes, context: Context, index: int | None, text: str | None, timing: _Timing) -> None:
    if index is None and len(context.titles) > 1:
        wishes.actions.append(which_title(context, wishes.language, text, remove=False))
        return
    wishes.actions.append(ChangeTitle(index=index, text=text[:500] if text else None, **vars(timing)))


def _remove(wishes: Wishes, context: Context, index: int | None, every: bool) -> None:
    wishes.no_title = True
    if not context.titles:
        wishes.actions.append(ask("need_title", wishes.language))
    elif index is not None:
        wishes.actions.append(RemoveTitle(index=index))
    elif every or len(context.titles) == 1:
        wishes.actions.append(RemoveTitle(all=every))
    else:
        wishes.actions.append(which_title(context, wishes.language, None, remove=True))


def _blank_title(reading: Reading, clause: Clause) -> None:
    """Blank the noun, the words and the verbs; what else is in the clause stays for other rules."""
    first = reading.find("{title.noun}|" + QUOTE, clause)
    if first is None:
        return
    before = reading.text[clause.start : first.start()]
    verbs = re.search(r"(?i)(?:(?:[\w']+ ){0,5}|[\u4e00-\u9fff]{0,8})$", before)
    low = clause.start + (
        verbs.start()
        if verbs and not content(verbs[0], "verb.change", "verb.add", "title.say")
        else first.start()
    )
    quotes = reading.quotes(clause)
    high = max(first.end(), quotes[-1] + 1 if quotes else clause.end)
    reading.blank(low, high)
    reading.take_all("{title.noun}|{title.say}|{verb.add}", clause)


def _is_clip_length(reading: Reading, clause: Clause, wishes: Wishes) -> bool:
    """A bare "3 seconds" in a message that makes a clip whose length was left open: the clip's, not the title's."""
    makes = wishes.moves_anything or bool(wishes.pieces)
    bare = not re.sub(r"[\s,，.。;；]", "", without_quantities(reading.left(clause)))
    return makes and wishes.duration_ms is None and bare


def _read_afterthought(reading: Reading, clause: Clause, wishes: Wishes, context: Context) -> bool:
    """ "at the end", "bigger", "3 seconds" after a title; in the same message or, for sizes and places, the last."""
    just = bool(wishes.actions) and wishes.topic == "title"
    last = wishes.actions[-1] if wishes.actions else None
    touched = context.last_touched == "title" and bool(context.titles) and wishes.topic is None
    if not (just and isinstance(last, AddTitle | ChangeTitle)) and not touched:
        return False
    places = [f"title.{n}" for n in ("at_start", "at_end", "bigger", "smaller", "last", "first", "whole")]
    places += [f"title.p_{n}" for n in _POSITIONS]
    if re.sub(
        r"[\d\s第]|持续|显示", "", content(without_quantities(reading.left(clause)), *places, "verb.move")
    ):
        return False
    if (
        touched
        and not just
        and not reading.has(
            "{title.at_start}|{title.at_end}|{title.bigger}|{title.smaller}|{title.p_top}|{title.p_center}|{title.p_bottom}",
            clause,
        )
    ):
        return False
    if _is_clip_length(reading, clause, wishes):
        return False
    before = reading.text
    timing = _take_timing(reading, clause)
    if not timing.says_something:
        reading.text = before
        return False
    if just and isinstance(last, AddTitle | ChangeTitle):
        said = {k: v for k, v in vars(timing).items() if v is not None and k in type(last).model_fields}
        wishes.actions[-1] = last.model_copy(update=said)
    else:
        _change(wishes, context, None, None, timing)
    reading.blank(clause.start, clause.end)
    return True
