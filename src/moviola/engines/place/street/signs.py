"""Signs with real words: light boxes, neon tubes, painted boards, hanging banners."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from moviola.engines.place.kernels import Index, Picture
from moviola.engines.place.resample import AREA, fit, soften
from moviola.engines.place.street.fields import LEVELS
from moviola.engines.place.street.panel import Colour
from moviola.render.text.layout import lay_out
from moviola.render.text.raster import draw
from moviola.render.text.shaping import Look

LATIN = (
    "HOTEL", "BAR", "CAFÉ", "RAMEN", "NOODLES", "PIZZA", "BOOKS", "CLUB", "OPEN", "JAZZ", "SUSHI", "DINER", "MUSIC",
    "24H", "TEA HOUSE", "PHARMACY", "CINEMA", "KARAOKE", "BAKERY", "FLOWERS", "RECORDS", "LAUNDRY", "GRILL", "PHOTO",
)  # fmt: skip
CJK = (
    "酒店", "面馆", "茶", "薬局", "居酒屋", "书店", "咖啡", "拉麵", "寿司", "旅館", "花屋", "电影院",
    "火锅", "音楽", "茶楼", "夜市",
    "点心", "麻辣", "喫茶", "眼科", "珈琲", "丸子", "海鮮", "鐘錶",
)  # fmt: skip
OLD = (
    "CAFÉ",
    "BOULANGERIE",
    "BOOKS",
    "INN",
    "TAVERN",
    "FLOWERS",
    "ANTIQUES",
    "BAKERY",
    "TEA ROOM",
    "BISTRO",
    "WINE",
    "TOYS",
)

#: Colours of light as neon and plastics have them.
HUES: dict[str, Colour] = {
    "red": (1.0, 0.10, 0.07), "pink": (1.0, 0.13, 0.42), "magenta": (0.85, 0.10, 0.85), "blue": (0.12, 0.28, 1.0),
    "cyan": (0.08, 0.75, 1.0), "teal": (0.05, 0.85, 0.65), "green": (0.15, 0.95, 0.30), "amber": (1.0, 0.50, 0.10),
    "warm": (1.0, 0.72, 0.40), "white": (0.95, 0.97, 1.0),
}  # fmt: skip


class Sign(NamedTuple):
    """What a sign says and how: ``kind`` "box", "neon", "board" or "screen"; upright ones are written downwards."""

    text: str
    kind: str
    upright: bool
    colour: Colour
    accent: Colour


@lru_cache(maxsize=128)
def _written(text: str, size: int, weight: int, style: str) -> Picture:
    """How much ink each pixel of a word has, cropped to it."""
    language = "en" if text.isascii() or text in LATIN + OLD else "zh"
    block = lay_out(text, Look(style, weight, float(size), language), 1e6, "left")
    ink = np.asarray(draw(block).mask, np.float32)
    ink = ink / max(float(ink.max()), 1e-6)
    some_rows, some_columns = np.flatnonzero(ink.max(1) > 0.1), np.flatnonzero(ink.max(0) > 0.1)
    return np.ascontiguousarray(ink[some_rows[0] : some_rows[-1] + 1, some_columns[0] : some_columns[-1] + 1])


@lru_cache(maxsize=96)
def _ink(text: str, upright: bool, rows: int, columns: int, weight: int, style: str) -> Picture:
    """A word set into the middle of a field [rows, columns] with a margin."""
    out = np.zeros((rows, columns), np.float32)
    room_y, room_x = rows * 0.84, columns * (0.74 if upright else 0.86)
    letters = [c for c in text if c != " "] if upright else [text]
    pitch = room_y / len(letters)
    for k, letter in enumerate(letters):
        ink = _written(letter, 160, weight, style)
        scale = min(room_x / ink.shape[1], (pitch * 0.86 if upright else room_y * 0.8) / ink.shape[0])
        if upright:
            scale = min(scale, room_x / 118, pitch * 0.86 / 118)
        size = (max(int(ink.shape[1] * scale), 2), max(int(ink.shape[0] * scale), 2))
        small = fit(ink, size, AREA)
        middle = (rows - room_y) / 2 + (k + 0.5) * pitch if upright else rows / 2
        top, left = int(middle - size[1] / 2), int((columns - size[0]) / 2)
        out[top : top + size[1], left : left + size[0]] = small[: rows - top]
    return out


def picture(sign: Sign, wide: float, tall: float, finest: float = 150.0) -> Picture:
    """The light of a sign of ``wide`` × ``tall`` metres [rows, columns, 3], about 1 at its brightest parts.

    ``finest``: pixels to the metre.
    """
    scale = min(finest, 420 / max(wide, tall))
    rows, columns = max(int(tall * scale), 24), max(int(wide * scale), 24)
    colour, accent = np.array(sign.colour, np.float32), np.array(sign.accent, np.float32)
    y = np.abs(np.linspace(-1, 1, rows, dtype=np.float32))[:, None]
    x = np.abs(np.linspace(-1, 1, columns, dtype=np.float32))[None]
    em = min(rows, columns)
    if sign.kind == "neon":
        ink = _ink(sign.text, sign.upright, rows, columns, 500, "sans")
        tube = np.clip(ink - soften(ink, max(em * 0.012, 0.8)) * 0.72, 0, 1) * 3.0
        tube = np.clip(soften(tube, 0.7), 0, 1)
        edge = np.minimum((1 - y) * rows, (1 - x) * columns) / 2
        rim = np.exp(-(((edge - em * 0.055) / max(em * 0.014, 1.0)) ** 2))
        near = soften(tube, em * 0.05)[..., None]
        out = np.full((rows, columns, 3), 0.006, np.float32)
        out += (tube[..., None] ** 2 * 0.55 + tube[..., None] * colour * 1.5) + near * colour * 0.7
        out += rim[..., None] * (accent * 1.2 + 0.15) + soften(rim, em * 0.03)[..., None] * accent * 0.35
        return out
    if sign.kind == "screen":
        ink = _ink(sign.text, sign.upright, rows, columns, 700, "sans")[..., None]
        sweep = 0.5 + 0.5 * np.sin(
            3.1 * np.linspace(0, 1, rows)[:, None] + 2.2 * np.linspace(-1, 1, columns)[None]
        )
        art = colour * sweep[..., None] * 0.55 + accent * (1 - sweep[..., None]) * 0.45 + 0.02
        shown = art * (1 - ink * 0.9) + (0.55 + 0.45 * colour) * ink
        rows_lit = 0.84 + 0.16 * (np.arange(rows) % 4 < 2)[:, None, None]
        return np.asarray(shown * rows_lit, np.float32)
    ink = _ink(sign.text, sign.upright, rows, columns, 700, "serif" if sign.kind == "board" else "sans")[
        ..., None
    ]
    if sign.kind == "board":
        painted = accent * 0.22 * (1 - ink) + colour * 0.8 * ink
        return np.asarray(painted * (1.0 - 0.35 * y[..., None]), np.float32)
    # tubes behind plastic: brighter in the middle, darker at the edges and joints
    lamp = 0.72 + 0.28 * np.cos(
        np.linspace(0, 6.2832 * max(round(max(tall, wide) / 0.8), 1), max(rows, columns))
    )
    along = lamp[:rows, None] if rows >= columns else lamp[None, :columns]
    face = (1 - 0.30 * x**4 - 0.25 * y**6) * (0.86 + 0.14 * along)
    lit = face[..., None] * (accent * (1 - ink) + colour * ink)
    edge = np.minimum((1 - y) * rows, (1 - x) * columns) / 2
    return np.asarray(np.where((edge < em * 0.025)[..., None], 0.02, lit), np.float32)


class SignBook(NamedTuple):
    """Pictures of signs in one flat array; ``table`` [sign, level] offset, width, height; their mean light."""

    flat: Picture
    table: Index
    mean: Picture


def bind_signs(pictures: list[Picture]) -> SignBook:
    """Pack pictures with their halved copies."""
    parts, table, offset = [], np.zeros((max(len(pictures), 1), LEVELS, 3), np.int64), 0
    for k, whole in enumerate(pictures):
        level = whole
        for n in range(LEVELS):
            rows, columns = level.shape[:2]
            table[k, n] = (offset, columns, rows)
            parts.append(level.ravel())
            offset += level.size
            level = fit(level, (max(columns // 2, 2), max(rows // 2, 2)), AREA)
    if not parts:
        return SignBook(np.zeros(12, np.float32), table, np.zeros((1, 3), np.float32))
    mean = np.array([p.mean(axis=(0, 1)) for p in pictures], np.float32)
    return SignBook(np.concatenate(parts), table, mean)
