"""A contact sheet of titles over real pictures, to be looked at: scripts, lengths, shapes, positions, faces.

python tools/title_sheet.py sheet.png photo.jpg [photo.jpg ...]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from moviola.media.image import load_rgb
from moviola.render.still import stamp
from moviola.render.text.sprite import draw_title
from moviola.timeline.model import TextStyle, Title

Case = tuple[str, tuple[int, int], dict[str, object]]

WIDE, TALL, SQUARE, TINY = (1920, 1080), (1080, 1920), (1080, 1080), (160, 90)

CASES: tuple[Case, ...] = (
    ("The Captain", WIDE, {}),
    ("The Captain", TALL, {}),
    ("The Captain", SQUARE, {"position": "center"}),
    ("The Captain", TINY, {}),
    ("老船长", WIDE, {}),
    ("老船长", TALL, {"position": "center"}),
    ("夕阳下的湖水，静静地流淌过每一个夏天的傍晚。", TALL, {}),
    ("北京 2026 冬日の海辺", SQUARE, {"face": "sans"}),
    ("Happy birthday 🎂🎉 生日快乐！", WIDE, {}),
    ("Family 👨‍👩‍👧‍👦 trip 🇫🇷 1️⃣ ❤️", SQUARE, {"face": "sans"}),
    ("مرحبا بالعالم، هذا فيلم قصير", WIDE, {}),
    ("नमस्ते दुनिया — एक छोटी फ़िल्म", WIDE, {"face": "sans"}),
    ("שלום עולם", SQUARE, {"position": "top"}),
    ("สวัสดีชาวโลกภาพยนตร์สั้นเรื่องหนึ่ง", SQUARE, {}),
    ("A weathered sea captain remembers the winter that took everything but the ship", WIDE, {}),
    (
        "A weathered sea captain remembers the winter that took everything but the ship",
        TALL,
        {"position": "center"},
    ),
    ("Donaudampfschifffahrtsgesellschaftskapitän", TALL, {}),
    ("Pneumonoultramicroscopicsilicovolcanoconiosis", SQUARE, {"face": "display"}),
    ("LAST LIGHT", WIDE, {"face": "display", "position": "center", "size": 0.16}),
    ("Last Light", SQUARE, {"face": "sans", "weight": 300, "position": "bottom"}),
    ("Midnight", WIDE, {"color": "#000000", "position": "top"}),
    ("Chapter One\nThe Harbour", WIDE, {"position": "center", "weight": 500}),
    ("東京の夜", TALL, {"face": "display", "position": "top"}),
    ("서울의 봄", SQUARE, {"position": "bottom"}),
)


def main() -> None:
    """Draw the sheet."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("sheet", type=Path)
    options.add_argument("photos", type=Path, nargs="+")
    options.add_argument("--columns", type=int, default=4)
    options.add_argument("--cell", type=int, default=480)
    options.add_argument("--only", type=int, nargs="*", help="numbers of the cases to draw")
    wanted = options.parse_args()
    photos = [Image.fromarray(load_rgb(photo)) for photo in wanted.photos]
    chosen = wanted.only if wanted.only else range(len(CASES))
    cells = [_cell(CASES[number], photos[number % len(photos)], wanted.cell) for number in chosen]
    rows = []
    for at in range(0, len(cells), wanted.columns):
        row = cells[at : at + wanted.columns]
        high = max(cell.shape[0] for cell in row)
        rows.append(np.hstack([_filled(cell, wanted.cell, high) for cell in row]))
    wide = max(row.shape[1] for row in rows)
    Image.fromarray(np.vstack([_filled(row, wide, row.shape[0]) for row in rows])).save(wanted.sheet)


def _cell(case: Case, photo: Image.Image, edge: int) -> NDArray[np.uint8]:
    words, (wide, high), style = case
    scale = max(wide / photo.width, high / photo.height)
    box_w, box_h = wide / scale, high / scale
    left, top = (photo.width - box_w) / 2, (photo.height - box_h) / 2
    left, top = max(left, 0), max(top, 0)
    cut = photo.resize(
        (wide, high),
        Image.Resampling.LANCZOS,
        box=(left, top, min(left + box_w, photo.width), min(top + box_h, photo.height)),
    )
    title = Title(id="t", duration=1000, text=words, style=TextStyle.model_validate(style))
    done = Image.fromarray(stamp(np.asarray(cut), draw_title(title, wide, high)))
    shrink = edge / max(wide, high)
    return np.asarray(done.resize((round(wide * shrink), round(high * shrink)), Image.Resampling.LANCZOS))


def _filled(cell: NDArray[np.uint8], wide: int, high: int) -> NDArray[np.uint8]:
    full = np.full((high, wide, 3), 24, np.uint8)
    full[: cell.shape[0], : cell.shape[1]] = cell
    return full


if __name__ == "__main__":
    main()
