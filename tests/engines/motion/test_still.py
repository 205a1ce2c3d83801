from __future__ import annotations

from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from PIL import Image

from moviola.engines.motion.still import read_still
from moviola.errors import NotFound, UnsupportedFile
from tests.engines.motion.pictures import textured

RED = (200, 40, 30)


def _saved(folder: Path, name: str, image: Image.Image, **options: object) -> Path:
    path = folder / name
    image.save(path, **options)  # type: ignore[arg-type]
    return path


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp", "a.gif"])
def test_reads_common_formats(tmp_path: Path, name: str) -> None:
    still = read_still(_saved(tmp_path, name, Image.new("RGB", (80, 60), RED)), 640, 360)
    assert (still.width, still.height) == (80, 60)
    assert np.abs(still.rgb.astype(int) - RED).max() <= 4


def test_reads_heic(tmp_path: Path) -> None:
    pillow_heif.register_heif_opener()
    still = read_still(_saved(tmp_path, "a.heic", Image.new("RGB", (80, 64), RED), quality=95), 640, 360)
    assert (still.width, still.height) == (80, 64)
    assert np.abs(still.rgb.astype(int) - RED).max() <= 8


def test_content_counts_not_the_name(tmp_path: Path) -> None:
    path = _saved(tmp_path, "a.png", Image.new("RGB", (80, 60), RED))
    assert read_still(path.rename(tmp_path / "a.jpg"), 640, 360).width == 80


def test_turns_upright(tmp_path: Path) -> None:
    image = Image.new("RGB", (80, 60), "blue")
    image.paste("red", (0, 0, 80, 20))
    exif = Image.Exif()
    exif[0x0112] = 6  # shown turned a quarter clockwise: the top comes to the right
    still = read_still(_saved(tmp_path, "a.jpg", image, exif=exif, quality=95), 640, 360)
    assert (still.width, still.height) == (60, 80)
    assert still.rgb[40, 55, 0] > 200 > still.rgb[40, 55, 2]
    assert still.rgb[40, 5, 2] > 200


@pytest.mark.parametrize(("tone", "lighter_backdrop"), [(20, True), (245, False)])
def test_alpha_is_laid_on_a_backdrop_that_contrasts(
    tmp_path: Path, tone: int, lighter_backdrop: bool
) -> None:
    image = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    image.paste((tone, tone, tone, 255), (20, 20, 44, 44))
    still = read_still(_saved(tmp_path, "a.png", image), 640, 360)
    assert (still.rgb[32, 32] == tone).all()
    assert bool(still.rgb[4, 4].mean() > 150) is lighter_backdrop


def test_transparent_palette(tmp_path: Path) -> None:
    image = Image.new("P", (64, 64), 0)
    image.putpalette([10, 10, 10, 250, 0, 0] + [0] * 762)
    image.paste(1, (20, 20, 44, 44))
    still = read_still(_saved(tmp_path, "a.gif", image, transparency=0), 640, 360)
    assert tuple(still.rgb[32, 32]) == (250, 0, 0)
    assert still.rgb[2, 2].mean() > 150


@pytest.mark.parametrize("name", ["a.jpg", "a.png"])
def test_large_pictures_are_reduced(tmp_path: Path, name: str) -> None:
    path = _saved(tmp_path, name, Image.new("RGB", (4000, 3000), RED))
    still = read_still(path, 320, 180)
    assert 640 <= min(still.width, still.height) < 1400
    assert still.width / still.height == pytest.approx(4 / 3, rel=0.01)


def test_missing() -> None:
    with pytest.raises(NotFound, match=r"gone\.png"):
        read_still(Path("gone.png"), 640, 360)


def test_empty(tmp_path: Path) -> None:
    (tmp_path / "a.png").touch()
    with pytest.raises(UnsupportedFile, match="empty"):
        read_still(tmp_path / "a.png", 640, 360)


def test_not_a_picture(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_text("hello")
    with pytest.raises(UnsupportedFile, match="text, which cannot be read"):
        read_still(tmp_path / "a.png", 640, 360)


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp", "a.gif"])
def test_truncated(tmp_path: Path, name: str) -> None:
    path = _saved(tmp_path, name, Image.fromarray(textured(200, 200)))
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(UnsupportedFile, match="damaged"):
        read_still(path, 640, 360)


@pytest.mark.parametrize("size", [(8, 8), (10_000, 20), (20, 10_000)])
def test_too_small_to_fill_a_frame(tmp_path: Path, size: tuple[int, int]) -> None:
    with pytest.raises(UnsupportedFile, match=f"{size[0]}×{size[1]}"):
        read_still(_saved(tmp_path, "a.png", Image.new("RGB", size)), 640, 360)
