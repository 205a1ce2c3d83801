"""Contact sheets of the portrait engine: ``python tools/portrait_sheet.py OUT.png``.

Writes twelve described portraits to OUT.png and chains of edits to OUT-edits.png, each with its words below.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from moviola.engines.base import Output, PortraitEditRequest, PortraitRequest, no_progress
from moviola.engines.portrait.engine import PortraitEngine

PEOPLE = (
    "a weathered sea captain in his sixties with a grey beard",
    "a young woman with long curly red hair and green eyes, smiling",
    "八岁小男孩，卷发，大笑",
    "a Black man in his thirties with a short beard, smiling",
    "戴眼镜的年轻女人，黑长直，白色背景",
    "an elderly lady with white hair and glasses, kind smile",
    "一位五十多岁的亚洲男人，短发，严肃",
    "a bald man of 50 with a square jaw, stern, looking left",
    "an Indian woman in her thirties with dark hair, gentle smile",
    "a teenage girl with blond hair and blue eyes, dark background",
    "a ginger man with glasses and stubble, about 30 years old",
    "七十岁的老爷爷，白发，慈祥",
)
CHAINS = (
    ("old sea captain", "make the jaw softer", "older", "make him smile"),
    ("a woman in her thirties with brown hair", "give her blond hair", "add glasses", "look left"),
    ("一个年轻男人", "留胡子", "老二十岁", "去掉胡子"),
    ("a dark-skinned young woman", "bigger eyes and fuller lips", "curly hair", "remove the smile"),
)
CELL, CAPTION = 384, 44


def _font(size: int) -> ImageFont.FreeTypeFont:
    """A font with Latin and Chinese letters from the installed font package."""
    files = metadata.files("manimgx-fonts-cjk") or []
    path = next(file for file in files if file.suffix in (".otf", ".ttf", ".ttc"))
    return ImageFont.truetype(str(path.locate()), size)


def _sheet(cells: Sequence[tuple[Path, str]], columns: int, target: Path) -> None:
    rows = -(-len(cells) // columns)
    sheet = Image.new("RGB", (columns * CELL, rows * (CELL + CAPTION)), "white")
    draw, font = ImageDraw.Draw(sheet), _font(15)
    for i, (path, words) in enumerate(cells):
        x, y = i % columns * CELL, i // columns * (CELL + CAPTION)
        with Image.open(path) as picture:
            sheet.paste(picture.resize((CELL, CELL), Image.Resampling.LANCZOS), (x, y))
        cut = next((n for n in range(len(words), 0, -1) if draw.textlength(words[:n], font) < CELL - 12), 0)
        draw.text((x + 6, y + CELL + 2), words[:cut], "black", font)
        draw.text((x + 6, y + CELL + 21), words[cut:], "black", font)
    sheet.save(target)


def _kept(output: Output, folder: Path, name: str) -> Path:
    return output.file.path.rename(folder / f"{name}.png")


def main() -> None:
    """Draw both sheets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    engine = PortraitEngine()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        people = []
        for i, words in enumerate(PEOPLE):
            request = PortraitRequest(description=words, seed=arguments.seed)
            people.append((_kept(engine.run(request, folder, no_progress), folder, f"person{i}"), words))
        _sheet(people, 4, arguments.target)
        steps = []
        for i, (description, *edits) in enumerate(CHAINS):
            output = engine.run(
                PortraitRequest(description=description, seed=arguments.seed), folder, no_progress
            )
            steps.append((_kept(output, folder, f"chain{i}"), description))
            for k, instruction in enumerate(edits):
                edit = PortraitEditRequest(instruction=instruction, base=output.data)
                output = engine.run(edit, folder, no_progress)
                steps.append((_kept(output, folder, f"chain{i}-{k}"), f"→ {instruction}"))
        _sheet(steps, 4, arguments.target.with_stem(arguments.target.stem + "-edits"))


if __name__ == "__main__":
    main()
