from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from PIL import Image, ImageCms

from moviola.engines.motion.still import read_still
from moviola.errors import FileTooLarge, NotFound, UnsupportedFile
from tests.engines.motion.pictures import textured

RED = (200, 40, 30)


def _saved(folder: Path, name: str, image: Image.Image, **options: object) -> Path:
    path = folder / name
    image.save(path, **options)  # type: ignore[arg-type]
    return path


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp", "a.tiff", "a.gif", "a.bmp"])
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


def test_cmyk_becomes_rgb(tmp_path: Path) -> None:
    still = read_still(
        _saved(tmp_path, "a.jpg", Image.new("CMYK", (64, 64), (0, 255, 255, 0)), quality=95), 640, 360
    )
    assert still.rgb[32, 32, 0] > 180 > still.rgb[32, 32, 1] + 60


def test_sixteen_bits_keep_their_tones(tmp_path: Path) -> None:
    ramp = np.tile(np.linspace(0, 65535, 64).astype(np.uint16), (64, 1))
    still = read_still(_saved(tmp_path, "a.png", Image.fromarray(ramp)), 640, 360)
    assert still.rgb[0, 0, 0] == 0
    assert still.rgb[0, 63, 0] == 255
    assert abs(int(still.rgb[0, 32, 1]) - 129) <= 2


def test_grey_becomes_rgb(tmp_path: Path) -> None:
    still = read_still(_saved(tmp_path, "a.png", Image.new("L", (64, 64), 77)), 640, 360)
    assert (still.rgb == 77).all()


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


def test_animation_gives_its_first_frame(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "blue")]
    still = read_still(
        _saved(tmp_path, "a.gif", frames[0], save_all=True, append_images=frames[1:]), 640, 360
    )
    assert tuple(still.rgb[32, 32]) == (255, 0, 0)


def test_profile_is_converted(tmp_path: Path) -> None:
    # A Lab profile does not fit RGB data, a broken one fits nothing: both are passed over.
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (
        srgb,
        b"not a profile",
        ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes(),
    ):
        still = read_still(
            _saved(tmp_path, "a.png", Image.new("RGB", (64, 64), RED), icc_profile=profile), 640, 360
        )
        assert np.abs(still.rgb.astype(int) - RED).max() <= 1


def test_linear_profile_brightens(tmp_path: Path) -> None:
    linear = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack(">I", linear[128:132])[0]
    for index in range(count):
        tag, offset, _ = struct.unpack(">4sII", linear[132 + 12 * index : 144 + 12 * index])
        if tag in (b"rTRC", b"gTRC", b"bTRC"):
            linear[offset : offset + 12] = b"curv" + bytes(4) + struct.pack(">I", 0)  # identity
    path = _saved(tmp_path, "a.png", Image.new("RGB", (64, 64), (55, 55, 55)), icc_profile=bytes(linear))
    assert abs(int(read_still(path, 640, 360).rgb[0, 0, 1]) - 128) <= 3


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
    with pytest.raises(UnsupportedFile, match="not a picture"):
        read_still(tmp_path / "a.png", 640, 360)


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp", "a.tiff", "a.gif"])
def test_truncated(tmp_path: Path, name: str) -> None:
    path = _saved(tmp_path, name, Image.fromarray(textured(200, 200)))
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(UnsupportedFile, match=r"damaged|not a picture"):
        read_still(path, 640, 360)


@pytest.mark.parametrize("size", [(8, 8), (10_000, 20), (20, 10_000)])
def test_too_small_to_fill_a_frame(tmp_path: Path, size: tuple[int, int]) -> None:
    with pytest.raises(UnsupportedFile, match=f"{size[0]}×{size[1]}"):
        read_still(_saved(tmp_path, "a.png", Image.new("RGB", size)), 640, 360)


@pytest.mark.parametrize("edge", [13_500, 50_000])
def test_too_many_pixels(tmp_path: Path, edge: int) -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", edge, edge, 8, 2, 0, 0, 0))
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0")))
    with pytest.raises(FileTooLarge, match="megapixels"):
        read_still(tmp_path / "a.png", 640, 360)
