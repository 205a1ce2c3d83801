"""One shot of a script: where it is, who is in it, how near, how long, and what is told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice

from moviola.agent.grammar import knowledge
from moviola.agent.grammar.lexicon import pattern
from moviola.agent.grammar.quantity import quantities
from moviola.engines.base import Framing

_QUOTED = re.compile(
    r"“([^“”]{1,300})”|「([^「」]{1,300})」|『([^『』]{1,300})』|\"([^\"\n]{1,300})\"|(?<!\w)['‘](\S[^\n]{0,300}?)['’](?!\w)"
)
_TOLD = re.compile(
    r"(?im)(?:^|(?<=[,;.。\n ]))(?:caption|text|title|subtitle|voice ?over|v\.?o\.?|narration|narrator|dialogue"
    r"|字幕|旁白|台词|文字|对白)[ ]?[:=] ?(?P<told>[^\n]+)"
)
_SAID = re.compile(
    r"(?m)^[ ]*(?P<who>[A-Z][A-Za-z .']{1,24}|[一-鿿]{1,4})(?: ?\([^)]*\))? ?: ?(?P<told>[^\n]+)$"
)
_HEADING = re.compile(
    r"^(?:(?:INT|EXT|I/E)\.?(?:/(?:INT|EXT)\.?)?|内/?外?景|外景)[ .:、]*(?P<place>[^\n]+?)"
    r"(?:\s*[-–—]+\s*(?P<time>[^\n-]+?))?\s*(?:\n|$)"
)
_LENGTH = r"[ ]*[-–—(\[（,]*[ ]*(?:for |of |about |约|时长|持续|共)?{}(?: long| each)?[ ]*[)\]）]*[:]?"
_FRAMINGS: tuple[Framing, ...] = ("close", "medium", "wide")
#: A size of shot as the only word of a phrase.
_BARE: dict[str, Framing] = {
    "wide": "wide", "long": "wide", "full": "wide", "establishing": "wide", "medium": "medium", "mid": "medium",
    "close": "close", "tight": "close", "ws": "wide", "ms": "medium", "cu": "close", "ecu": "close", "远": "wide",
    "全": "wide", "中": "medium", "近": "close",
}  # fmt: skip
_PHRASES = r"[,;.。!?\n]+|\s[-–—]+\s|\b(?:where|while|as (?=she|he|they|the))\b"
_COMES = re.compile(
    r"(?i)(?:an? |the |heavy |thick )*(storm|rain|snow|fog|mist|wind|sun|clouds?)"
    r" (comes?|falls?|rises?|sets?|begins?|starts?|gathers?|rolls?|approach(?:es)?|breaks?|moves?)"
    r"(?: (?:in|up|down|to fall|over))*"
)
#: Phrases of one shot that are considered, and prepositions of one phrase.
_PHRASES_READ, _WAYS = 16, 6
_META = re.compile(
    r"(?i)(?:the )?(?:opening|ending|intro|outro|final|first|last|next|establishing)"
    r"(?: (?:shot|scene|image|frame))?(?: of)?"
    r"|(?:开头|开场|结尾|片尾|片头|最后|首先|接着|收尾|空镜头?|镜头|画面)(?:是)?"
)
_PRONOUN = (
    r"(?<![A-Za-z'])(?:she|he|they|her|him|them|his|their|hers|i|me|my|we)(?![A-Za-z'])|[她他我]|主角|主人公"
    r"|背影|身影|侧脸|侧影|眼神|脸庞|\bsilhouette\b"
)
_GOES = (
    r"\b(?:in front of|next to|at the edge of|in|on|at|over|along|into|onto|through|across|by|under|near|towards?|from"
    r"|beside|to|against|around|inside|above|below|out at|before|behind|down|up)\b ?"
    r"|(?:在|走进|走到|走过|走在|来到|穿过|站在|坐在|回到|望着|看着|进入|前往)"
)


@dataclass
class Part:
    """What one item of a script says. ``places``: stretches that name the place; ``details``: what adds to it."""

    places: list[str] = field(default_factory=list)
    details: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    person: bool = False
    #: Somebody is described, who is not known yet.
    somebody: str = ""
    framing: Framing | None = None
    duration_ms: int | None = None
    #: The length as it was said.
    length: str = ""

    @property
    def says_anything(self) -> bool:
        return bool(self.places or self.details or self.told or self.strange or self.person)


def read_part(item: str, names: frozenset[str]) -> Part:
    """What an item says. ``names``: of the person of the script."""
    part = Part()
    item = _cut_length(item.strip(), part)
    item = _cut_heading(item, part)
    item = _cut_told(item, part, names)
    for framing in _FRAMINGS:
        found = pattern(rf"(?:an? )?{{stage.frame_{framing}}}(?: shot)?(?: ?(?:of|on|from)\b|:)?").search(
            item
        )
        if found is not None:
            part.framing = part.framing or framing
            item = f"{item[: found.start()]} {item[found.end() :]}"
    item = pattern(r"{move.push_in}|{move.pull_out}|{move.pan_left}|{move.pan_right}|{move.tilt_up}").sub(
        " ", item
    )
    quoted = bool(part.told)
    for phrase in re.split(_PHRASES, item)[:_PHRASES_READ]:
        words = " ".join(phrase.split()).strip(" -–—:()[]（）【】*#")
        words = _META.sub("", words, 1).strip(" :") if _META.match(words) else words
        if words.lower() in _BARE:
            part.framing = part.framing or _BARE[words.lower()]
        elif words:
            _read_phrase(words, part, names, quoted)
    return part


def _read_phrase(words: str, part: Part, names: frozenset[str], quoted: bool) -> None:
    new = re.match(r"(?i)(?:an?|one) |一[个位名]", words) is not None and _described(words)
    someone = not new and _mentions(words, names)
    fall = re.fullmatch(
        r"(?i)(?:and )?(?:the )?(night|darkness|dusk|evening) (?:falls|comes|is falling)", words
    )
    if fall is not None:
        part.details.append("at night" if fall[1].lower() in ("night", "darkness") else "at dusk")
        _tell(words, part, quoted)
    elif weather := _weather(words):
        part.details.append(weather)
        _tell(words, part, quoted)
    elif not someone and _described(words) and _is_beast(words):
        part.strange.append(words)
    elif someone or _described(words):
        if not someone:
            part.somebody = part.somebody or _who(words)
        part.person = True
        _read_where(words, part, names, quoted)
    elif knowledge.stands(words) or (
        not part.says_anything and knowledge.stands(words, knowledge.FOUND_THERE)
    ):
        part.places.append(words)
    elif knowledge.is_any_place_change(words) or knowledge.is_all_place(words):
        part.details.append(words)
    else:
        if knowledge.place(words).cannot and (
            knowledge.unbuildable(words) or re.match(r"(?i)(?:an?|the) |一[个座间只条]", words)
        ):
            part.strange.append(words)
        _tell(words, part, quoted)


def _weather(words: str) -> str:
    """The change of weather or light that a sentence tells of ("a storm comes"), or nothing."""
    found = _COMES.fullmatch(words)
    if found is None:
        return ""
    deed = found[2].lower()
    return {"sun": "at dawn" if deed.startswith("r") else "at sunset", "storm": "stormy"}.get(
        found[1].lower(), f"more {found[1].lower()}"
    )


def _read_where(words: str, part: Part, names: frozenset[str], quoted: bool) -> None:
    """Somebody does something somewhere."""
    for found in islice(re.finditer(_GOES, words, re.IGNORECASE), _WAYS):
        where = re.sub(r"(?:里面?|之中|中)$", "", words[found.end() :]).strip()
        if not where or _mentions(where, names) or knowledge.names_person(where):
            continue
        if knowledge.stands(where):
            part.places.append(where)
        elif detail := _detail(where):
            part.details.append(detail)
        else:
            continue
        goes = re.search(r"走|穿|来到|进入|前往|望|看|回", found[0]) is not None
        deed = _without_person(words[: found.start()], names)
        if (
            goes
            or where not in (*part.places, *part.details)
            or re.sub(r"(?i)\b(?:is|are|stand(?:s|ing))\b|站|正", "", deed).strip()
        ):
            _tell(words, part, quoted)
        return
    if _without_person(words, names):
        _tell(words, part, quoted)


def _detail(where: str) -> str:
    """The thing of a place that ``where`` begins with ("the pier", 码头 of 码头等船), or nothing."""
    if not re.search(r"[一-鿿]", where):
        return where if knowledge.is_all_place(where) and knowledge.place(where).asked else ""
    heads = (where[:n] for n in range(2, 5))
    return next((h for h in heads if h[0] not in "等看望听找吃喝" and knowledge.is_all_place(h)), "")


def _mentions(words: str, names: frozenset[str]) -> bool:
    if any(
        re.search(rf"(?<!\w){re.escape(n)}(?![a-z])" if n.isascii() else re.escape(n), words) for n in names
    ):
        return True
    if re.search(_PRONOUN, words, re.IGNORECASE):
        return True
    return pattern(r"\b(?:the|our|my) (?:[\w-]+ ){0,2}?{subject.person}").search(
        words
    ) is not None and not _many(words)


def _described(words: str) -> bool:
    """Somebody who is spoken of for the first time ("an old fisherman mends his nets")."""
    return knowledge.names_person(words) and not _many(words)


def _is_beast(words: str) -> bool:
    """Whether an animal or a thing acts, and the person is only met by it ("a dragon fights a wizard")."""
    first = re.split(
        r"(?<=[\u4e00-\u9fff])(?=在|正|和|跟|与|同|对|把|向)|(?i: (?=\w+(?:s|ing) (?:an?|the|his|her|their|with) ))",
        words,
    )[0]
    first = knowledge.head(first)
    return knowledge.unbuildable(first) and not knowledge.names_person(first)


def _many(words: str) -> bool:
    return pattern("stage.many").search(words) is not None


def _who(words: str) -> str:
    """The part of a phrase that describes the person: up to the deed or the place."""
    cut = re.split(
        r"(?i) (?=(?:\w+ing|is|are|walks|stands|sits|waits|looks|runs|watches|holds|goes|comes|rides|drives|reads|mends"
        r"|in front of|in|on|at|by|near|under|along|into|through|across|beside|against) )"
        r"|(?:独自|静静)?(?=在|站|坐|走|望|看|来到)",
        words,
    )[0]
    return cut.strip() if knowledge.names_person(cut) else words


def _without_person(words: str, names: frozenset[str]) -> str:
    for name in names:
        words = words.replace(name, " ")
    words = re.sub(_PRONOUN, " ", words, flags=re.IGNORECASE)
    words = pattern(r"\b(?:an?|the|our|my) (?:[\w-]+ ){0,3}?{subject.person}").sub(" ", words)
    words = pattern(
        r"\b(?:of|on|and|face|eyes|alone|again|with)\b|(?:一[个位名])?[^,]*?(?:{subject.person})|的|和|脸"
    ).sub(" ", words)
    return " ".join(re.sub(r"[^\w]", " ", words).split())


def _tell(words: str, part: Part, quoted: bool) -> None:
    if quoted:
        return
    line = words[0].upper() + words[1:]
    part.told.append(line if not re.search(r"\w$", line) or re.search(r"[一-鿿]$", line) else f"{line}.")


def _cut_length(item: str, part: Part) -> str:
    for quantity in quantities(item):
        if quantity.kind == "duration":
            part.duration_ms = max(quantity.milliseconds, 200)
            part.length = quantity.said(item)
            return re.sub(_LENGTH.format(re.escape(item[quantity.start : quantity.end])), " ", item, count=1)
    return item


def _cut_heading(item: str, part: Part) -> str:
    found = _HEADING.match(item)
    if found is None:
        return item
    place = found["place"].strip(" .")
    place = place.lower() if place.isupper() else place
    time = (found["time"] or "").strip().lower()
    han = re.search(r"[一-鿿]", place) is not None
    words = (
        place
        if not time or time in ("continuous", "later")
        else f"{place}, {time}"
        if not han
        else f"{time}的{place}"
    )
    if knowledge.stands(words):
        part.places.append(words)
    else:
        part.strange.append(words)
    return item[found.end() :]


def _cut_told(item: str, part: Part, names: frozenset[str]) -> str:
    for found in reversed(list(_TOLD.finditer(item))):
        part.told.insert(0, found["told"].strip(" \"'“”「」"))
        item = f"{item[: found.start()]} {item[found.end() :]}"
    for found in reversed(list(_SAID.finditer(item))):
        if found["who"].isupper() or _mentions(found["who"], names):
            part.told.insert(0, found["told"].strip(" \"'“”「」"))
            part.person = part.person or _mentions(found["who"].title(), names)
            item = f"{item[: found.start()]} {item[found.end() :]}"
    spoken = [next(g for g in m.groups() if g) for m in _QUOTED.finditer(item)]
    part.told += spoken
    if spoken:
        says = (
            r"(?i)[:,]?\s*(?:and )?(?:she |he |they )?(?:says?|said|whispers?|asks?|shouts?|thinks?)?[:,]?\s*"
        )
        item = re.sub(says + "\ue000", " ", _QUOTED.sub("\ue000", item))
        item = re.sub(r"[她他]?(?:说|问|喊|低声说)道?[:,]?\s*\ue000|\ue000", " ", item)
    return item
