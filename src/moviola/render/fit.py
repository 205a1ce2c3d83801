"""Any decoded picture becomes a canvas frame: upright, cropped or padded, scaled, in the canvas' colours.

The work is done by a libavfilter graph (crop moves pointers, libswscale does the rest), one graph per kind of
frame. Frames that already are what the encoder wants go through untouched, without a copy.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Literal

import av
import av.filter

from moviola.render import tone
from moviola.render.canvas import Canvas, assumed_matrix

Fit = Literal["cover", "contain", "blur"]

# AVColorSpace numbers (ISO/IEC 23091-4) and libswscale's names for them.
_MATRICES = {
    1: "bt709",
    4: "fcc",
    5: "smpte170m",
    6: "smpte170m",
    7: "smpte240m",
    9: "bt2020nc",
    10: "bt2020nc",
}
_NUMBERS = {"bt709": 1, "smpte170m": 6, "fcc": 4, "smpte240m": 7, "bt2020nc": 9, "gbr": 0}
_SCALE_NAMES = {"bt2020nc": "bt2020"}
_TRANSFERS: dict[int, tone.Transfer] = {16: "pq", 18: "hlg"}
_GAMUTS: dict[int, tone.Gamut] = {9: "bt2020", 11: "p3", 12: "p3"}
_FULL, _LIMITED = 2, 1

_SCALER = "flags=bicubic+accurate_rnd+full_chroma_inp"
_TURNS = {90: "cclock", -90: "clock", 270: "clock", -270: "cclock"}

#: The backdrop of the blur fit: scaled down this much, blurred, scaled up; and how bright it stays.
_BACKDROP_SHRINK = 16
_BACKDROP_LIGHT = 0.55


@dataclass(frozen=True)
class _Kind:
    """What decides the graph: two frames of one kind go through the same one."""

    width: int
    height: int
    pixels: str
    alpha: bool
    rotation: int
    matrix: str
    full: bool
    aspect: Fraction
    transfer: tone.Transfer
    gamut: tone.Gamut

    @property
    def mapped(self) -> bool:
        """Its light or its primaries are not those of BT.709."""
        return self.transfer != "sdr" or self.gamut != "bt709"


class Fitter:
    """Fits the frames of one source to ``canvas``; not to be shared between threads."""

    def __init__(self, canvas: Canvas, fit: Fit, aspect: Fraction | None = None) -> None:
        self._canvas = canvas
        self._fit = fit
        self._aspect = aspect or Fraction(1)
        self._kind: _Kind | None = None
        self._graph: av.filter.Graph | None = None

    def __call__(self, frame: av.VideoFrame) -> av.VideoFrame:
        """A yuv420p frame of the canvas' size and colours; ``frame`` itself where it is one."""
        kind = _kind(frame, self._aspect)
        if kind != self._kind:
            self._kind = kind
            self._graph = None if _ready(kind, self._canvas) else _build(kind, self._canvas, self._fit)
        if self._graph is None:
            return frame
        frame.colorspace = _NUMBERS[kind.matrix]
        frame.color_range = _FULL if kind.full else _LIMITED
        self._graph.vpush(frame)
        return self._graph.vpull()


def _kind(frame: av.VideoFrame, aspect: Fraction) -> _Kind:
    pixels = frame.format.name
    rotation = round(frame.rotation / 90) * 90
    if frame.format.is_rgb or pixels.startswith(("pal8", "bgr", "rgb", "gbr")):
        matrix, full = "gbr", True
    else:
        matrix = _MATRICES.get(frame.colorspace) or assumed_matrix(frame.width, frame.height)
        full = frame.color_range == _FULL or pixels.startswith("yuvj")
    alpha = any(component.is_alpha for component in frame.format.components)
    transfer = _TRANSFERS.get(frame.color_trc, "sdr")
    gamut = _GAMUTS.get(frame.color_primaries, "bt709")
    return _Kind(frame.width, frame.height, pixels, alpha, rotation, matrix, full, aspect, transfer, gamut)


def _ready(kind: _Kind, canvas: Canvas) -> bool:
    return (
        (kind.width, kind.height, kind.pixels) == (canvas.width, canvas.height, "yuv420p")
        and kind.rotation % 360 == 0
        and kind.matrix == canvas.matrix
        and not kind.full
        and kind.aspect == 1
        and not kind.mapped
    )


class _Chain:
    """A libavfilter graph that grows at its end."""

    def __init__(self, kind: _Kind, canvas: Canvas) -> None:
        self.graph = av.filter.Graph()
        self._kind = kind
        self._canvas = canvas
        self._end = self.graph.add(
            "buffer",
            f"video_size={kind.width}x{kind.height}:pix_fmt={kind.pixels}:time_base=1/1000:pixel_aspect=1/1"
            f":colorspace={kind.matrix}:range={'pc' if kind.full else 'tv'}",
        )

    def then(self, name: str, args: str | None = None) -> None:
        node = self.graph.add(name, args)
        self._end.link_to(node)
        self._end = node

    def convert(self, width: int, height: int) -> None:
        """Scale to ``width`` × ``height`` yuv420p in the colours of the canvas."""
        kind = self._kind
        source = (
            "" if kind.matrix == "gbr" else f":in_color_matrix={_SCALE_NAMES.get(kind.matrix, kind.matrix)}"
        )
        source += f":in_range={'full' if kind.full else 'limited'}"
        target = f":out_color_matrix={self._canvas.matrix}:out_range=limited"
        size = f"w={width}:h={height}:{_SCALER}"
        if kind.matrix in ("gbr", self._canvas.matrix) and not kind.mapped:
            self.then("scale", size + source + target)
        else:
            # Between two matrices libswscale goes through 8-bit RGB, which tints greys; 16 bits do not.
            self.then("scale", size + source)
            self.then("format", "gbrp16le")
            if kind.mapped:
                self._map()
            self.then("scale", _SCALER + target)
        self.then("format", "yuv420p")

    def _map(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            cube = Path(folder) / "tone.cube"
            tone.write_cube(cube, self._kind.transfer, self._kind.gamut)
            # The filter reads the whole file when it is made.
            node = self.graph.add("lut3d", file=str(cube), interp="tetrahedral")
        self._end.link_to(node)
        self._end = node

    def pad(self, width: int, height: int) -> None:
        """Black around a picture of ``width`` × ``height``."""
        wide, high = self._canvas.width, self._canvas.height
        left, top = _margin(wide - width), _margin(high - height)
        self.then("pad", f"w={wide}:h={high}:x={left}:y={top}:color=black")

    def over_backdrop(self, crop: tuple[int, int], width: int, height: int) -> None:
        """The picture whole, over itself blurred and darkened."""
        wide, high = self._canvas.width, self._canvas.height
        self.then("split")
        split = self._end
        self.then("crop", f"w={crop[0]}:h={crop[1]}:exact=1")
        self.convert(max(16, wide // _BACKDROP_SHRINK // 2 * 2), max(16, high // _BACKDROP_SHRINK // 2 * 2))
        self.then("gblur", "sigma=2.2")
        light = _BACKDROP_LIGHT
        self.then("lutyuv", f"y=(val-16)*{light}+16:u=(val-128)*{light}+128:v=(val-128)*{light}+128")
        self.then("scale", f"w={wide}:h={high}:flags=bicubic")
        backdrop = self._end
        front = self.graph.add("null")
        split.link_to(front, 1, 0)
        self._end = front
        self.convert(width, height)
        over = self.graph.add(
            "overlay", f"x={_margin(wide - width)}:y={_margin(high - height)}:format=yuv420"
        )
        backdrop.link_to(over, 0, 0)
        self._end.link_to(over, 0, 1)
        self._end = over
        self.then("format", "yuv420p")

    def finish(self) -> av.filter.Graph:
        self.then("buffersink")
        self.graph.configure()
        return self.graph


def _build(kind: _Kind, canvas: Canvas, fit: Fit) -> av.filter.Graph:
    chain = _Chain(kind, canvas)
    if kind.alpha:
        chain.then("premultiply", "inplace=1")
    turn = kind.rotation % 360
    if turn == 180:
        chain.then("hflip")
        chain.then("vflip")
    elif turn:
        chain.then("transpose", f"dir={_TURNS[turn]}")
    sideways = turn in (90, 270)
    stored = (kind.height, kind.width) if sideways else (kind.width, kind.height)
    wide = stored[0] if sideways else stored[0] * kind.aspect
    high = stored[1] * kind.aspect if sideways else stored[1]

    filling = max(Fraction(canvas.width) / wide, Fraction(canvas.height) / high)
    crop = (
        max(1, min(stored[0], round(canvas.width / filling * stored[0] / wide))),
        max(1, min(stored[1], round(canvas.height / filling * stored[1] / high))),
    )
    whole = min(Fraction(canvas.width) / wide, Fraction(canvas.height) / high)
    inner = (_even(wide * whole, canvas.width), _even(high * whole, canvas.height))
    if fit == "cover" or inner == (canvas.width, canvas.height):
        if crop != stored:
            chain.then("crop", f"w={crop[0]}:h={crop[1]}:exact=1")
        chain.convert(canvas.width, canvas.height)
    elif fit == "contain":
        chain.convert(*inner)
        chain.pad(*inner)
    else:
        chain.over_backdrop(crop, *inner)
    return chain.finish()


def _even(edge: Fraction, limit: int) -> int:
    return max(2, min(limit, round(edge / 2) * 2))


def _margin(space: int) -> int:
    return space // 4 * 2
