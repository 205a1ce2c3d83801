"""The fonts that come with the install, and which of them writes what.

All are Python packages; nothing is taken from the system, so that a title looks the same everywhere.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import uharfbuzz as hb

from moviola.errors import Fault

#: One unit of HarfBuzz is 1/64 pixel.
UNITS = 64


@dataclass(frozen=True)
class Typeface:
    """A font file in an installed package. ``index``: its face in a collection; ``colour``: it is painted."""

    package: str
    file: str
    index: int = 0
    colour: bool = False
    #: How much larger or smaller than asked it is set, to sit well beside Latin letters.
    proportion: float = 1.0

    @cached_property
    def path(self) -> Path:
        """The file.

        Raises:
            Fault: the package or its file is missing.
        """
        found = importlib.util.find_spec(self.package)
        for folder in (found.submodule_search_locations or ()) if found else ():
            path = Path(folder) / self.file
            if path.is_file():
                return path
        name = self.package.replace("_", "-")
        raise Fault(
            f"The font file {Path(self.file).name} of the package {name} is missing, so titles cannot be "
            f"drawn. Install it again: pip install --force-reinstall {name}"
        )

    @cached_property
    def face(self) -> hb.Face:
        return hb.Face(hb.Blob.from_file_path(str(self.path)), self.index)

    @cached_property
    def covered(self) -> frozenset[int]:
        """The code points it has glyphs for."""
        return frozenset(self.face.unicodes)

    def covers(self, codes: set[int]) -> bool:
        return codes <= self.covered

    @cached_property
    def weights(self) -> tuple[int, int] | None:
        """The lightest and the boldest it can be; None where it has one weight."""
        for axis in self.face.axis_infos if self.face.has_var_data else ():
            if axis.tag == "wght":
                return int(axis.min_value), int(axis.max_value)
        return None


def _package(family: str, file: str, proportion: float = 1.0) -> Typeface:
    return Typeface(f"fontpkg_{family}", f"files/{file}", proportion=proportion)


NOTO_SANS = _package("noto_sans", "NotoSans[wdth,wght].ttf")
MONTSERRAT = _package("montserrat", "Montserrat[wght].ttf", 0.94)
PLAYFAIR = _package("playfair_display", "PlayfairDisplay[wght].ttf")
BEBAS = _package("bebas_neue", "BebasNeue-Regular.ttf", 1.18)
ARABIC = _package("noto_sans_arabic", "NotoSansArabic[wdth,wght].ttf", 1.06)
DEVANAGARI = _package("noto_sans_devanagari", "NotoSansDevanagari[wdth,wght].ttf", 1.04)
THAI = _package("noto_sans_thai", "NotoSansThai[wdth,wght].ttf", 1.04)
HEBREW = _package("heebo", "Heebo[wght].ttf")
EMOJI = Typeface("deckr_fonts", "fonts/NotoColorEmoji-Regular.ttf", colour=True, proportion=0.9)
#: Symbols without colour, and pictures whose text form was asked for.
SYMBOLS = Typeface("deckr_fonts", "fonts/NotoEmoji[wght].ttf", proportion=0.9)
CJK = {
    language: Typeface("manimgx_fonts_cjk", "NotoSansCJK-VF.otf.ttc", index, proportion=0.94)
    for index, language in enumerate(("ja", "ko", "zh-Hans", "zh-Hant", "zh-HK"))
}

_FIRST = {"sans": (MONTSERRAT,), "serif": (PLAYFAIR,), "display": (BEBAS, MONTSERRAT)}
_OTHERS = (ARABIC, DEVANAGARI, THAI, HEBREW, NOTO_SANS)


def fallbacks(style: str, language: str) -> tuple[Typeface, ...]:
    """Typefaces in the order they are tried for words of ``language`` (BCP 47) in a title's ``style``."""
    wanted = CJK[_cjk(language)]
    rest = tuple(face for face in CJK.values() if face is not wanted)
    return (*_FIRST[style], *_OTHERS, wanted, *rest, SYMBOLS, EMOJI)


@cache
def font(typeface: Typeface, size: float, weight: int) -> hb.Font:
    """``typeface`` at ``size`` pixels per em. ``wght`` is always set: the default of some is Thin."""
    made = hb.Font(typeface.face)
    scale = round(size * typeface.proportion * UNITS)
    made.scale = (scale, scale)
    if typeface.weights is not None:
        light, bold = typeface.weights
        made.set_variations({"wght": max(light, min(bold, _matched(typeface, weight)))})
    return made


def _matched(typeface: Typeface, weight: int) -> int:
    """Han strokes are many and even: a step lighter looks as bold as the letters beside them."""
    return weight - 100 if typeface.package == "manimgx_fonts_cjk" else weight


def _cjk(language: str) -> str:
    tags = language.replace("_", "-").lower().split("-")
    if tags[0] in ("ja", "ko"):
        return tags[0]
    if "hk" in tags or "mo" in tags:
        return "zh-HK"
    if "hant" in tags or "tw" in tags:
        return "zh-Hant"
    return "zh-Hans"


def check() -> int:
    """How many typefaces there are, after loading every one of them.

    Raises:
        Fault: one is missing; the sentence says which package to install.
    """
    every = {*fallbacks("sans", "zh"), *fallbacks("serif", "zh"), *fallbacks("display", "zh")}
    return sum(1 for typeface in every if typeface.face.glyph_count)
