"""What is to be seen: a person, a change to a face, a place; or something nobody here can make."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from moviola.agent.grammar import knowledge
from moviola.agent.grammar.lexicon import pattern
from moviola.agent.grammar.normal import QUOTE
from moviola.agent.grammar.reading import GAP, Clause, Reading, content
from moviola.agent.grammar.wishes import Piece, Wishes
from moviola.agent.plan import Context, Reason

Kind = Literal["portrait", "edit", "place", "unknown"]

#: The order before a description: "please make me", 帮我画.
_ORDER = "^(?:{framing.order}[ ,:]*)+"
#: The word for a picture before it: "a realistic image of", 一张逼真的照片:.
_FRAME = (
    "^(?:(?:an?|the|some|my|one) )?(?:{framing.quality} )*{framing.noun}(?: {framing.noun})? ?(?:{framing.link}|:) ?"
    "|^{framing.noun}[:,，] ?"
    "|^(?:一|这)?[张幅段部条](?:关于)?(?:{framing.quality}的?)?(?:{framing.noun}[,:]?{framing.link}?)?"
)
#: The word for a picture after it: "… video please", …的图片.
_AFTER = "(?: {framing.after})+$|{framing.after}$"
_CHANGE = "^{framing.change}|(?:一点|一些|点儿|些)$|\\b\\w+er$|\\bmore \\w+$"
_NEW = "^(?:please |now |(?:can|could) you )*(?:make|give|get|show|create|generate) (?:me |us )?(?:an?|one|some) "
_POLITE = (
    "^(?:(?:please|pls|now|then|and|ok|okay|(?:can|could|would) you|i want you to|also)[ ,]+)+"
    "|^(?:请|麻烦|帮我|现在|那)+"
)


@dataclass(frozen=True)
class Subject:
    """A stretch about what is to be seen, judged."""

    kind: Kind
    text: str


def read_subject(reading: Reading, clause: Clause, wishes: Wishes) -> bool:
    """Take the rest of a clause as part of what is to be seen; False: nothing of weight is left."""
    text = reading.left(clause)
    described = bool(wishes.pieces) and pattern("subject.moving").search(text) is not None
    if not described and not content(reading.message.plain(text), "subject.video_noun", "subject.image_noun"):
        return False
    runs = [m.span() for m in re.compile(f"[^{GAP}]+").finditer(reading.text, clause.start, clause.end)]
    runs = [(a, b) for a, b in runs if reading.text[a:b].strip()]
    if re.search(QUOTE, reading.original(clause)) and pattern("framing.where").match(text):
        return False  # "… in the sky" beside a title says where the title is to be
    first, last = reading.text[slice(*runs[0])], reading.text[slice(*runs[-1])]
    start = runs[0][0] + len(first) - len(first.lstrip())
    end = runs[-1][1] - len(last) + len(last.rstrip())
    wishes.pieces.append(Piece(start, end, text))
    return True


def joined(reading: Reading, pieces: list[Piece]) -> list[str]:
    """Pieces that follow one another without anything else between are one description."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        between = reading.text[groups[-1][-1].end : piece.start] if groups else GAP
        if groups and GAP not in between and not re.search(r"[.!?;。\n]|\bthen\b|然后|接着|再", between):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    texts = []
    for group in groups:
        text = group[0].text
        for last, piece in pairwise(group):
            between = reading.text[last.end : piece.start]
            text += (between if between.strip() else " ") + piece.text
        texts.append(" ".join(reading.message.plain(text).split()))
    return texts


def bare(text: str) -> str:
    """``text`` without the order before it and the words for picture or video around it."""
    before = None
    while before != text:
        before = text
        text = pattern(_ORDER).sub("", text).strip(" ,:-")
        framed = pattern(_FRAME).sub("", text).strip(" ,:-的")
        text = framed if content(framed) else text
        shorter = pattern(_AFTER).sub("", text).strip(" ,:-")
        text = shorter if content(shorter) else text
    return re.sub(r"(?i)(?: (?:and|with|then|plus|or|the|a|to|into|in|at))+$", "", text).strip(" ,:-")


def judge(text: str, context: Context, order: bool) -> Subject:
    """What a stretch of the message is. ``order``: it, or the message, orders something new."""
    plain = bare(text)
    said = knowledge.place(plain)
    if said.impossible:
        return Subject("unknown", plain)
    if said.scene is not None and not said.someone and not is_off_topic(plain, at_start=True):
        return Subject("place", _with_hours(_uncounted(plain), text))
    framed = knowledge.place(text)
    if (
        said.scene is None
        and framed.scene is not None
        and not framed.someone
        and not knowledge.is_person(plain)
    ):
        return Subject("place", _uncounted(pattern(_ORDER).sub("", text).strip()))
    if said.cannot and not said.someone and context.picture is None and not is_change(text):
        things = knowledge.unbuildable(plain)
        if things and not knowledge.names_person(plain):
            return Subject("unknown", plain)
    person = knowledge.names_person(plain)
    new = order or re.match(r"(?i)(?:an?|one|another|some) |一[位个名张]", plain) is not None
    if (
        knowledge.is_face_edit(text)
        and not (person and new and not is_change(text))
        and (context.picture is not None or is_change(text) or not knowledge.is_person(plain))
        and (context.picture == "portrait" or not knowledge.is_place(plain))
    ):
        return Subject("edit", _without_order(text))
    place = said.scene is not None and not is_off_topic(plain, at_start=True)
    if (
        context.picture == "portrait"
        and not new
        and is_change(text)
        and re.search(r"(?i)\b(?:his|her|their|him|them)\b|[他她]", text)
    ):
        # A change that the face engine does not know; it will say so, which is better than another face.
        return Subject("edit", _without_order(text))
    head = knowledge.head(plain)
    of_person = (
        not content(head)
        or knowledge.is_person(head)
        or knowledge.names_person(head)
        or re.search(r"[\u4e00-\u9fff]", plain)
    )
    # "misty lake, no people": the place comes first, and who is in it is part of it.
    of_place = knowledge.is_place(head) and not knowledge.names_person(head)
    if knowledge.is_person(plain) and of_person and not of_place and (person or not place):
        return Subject("portrait", plain)
    if place:
        return Subject("place", _with_hours(_uncounted(plain), text))
    if not of_person:
        return Subject("unknown", plain)
    if person:
        return Subject("portrait", plain)
    return Subject("unknown", plain or text)


def is_change(text: str) -> bool:
    """Whether ``text`` is worded as a change: an order with its object, or a comparative."""
    if pattern(_NEW).search(text):
        return False
    return pattern(_CHANGE).search(_without_order(text)) is not None


def _without_order(text: str) -> str:
    return pattern(_POLITE).sub("", text).strip()


def refusal(text: str) -> Reason | None:
    """Why nothing must be made of ``text``: a real person's likeness, or an unsafe picture."""
    safe = pattern("subject.unsafe_fine").sub(" ", text)
    if pattern("subject.unsafe").search(safe):
        return "unsafe"
    if pattern("{subject.real_person}|{subject.likeness}").search(text):
        return "real_person"
    return None


def is_off_topic(text: str, at_start: bool = False) -> bool:
    """Whether ``text`` asks for something that has nothing to do with pictures; ``at_start``: it begins with that."""
    find = pattern("subject.off_topic").match if at_start else pattern("subject.off_topic").search
    return find(text) is not None


def _with_hours(plain: str, text: str) -> str:
    """A description that lost "timelapse of" with the words for a video still says that hours pass."""
    scene, whole = knowledge.place(plain).scene, knowledge.place(text).scene
    if scene is None or whole is None or whole.motion != "timelapse" or scene.motion == "timelapse":
        return plain
    return f"{plain}的延时" if re.search(r"[\u4e00-\u9fff]$", plain) else f"{plain}, timelapse"


def _uncounted(text: str) -> str:
    """A description without what is left of an order before it: 画一张…, "make it a desert"."""
    text = re.sub(
        r"(?i)^(?:it|this|that|the (?:scene|place|picture))(?: look like| into| to| as| be)? (?=an? )",
        "",
        text,
    )
    text = re.sub(r"^(?:把?(?:它|这|场景|画面)?)?(?:换成|改成|变成|换为|改为)(?=.)", "", text)
    return re.sub(r"^一?[个张段幅部条座片]\s*的?(?=.)|^的", "", text)
