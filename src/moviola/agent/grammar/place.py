"""Wishes about a place that is there: changes to it, variations of it, and which of them to take."""

from __future__ import annotations

from moviola.agent.grammar import knowledge
from moviola.agent.grammar.lexicon import pattern
from moviola.agent.grammar.quantity import number as value
from moviola.agent.grammar.reading import GAP, Clause, Reading, content
from moviola.agent.grammar.subject import is_off_topic
from moviola.agent.grammar.wishes import Wishes
from moviola.agent.plan import Choose, Context, Decline, EditPlace, MakeClip

#: Pictures that are made together at most, and how many "variations" are when nobody said.
MOST, USUAL = 8, 4
#: Clauses of one message that are read together as one change at most.
_TOGETHER = 6
#: Characters of one change at most.
_LONGEST = 280
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "a couple of": 2, "a few": 3, "several": 4, "some": 4, "multiple": 4, "many": 6, "different": 4,
    "一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "几": 3,
    "俩": 2,
}  # fmt: skip
_ORDINALS = {
    "first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "fifth": 4, "5th": 4,
    "sixth": 5, "6th": 5, "seventh": 6, "7th": 6, "eighth": 7, "8th": 7, "last": -1, "final": -1,
}  # fmt: skip
_EDGES = r"^(?:{choice.polite})[ ,]*(?=.)|[ ,]*(?:{choice.polite})$"


def read_place(reading: Reading, clause: Clause, wishes: Wishes, context: Context) -> bool:
    """Take a clause, with those that go on from it, that changes the place; False: it changes none."""
    there = knowledge.place_there(context)
    if there is None or reading.quotes(clause) or _is_talk(reading, clause):
        return False
    clauses = [c for c in reading.clauses if c.start >= clause.start][:_TOGETHER]
    for count in range(len(clauses), 0, -1):
        text = _polite(reading.text[clause.start : clauses[count - 1].end])
        if GAP in text or not _goes_on(reading, clauses[1:count], there):
            continue
        if knowledge.is_place_change(text, *there):
            _take(reading, clause.start, clauses[count - 1].end, text, wishes, context)
            return True
    left = _polite(reading.left(clause))
    if left and knowledge.is_place_change(left, *there):
        _take(reading, clause.start, clause.end, left, wishes, context)
        return True
    return False


def _is_talk(reading: Reading, clause: Clause) -> bool:
    """Praise ("cool"), a question (but "what about winter?" is a wish), or movement ("let the water ripple")."""
    loops = reading.has(r"(?<![a-z])loop|循环", clause)
    if reading.has("{effect.ripple}|{effect.breathe}|{effect.animate}", clause) and not loops:
        return True
    praise = reading.has("control.keep", clause) and not reading.content(clause, "control.keep")
    text = reading.left(clause)
    return praise or (is_off_topic(text, at_start=True) and not pattern("choice.wonder").match(text))


def _goes_on(reading: Reading, clauses: list[Clause], there: tuple[str, tuple[str, ...]]) -> bool:
    """Whether each further clause is a change, or (after "and") more of what the one before spoke of."""
    for clause in clauses:
        text = _polite(reading.left(clause))
        if reading.quotes(clause) or not text:
            return False
        more = clause.link == "and" and knowledge.is_all_place(text)
        if not more and not knowledge.is_place_change(text, *there):
            return False
    return True


def _polite(text: str) -> str:
    before = None
    while before != text:
        before, text = text, pattern(_EDGES).sub("", text.strip(" ,.;!?。，；！？、")).strip()
    return text


def _take(reading: Reading, start: int, end: int, text: str, wishes: Wishes, context: Context) -> None:
    last = wishes.actions[-1] if wishes.actions else None
    there = knowledge.place_there(context)
    if there is not None and not context.clip_from_words and knowledge.is_place_film(text, *there):
        length = wishes.duration_ms
        if context.staged:
            # The place alone could; the person before it cannot.
            wishes.actions.append(Decline(reason="cannot_animate", about=text[:200]))
            reading.blank(start, end)
            return
        wishes.actions.append(MakeClip(prompt=there[0], changes=(*there[1], text), duration_ms=length))
    elif (
        isinstance(last, EditPlace)
        and wishes.topic == "place"
        and len(last.instruction) + len(text) < _LONGEST
    ):
        wishes.actions[-1] = EditPlace(instruction=f"{last.instruction}, {text}")
    else:
        wishes.actions.append(EditPlace(instruction=text))
    reading.blank(start, end)


# ---------------------------------------------------------------- several


_COUNT = (
    r"(?<![\w.:])(?P<n>\d{1,40}|" + "|".join(k for k in _NUMBERS if k.isascii()) + r")"
    r" (?:{several.kind}[ ,]+)*(?P<noun>{several.noun})(?: of (?:it|this|that|the same|them)\b)?"
    r"|(?P<z>[二三四五六七八九]?十几|几[十百]|[几俩]|[零一两二三四五六七八九十百]+|\d{1,40})(?P<m>个|张|种|幅|套)(?P<k>{several.kind})*(?P<v>{several.noun})?"
    r"(?:(?<=[张幅])|(?=$|[ ,，。;；、的]|来|给))"
)


def read_count(reading: Reading, clause: Clause, wishes: Wishes) -> bool:
    """Take how many pictures are wanted: "4 variations", 四张; False: nothing was said about that."""
    for found in pattern(_COUNT).finditer(reading.text, clause.start, clause.end):
        number = found["n"] or found["z"]
        count = _number(number.lower())
        # 四张 is enough, 四个 is not: of what?
        named = found["noun"] or found["k"] or found["v"] or found["m"] in ("张", "幅")
        beyond = not 1 <= count <= MOST
        if beyond and found["noun"] and not found["noun"].lower().endswith("s"):
            continue  # "the 2024 version"
        if named and beyond:
            span = found.span("n" if found["n"] else "z")
            text = reading.message.text
            wishes.odd_count = number
            wishes.counted = reading.message.plain(f"{text[: span[0]]}{MOST}{text[span[1] :]}")
        if (count >= 2 or wishes.odd_count) and named:
            wishes.count = min(max(count, 1), MOST)
            reading.blank(*found.span())
            return True
    if reading.has(
        r"\b(?:1|one|another) (?:variation|variant|alternative)\b", clause
    ) and not reading.content(clause, r"(?:1|one|another) (?:variation|variant|alternative)", "verb.make"):
        wishes.again = True
        reading.blank(clause.start, clause.end)
        return True
    if reading.take("several.vary", clause) is not None:
        wishes.count = USUAL
        return True
    return False


def _number(word: str) -> int:
    """The number that a word says; 十几 and 几十 are more than can be made, whatever they are."""
    if word in _NUMBERS:
        return _NUMBERS[word]
    return MOST + 1 if "几" in word else int(value(word))


_CHOICE = (
    r"{choice.noun} ?#?(?P<n>\d|one|two|three|four|five|six|seven|eight)(?!\w)"
    r"|(?:the )?(?P<o>" + "|".join(_ORDINALS) + r")(?!\w)(?: {choice.noun})?"
    r"|第(?P<z>[一二三四五六七八1-8])(?:{choice.noun})*|最后(?:那|一)?(?P<l>[个张种幅])(?:{choice.noun})?"
)


def read_choice(reading: Reading, clause: Clause, wishes: Wishes, context: Context) -> bool:
    """Take a clause that picks one of several pictures; False: it picks none."""
    offered = context.variations > 1
    if reading.quotes(clause) or not (offered or (knowledge.place_there(context) and not context.titles)):
        return False
    text = reading.left(clause)
    found = pattern(_CHOICE).search(text)
    if (
        found is None
        or not (offered or reading.has("{choice.noun}", clause))
        or content(text[: found.start()] + " " + text[found.end() :], "choice.take")
    ):
        return False
    if found["o"]:
        index = _ORDINALS[found["o"].lower()]
    elif found["l"]:
        index = -1
    else:
        word = (found["n"] or found["z"]).lower()
        index = (int(word) if word.isdigit() else _NUMBERS[word]) - 1
    if index < -1:
        return False
    wishes.actions.append(Choose(index=index))
    reading.blank(clause.start, clause.end)
    return True
