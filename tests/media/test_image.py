from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from PIL import Image, ImageCms

from moviola.errors import FileTooLarge, UnsupportedFile
from moviola.media.image import load_pixels, load_rgb
from tests.media import samples

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def _quarters(path: Path) -> list[tuple[int, ...]]:
    """Colours at the middle of the four quarters, rounded to 0 or 255."""
    pixels = load_rgb(path)
    height, width, _ = pixels.shape
    places = [(1, 1), (1, 3), (3, 1), (3, 3)]
    return [tuple(int(v > 127) * 255 for v in pixels[height * y // 4, width * x // 4]) for y, x in places]


@pytest.mark.parametrize(
    ("orientation", "order"),
    [
        (1, [RED, GREEN, BLUE, WHITE]),
        (2, [GREEN, RED, WHITE, BLUE]),
        (3, [WHITE, BLUE, GREEN, RED]),
        (4, [BLUE, WHITE, RED, GREEN]),
        (5, [RED, BLUE, GREEN, WHITE]),
        (6, [BLUE, RED, WHITE, GREEN]),
        (7, [WHITE, GREEN, BLUE, RED]),
        (8, [GREEN, WHITE, RED, BLUE]),
    ],
)
@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp"])
def test_all_orientations_are_seen_upright(
    orientation: int, order: list[tuple[int, ...]], name: str, tmp_path: Path
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    samples.corners(64, 32).save(tmp_path / name, exif=exif)
    assert _quarters(tmp_path / name) == order
    assert load_rgb(tmp_path / name).shape == ((32, 64, 3) if orientation < 5 else (64, 32, 3))


def test_heic_is_turned_once(tmp_path: Path) -> None:
    pillow_heif.register_heif_opener()
    exif = Image.Exif()
    exif[0x0112] = 6
    samples.corners(128, 64).save(tmp_path / "a.heic", exif=exif.tobytes(), quality=95)
    assert b"irot" in (tmp_path / "a.heic").read_bytes()
    assert _quarters(tmp_path / "a.heic") == [BLUE, RED, WHITE, GREEN]


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "CMYK"])
def test_modes(mode: str, tmp_path: Path) -> None:
    name = "a.jpg" if mode == "CMYK" else "a.png"
    samples.corners(64, 32).convert(mode).save(tmp_path / name)
    assert _quarters(tmp_path / name) == [RED, GREEN, BLUE, WHITE]
    assert load_rgb(tmp_path / name).dtype == np.uint8


def test_sixteen_bits_are_scaled_and_not_clipped(tmp_path: Path) -> None:
    values = np.array([[0, 257, 32768, 65535]], dtype=np.uint16)
    Image.fromarray(values).save(tmp_path / "a.png")
    assert load_rgb(tmp_path / "a.png")[0].tolist() == [[0] * 3, [1] * 3, [128] * 3, [255] * 3]


def test_one_bit_and_grey_with_alpha(tmp_path: Path) -> None:
    Image.new("1", (3, 2), 1).save(tmp_path / "a.png")
    assert load_rgb(tmp_path / "a.png").tolist() == [[[255] * 3] * 3] * 2
    Image.new("LA", (1, 1), (0, 51)).save(tmp_path / "b.png")
    assert load_rgb(tmp_path / "b.png")[0, 0].tolist() == [204] * 3


def test_transparency_is_flattened_onto_the_background(tmp_path: Path) -> None:
    Image.new("RGBA", (2, 2), (255, 0, 0, 0)).save(tmp_path / "a.png")
    assert load_rgb(tmp_path / "a.png")[0, 0].tolist() == [255, 255, 255]
    assert load_rgb(tmp_path / "a.png", background=(0, 10, 20))[0, 0].tolist() == [0, 10, 20]
    picture = Image.new("P", (2, 1))
    picture.putpalette([255, 0, 0, 0, 255, 0])
    picture.putpixel((1, 0), 1)
    picture.save(tmp_path / "b.gif", transparency=1)
    assert load_rgb(tmp_path / "b.gif")[0].tolist() == [[255, 0, 0], [255, 255, 255]]


def test_the_colour_profile_is_applied(tmp_path: Path) -> None:
    # A profile with the primaries of sRGB and a linear curve: half of the light is 188 in sRGB.
    profile = io.BytesIO()
    profile.write(_linear_profile())
    Image.new("RGB", (4, 4), (128, 128, 128)).save(tmp_path / "a.png", icc_profile=profile.getvalue())
    assert abs(int(load_rgb(tmp_path / "a.png")[0, 0, 0]) - 188) <= 1


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_broken_or_foreign_profile_is_left_aside(mode: str, tmp_path: Path) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for data in (b"nonsense", srgb):
        Image.new(mode, (4, 4), 0).save(tmp_path / "a.jpg", icc_profile=data)
        assert load_rgb(tmp_path / "a.jpg").shape == (4, 4, 3)


@pytest.mark.parametrize(("name", "size"), [("a.jpg", (250, 125)), ("a.png", (200, 100))])
def test_what_is_more_than_enough_is_reduced_and_keeps_the_shape(
    name: str, size: tuple[int, int], tmp_path: Path
) -> None:
    Image.fromarray(samples.gradient(1000, 500)).save(tmp_path / name)
    pixels = load_rgb(tmp_path / name, enough=100)
    height, width, _ = pixels.shape
    assert (width, height) == size
    assert abs(float(pixels[height // 2, width // 2, 0]) - 127) < 4
    assert load_rgb(tmp_path / name, enough=251).shape == (500, 1000, 3)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "RGBA"])
def test_all_modes_can_be_reduced(mode: str, tmp_path: Path) -> None:
    Image.new(mode, (400, 400)).save(tmp_path / "a.png")
    assert load_rgb(tmp_path / "a.png", enough=100).shape == (100, 100, 3)


def test_a_thin_picture_keeps_at_least_one_pixel(tmp_path: Path) -> None:
    Image.new("RGB", (4000, 1)).save(tmp_path / "a.png")
    assert load_rgb(tmp_path / "a.png", enough=100).shape == (1, 4000, 3)


def test_alpha_is_straight_and_colours_under_it_are_kept(tmp_path: Path) -> None:
    Image.new("RGBA", (4, 4), (200, 100, 50, 128)).save(tmp_path / "a.png")
    assert load_pixels(tmp_path / "a.png")[0, 0].tolist() == [200, 100, 50, 128]
    assert load_rgb(tmp_path / "a.png", background=(0, 0, 0))[0, 0].tolist() == [100, 50, 25]
    Image.new("LA", (4, 4), (200, 0)).save(tmp_path / "b.png")
    assert load_pixels(tmp_path / "b.png")[0, 0].tolist() == [200, 200, 200, 0]
    Image.new("RGB", (4, 4), RED).save(tmp_path / "c.png", transparency=RED)
    assert load_pixels(tmp_path / "c.png")[0, 0].tolist() == [255, 0, 0, 0]
    Image.new("RGB", (4, 4), RED).save(tmp_path / "d.png")
    assert load_pixels(tmp_path / "d.png").shape == (4, 4, 3)


def test_of_an_animation_the_first_frame_is_taken(tmp_path: Path) -> None:
    Image.new("RGB", (4, 4), RED).save(
        tmp_path / "a.gif", save_all=True, append_images=[Image.new("RGB", (4, 4), BLUE)]
    )
    assert load_rgb(tmp_path / "a.gif")[0, 0].tolist() == [255, 0, 0]


def test_broken_exif_is_left_aside(tmp_path: Path) -> None:
    samples.corners(64, 32).save(tmp_path / "a.jpg", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff")
    assert _quarters(tmp_path / "a.jpg") == [RED, GREEN, BLUE, WHITE]


def test_errors(tmp_path: Path) -> None:
    samples.video(tmp_path / "a.mp4")
    with pytest.raises(UnsupportedFile, match="not a picture"):
        load_rgb(tmp_path / "a.mp4")
    (tmp_path / "b.png").write_bytes(samples.png_header(60_000, 60_000))
    with pytest.raises(FileTooLarge):
        load_rgb(tmp_path / "b.png")


def _linear_profile() -> bytes:
    """An ICC version 2 matrix profile: the primaries of sRGB (D50), gamma 1."""

    def fixed(value: float) -> bytes:
        return round(value * 65536).to_bytes(4, signed=True)

    def xyz(*values: float) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(map(fixed, values))

    tags = {
        b"rXYZ": xyz(0.4360, 0.2225, 0.0139),
        b"gXYZ": xyz(0.3851, 0.7169, 0.0971),
        b"bXYZ": xyz(0.1431, 0.0606, 0.7141),
        b"wtpt": xyz(0.9642, 1.0, 0.8249),
    }
    for name in (b"rTRC", b"gTRC", b"bTRC"):
        tags[name] = b"curv\0\0\0\0\0\0\0\0"
    table, body = len(tags).to_bytes(4), b""
    start = 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        data += bytes(-len(data) % 4)
        table += name + (start + len(body)).to_bytes(4) + len(data).to_bytes(4)
        body += data
    size = start + len(body)
    header = size.to_bytes(4) + bytes(4) + b"\x02\x10\0\0mntrRGB XYZ " + bytes(12) + b"acsp" + bytes(28)
    header += fixed(0.9642) + fixed(1.0) + fixed(0.8249)
    return header.ljust(128, b"\0") + table + body
