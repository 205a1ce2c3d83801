"""Pictures with a shape and a size of their own: poster, wallpaper, thumbnail, banner, post; and sizes in pixels."""

from __future__ import annotations

import re
from fractions import Fraction

from moviola.agent.grammar import knowledge
from moviola.agent.grammar.choices import ask
from moviola.agent.grammar.frame import read_aspect
from moviola.agent.grammar.normal import QUOTE
from moviola.agent.grammar.quantity import ASPECTS, without_quantities
from moviola.agent.grammar.reading import Clause, Reading, content
from moviola.agent.grammar.wishes import Wishes
from moviola.agent.plan import Action, AddTitle, Context, Position, Redraw, Resolution
from moviola.studio import canvas

#: Shape of each kind, where nothing else was said.
_SHAPES = {
    "wallpaper_phone": "9:16", "wallpaper": "16:9", "poster": "2:3", "thumbnail": "16:9", "banner": "21:9",
    "post": "4:5", "story": "9:16",
}  # fmt: skip
#: A small red book's covers are upright, as those of short films.
_COVERS = (("小红书", "3:4"), ("抖音|快手|视频号", "9:16"))
#: Where the words of a kind stand, and how large compared with a usual title.
_TITLES: dict[str, tuple[Position, float]] = {
    "poster": ("top", 1.6),
    "thumbnail": ("center", 2.0),
    "banner": ("center", 1.4),
}
_SMALLEST = 64
_EDGES = (480, 720, 1080, 1440, 2160)
_SIZE = (
    r"(?<![\d.:])(?P<w>\d{1,7}) ?(?P<px1>px)? ?(?:[x×*]|by|乘以?) ?(?P<h>\d{1,7})(?P<px2> ?(?:px|pixels?|像素))?"
    r"(?![\d:])(?:的|尺寸|大小)*"
)
_EDGE = r"(?<![\d.:])(?P<w>\d{1,7})[ -]?(?:px|pixels?|像素)(?:[ -]?(?:wide|tall|high|big|large)|的)?"


def read_card(reading: Reading, clause: Clause, wishes: Wishes, context: Context) -> bool:
    """Take a kind of picture with its shape; the word stays where a description goes on around it."""
    for name, shape in _SHAPES.items():
        found = reading.find(f"card.{name}", clause)
        if found is None or (
            name == "thumbnail" and found[0] == "封面" and reading.has("{title.noun}", clause)
        ):
            continue
        wishes.card = name
        around = reading.left(clause)
        cover = next((a for word, a in _COVERS if re.search(word, around)), shape)
        wishes.aspect = wishes.aspect or (cover if name == "thumbnail" else shape)
        if name.startswith("wallpaper"):
            wishes.resolution = wishes.resolution or "2160p"
        wishes.wants_image = True
        told = (
            "subject.this_picture",
            "frame.frame_noun",
            "frame.vertical",
            "frame.horizontal",
            "frame.square",
        )
        about = content(without_quantities(reading.left(clause)), f"card.{name}", *told)
        alone = not about or (len(reading.clauses) > 1 and _is_purpose(reading, clause, about))
        # A quotation beside it is what is to be written on it.
        written = reading.quotes(clause) and not reading.has(rf"\b(?:of|about|showing)\b ?{QUOTE}", clause)
        aside = name in ("post", "story")
        if alone or written or aside:
            start = found.start()
            lead = re.search(
                r"(?i)(?:\b(?:an?|the|my|for|as|into|to) )+$|[一这][张个幅]$",
                reading.text[clause.start : start],
            )
            reading.blank(clause.start + lead.start() if lead else start, found.end())
        if alone and not reading.quotes(clause):
            read_aspect(reading, clause, wishes)
            wishes.make |= not (context.picture or context.has_clip)
            reading.blank(clause.start, clause.end)
            return True
        if " " in found[0] and not name.startswith("wallpaper"):
            # "YouTube" before it is the frame's, not a film's music.
            reading.blank(found.start(), found.start() + found[0].rindex(" "))
        return aside
    return False


def _is_purpose(reading: Reading, clause: Clause, about: str) -> bool:
    """Whether a few words beside the kind say what it is for ("a cover image for my blog"), not what is on it."""
    few = len(about.split()) <= 3 and len(about) <= 24
    shown = reading.has(r"\b(?:of|about|showing|with)\b|的(?=海报|封面|壁纸|横幅)", clause)
    return few and not shown and not reading.quotes(clause) and knowledge.place(about).scene is None


def read_size(reading: Reading, clause: Clause, wishes: Wishes) -> bool:
    """Take a size in pixels as a shape and a resolution; one that cannot be is remembered as such."""
    found = reading.find(_SIZE, clause) or reading.find(_EDGE, clause)
    if found is None:
        return False
    groups = found.groupdict()
    wide, high = int(found["w"]), int(groups.get("h") or found["w"])
    both = groups.get("h") is not None
    said = bool(groups.get("px1") or groups.get("px2") or not both)
    if not said and max(wide, high) < 100 and (min(wide, high) or f"{wide}:{high}" in ASPECTS):
        return False
    if not both and _SMALLEST <= wide <= canvas.LONGEST:
        return False
    reading.blank(*found.span())
    fits = min(wide, high) >= _SMALLEST and max(wide, high) <= canvas.LONGEST
    if not fits or max(wide, high) > canvas.MOST_EXTREME * min(wide, high):
        wishes.odd_size = f"{wide} × {high}" if both else str(wide)
        return True
    wishes.aspect = _shape(wide, high)
    edge = min((e for e in _EDGES if e >= min(wide, high)), default=_EDGES[-1])
    wishes.resolution = None if edge == canvas.SHORT else _resolution(edge)
    return True


def _shape(wide: int, high: int) -> str:
    ratio = Fraction(wide, high)
    near = min(ASPECTS, key=lambda one: abs(_value(one) / float(ratio) - 1))
    if abs(_value(near) / float(ratio) - 1) < 0.01:
        return near
    plain = ratio.limit_denominator(20)
    return f"{plain.numerator}:{plain.denominator}"


def _value(shape: str) -> float:
    across, _, down = shape.partition(":")
    return int(across) / int(down)


def _resolution(edge: int) -> Resolution:
    names: dict[int, Resolution] = {480: "480p", 720: "720p", 1440: "1440p"}
    return names.get(edge, "2160p")


def read_finer(reading: Reading, clause: Clause, wishes: Wishes, context: Context) -> bool:
    """Take a wish for more pixels of the picture that is there: "in higher resolution", 高清一点."""
    there = context.picture is not None or context.has_clip or context.uploads > 0
    if (
        not there
        and reading.has("card.finer", clause)
        and not reading.content(clause, "card.finer", "subject.this_picture", "subject.image_noun")
    ):
        wishes.actions.append(ask("need_picture", wishes.language))
        reading.blank(clause.start, clause.end)
        return True
    if not is_built(context) or reading.quotes(clause):
        return False
    sizes = ("r1440p", "r2160p")
    named = next((n for n in sizes if reading.has(f"resolution.{n}", clause)), None)
    finer = reading.has("card.finer", clause) or (named and reading.has("card.redraw", clause))
    if not finer or reading.has("control.export", clause):
        return False
    words = ("card.finer", "card.redraw", "subject.this_picture", *(f"resolution.{n}" for n in sizes))
    if reading.content(clause, *words):
        return False
    wishes.actions.append(Redraw(resolution="1440p" if named == "r1440p" else "2160p"))
    reading.blank(clause.start, clause.end)
    return True


def is_built(context: Context) -> bool:
    """Whether what is seen is a still that was built from words."""
    return context.picture == "image" and not context.has_clip


def lettered(action: Action, wishes: Wishes) -> Action:
    """A title as the kind of picture wants it, where the person left that open."""
    if wishes.card not in _TITLES or not isinstance(action, AddTitle):
        return action
    position, factor = _TITLES[wishes.card]
    open_ = action.position is None and action.start_ms is None and action.at is None
    return action.model_copy(update={"position": position, "size_factor": factor}) if open_ else action


def finer(wishes: Wishes, context: Context, actions: list[Action]) -> list[Action]:
    """The picture that is there drawn larger, where the size that was named is not that of a new one."""
    makes = any(
        a.kind in ("make_portrait", "make_image", "make_clip", "stage_person", "redraw") for a in actions
    )
    if makes or wishes.resolution not in ("1440p", "2160p") or not is_built(context):
        return []
    return [Redraw(resolution=wishes.resolution)]
