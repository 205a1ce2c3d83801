from __future__ import annotations

from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from moviola.errors import UnsupportedFile
from moviola.media import provenance
from moviola.render.output import OutputSettings
from moviola.render.worker import render
from tests.render.clips import Shelf, decoded, draft, image, patches, quiet, title, video


@pytest.mark.parametrize("kind, worst", [("png", 0), ("jpg", 6), ("webp", 30)])
def test_a_single_picture_comes_out_whole_at_its_own_size(tmp_path: Path, kind: str, worst: int) -> None:
    shelf = Shelf()
    pixels = patches(501, 333)
    timeline = draft([shelf.clip(image(tmp_path / "a.png", pixels), 0, 5000)])
    made = render(
        timeline, shelf.files, OutputSettings.parse({"format": kind}), tmp_path / f"out.{kind}", quiet
    )
    assert (made.width, made.height, made.frames, made.duration_ms) == (501, 333, 1, 0)
    got = np.asarray(Image.open(tmp_path / f"out.{kind}").convert("RGB")).astype(int)
    flat = [(100, x) for x in (60, 190, 310, 440)]
    assert max(abs(got[at] - pixels[at]).max() for at in flat) <= worst


def test_a_picture_of_ours_keeps_its_provenance_and_no_other_text(tmp_path: Path) -> None:
    shelf = Shelf()
    facts = {"Software": "Moviola", "Engine": "portrait 1", "Seed": "7", "Prompt": "老船长"}
    info = provenance.as_png({**facts, "Location": "at home"})
    Image.fromarray(patches()).save(tmp_path / "ours.png", pnginfo=info)
    timeline = draft([shelf.clip(tmp_path / "ours.png", 0, 1000)])
    for kind in ("png", "jpg"):
        render(timeline, shelf.files, OutputSettings.parse({"format": kind}), tmp_path / f"out.{kind}", quiet)
    got = _info(tmp_path / "out.png")
    assert {key: got[key] for key in facts} == facts and "Location" not in got
    assert "portrait 1" in str(_info(tmp_path / "out.jpg")["comment"])
    theirs = PngInfo()
    theirs.add_text("Software", "A camera")
    Image.fromarray(patches()).save(tmp_path / "theirs.png", pnginfo=theirs)
    timeline = draft([shelf.clip(tmp_path / "theirs.png", 0, 1000)])
    render(timeline, shelf.files, OutputSettings(format="png"), tmp_path / "out.png", quiet)
    assert "Software" not in _info(tmp_path / "out.png")


def _info(path: Path) -> dict[str | tuple[int, int], object]:
    with Image.open(path) as picture:
        return dict(picture.info)


def test_a_heic_photo_is_shown_like_any_other(tmp_path: Path) -> None:
    pillow_heif.register_heif_opener()
    shelf = Shelf()
    photo = image(tmp_path / "a.heic", patches(), quality=95)
    timeline = draft([shelf.clip(photo, 0, 1000)], size=(96, 64))
    for kind in ("png", "mp4"):
        render(timeline, shelf.files, OutputSettings.parse({"format": kind}), tmp_path / f"out.{kind}", quiet)
    whole = np.asarray(Image.open(tmp_path / "out.png")).astype(int)
    assert abs(whole[32, 36] - patches()[32, 36]).max() <= 12
    assert len(decoded(tmp_path / "out.mp4")) == 30


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n cut off"])
def test_a_damaged_picture_is_named(tmp_path: Path, content: bytes) -> None:
    shelf = Shelf()
    broken = tmp_path / "holiday.png"
    broken.write_bytes(content)
    timeline = draft([shelf.clip(broken, 0, 1000)])
    for kind in ("png", "mp4"):
        with pytest.raises(UnsupportedFile, match=r"^holiday\.png: "):
            render(timeline, shelf.files, OutputSettings.parse({"format": kind}), tmp_path / "out", quiet)


def test_its_titles_are_on_it(tmp_path: Path) -> None:
    shelf = Shelf()
    black = np.zeros((200, 300, 3), np.uint8)
    timeline = draft(
        [shelf.clip(image(tmp_path / "a.png", black), 0, 5000)], titles=[title("Hi", position="center")]
    )
    render(timeline, shelf.files, OutputSettings(format="png"), tmp_path / "out.png", quiet)
    got = np.asarray(Image.open(tmp_path / "out.png"))
    assert got.max() == 255
    assert got[:60].max() == 0


def test_titles_that_follow_each_other_do_not_lie_on_each_other(tmp_path: Path) -> None:
    shelf = Shelf()
    black = np.zeros((200, 300, 3), np.uint8)
    clip = shelf.clip(image(tmp_path / "a.png", black), 0, 5000)
    one, two = title("One", 0, 1000, position="top"), title("Two", 2000, 1000, position="bottom")
    timeline = draft([clip], titles=[one, two])

    def halves(**options: int) -> tuple[bool, bool]:
        output = OutputSettings.model_validate({"format": "png", **options})
        render(timeline, shelf.files, output, tmp_path / "out.png", quiet)
        got = np.asarray(Image.open(tmp_path / "out.png"))
        return bool(got[:100].max() > 200), bool(got[100:].max() > 200)

    assert halves() == (True, False)
    assert halves(at_ms=2500) == (False, True)
    assert halves(at_ms=1500) == (False, False)


def test_transparency_is_kept_where_the_format_has_it(tmp_path: Path) -> None:
    shelf = Shelf()
    clear = np.zeros((200, 300, 4), np.uint8)
    clear[:100] = (200, 30, 40, 255)
    timeline = draft(
        [shelf.clip(image(tmp_path / "a.png", clear), 0, 5000)], titles=[title("Hi", position="bottom")]
    )
    render(timeline, shelf.files, OutputSettings(format="png"), tmp_path / "out.png", quiet)
    got = np.asarray(Image.open(tmp_path / "out.png"))
    assert got[5, 5].tolist() == [200, 30, 40, 255]
    assert got[195, 5, 3] == 0
    assert got[100:, :, 3].max() == 255
    render(timeline, shelf.files, OutputSettings(format="jpg"), tmp_path / "out.jpg", quiet)
    assert np.asarray(Image.open(tmp_path / "out.jpg"))[195, 5].max() < 12


def test_a_video_gives_the_frame_a_third_in_or_the_one_asked_for(tmp_path: Path) -> None:
    shelf = Shelf()
    timeline = draft([shelf.clip(video(tmp_path / "a.mp4", frames=30), 0, 1000)])

    def grey(**options: int) -> float:
        output = OutputSettings.model_validate({"format": "png", **options})
        render(timeline, shelf.files, output, tmp_path / "out.png", quiet)
        return float(np.asarray(Image.open(tmp_path / "out.png")).mean())

    def level(number: int) -> float:
        return (20 + 4 * number - 16) * 255 / 219

    assert grey() == pytest.approx(level(10), abs=2)
    assert grey(at_ms=500) == pytest.approx(level(15), abs=2)
    assert grey(at_ms=99_000) == pytest.approx(level(29), abs=2)


def test_a_resolution_resizes(tmp_path: Path) -> None:
    shelf = Shelf()
    timeline = draft([shelf.clip(image(tmp_path / "a.png", patches(960, 640)), 0, 5000)])
    output = OutputSettings(format="png", resolution="320p")
    made = render(timeline, shelf.files, output, tmp_path / "out.png", quiet)
    assert (made.width, made.height) == (480, 320)
