from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from moviola.errors import UnsupportedFile
from moviola.render import picture
from tests.render.clips import image, patches


def test_a_plain_picture_is_itself(tmp_path: Path) -> None:
    pixels = patches()
    assert np.array_equal(picture.load(image(tmp_path / "a.png", pixels)), pixels)


def test_it_stands_upright_as_exif_says(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    path = image(tmp_path / "a.png", patches(96, 64), exif=exif)
    got = picture.load(path)
    assert got.shape == (96, 64, 3)
    assert np.array_equal(got, np.rot90(patches(96, 64), -1))


def test_sixteen_bits_keep_their_range(tmp_path: Path) -> None:
    ramp = np.linspace(0, 65535, 256).astype(np.uint16).reshape(1, -1).repeat(4, axis=0)
    got = picture.load(image(tmp_path / "a.png", ramp))  # type: ignore[arg-type]
    assert got.shape == (4, 256, 3)
    assert abs(got[0, :, 0].astype(int) - np.arange(256)).max() <= 1


def test_cmyk_becomes_rgb(tmp_path: Path) -> None:
    Image.new("CMYK", (8, 8), (0, 255, 255, 0)).save(tmp_path / "a.jpg", quality=95)
    red = picture.load(tmp_path / "a.jpg")[4, 4]
    assert red[0] > 200 and red[1] < 60 and red[2] < 60


def test_an_embedded_profile_is_honoured(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    same = picture.load(image(tmp_path / "a.png", patches(), icc_profile=profile))
    assert abs(same.astype(int) - patches()).max() <= 1
    table, body = profile[:400], profile[400:]
    swapped = table.replace(b"rXYZ", b"----").replace(b"gXYZ", b"rXYZ").replace(b"----", b"gXYZ") + body
    other = picture.load(image(tmp_path / "b.png", patches(), icc_profile=swapped))
    red = other[32, 5]
    assert red[1] > 150 > red[0], "its red is our green"


def test_a_broken_profile_is_no_reason_to_fail(tmp_path: Path) -> None:
    got = picture.load(image(tmp_path / "a.png", patches(), icc_profile=b"not a profile"))
    assert np.array_equal(got, patches())


def test_alpha_is_kept_and_flattened_over_black(tmp_path: Path) -> None:
    pixels = np.zeros((4, 4, 4), np.uint8)
    pixels[...] = (200, 100, 50, 128)
    got = picture.load(image(tmp_path / "a.png", pixels))
    assert np.array_equal(got, pixels)
    assert picture.flatten(got)[0, 0].tolist() == [100, 50, 25]


def test_a_large_jpeg_is_decoded_small_where_that_is_enough(tmp_path: Path) -> None:
    path = image(tmp_path / "a.jpg", patches(1600, 1200))
    assert picture.load(path, within=(160, 120)).shape[:2] == (600, 800)
    assert picture.load(path).shape[:2] == (1200, 1600)


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n cut off"])
def test_damaged_files_are_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(content)
    with pytest.raises(UnsupportedFile, match="holiday"):
        picture.load(path, "holiday.png")
