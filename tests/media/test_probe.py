from __future__ import annotations

import hashlib
from fractions import Fraction
from pathlib import Path
from typing import Any

import pillow_heif
import pytest
from PIL import Image

from moviola.errors import FileTooLarge, UnsupportedFile
from moviola.media import formats, tracks
from moviola.media import probe as probe_module
from moviola.media.probe import probe
from tests.media import samples


@pytest.mark.parametrize(
    ("name", "codec", "audio", "expected"),
    [
        ("a.mp4", "libx264", "aac", ("mp4", "h264", "video/mp4")),
        ("a.mov", "libx264", None, ("mov", "h264", "video/quicktime")),
        ("a.mkv", "libx264", "aac", ("mkv", "h264", "video/x-matroska")),
        ("a.webm", "libvpx-vp9", "libopus", ("webm", "vp9", "video/webm")),
        ("a.avi", "mpeg4", "libmp3lame", ("avi", "mpeg4", "video/x-msvideo")),
    ],
)
def test_video(
    name: str, codec: str, audio: str | None, expected: tuple[str, str, str], tmp_path: Path
) -> None:
    path = samples.video(tmp_path / name, codec=codec, audio=audio)
    found = probe(path)
    assert (found.kind, (found.format, found.codec, found.mime)) == ("video", expected)
    assert (found.width, found.height, found.frames, found.fps) == (64, 48, 30, 30.0)
    assert abs(found.duration_ms - 1000) < 50
    assert found.has_audio is (audio is not None)
    assert not found.variable_rate and not found.has_alpha and found.rotation == 0
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert found.size == path.stat().st_size


def test_the_content_counts_and_never_the_name(tmp_path: Path) -> None:
    samples.video(tmp_path / "a.mp4").rename(tmp_path / "a.png")
    assert probe(tmp_path / "a.png").format == "mp4"
    samples.corners().save(tmp_path / "b.jpg", format="PNG")
    found = probe(tmp_path / "b.jpg")
    assert (found.format, found.extension) == ("png", ".png")


@pytest.mark.parametrize("degrees", [90, 180, -90])
def test_a_rotated_video_has_the_size_that_is_seen(degrees: int, tmp_path: Path) -> None:
    found = probe(samples.video(tmp_path / "a.mp4", rotation=degrees))
    assert found.rotation == -degrees % 360
    assert (found.width, found.height) == ((64, 48) if degrees == 180 else (48, 64))


def test_odd_sizes_and_wide_pixels(tmp_path: Path) -> None:
    odd = probe(samples.video(tmp_path / "a.mp4", 63, 47, pixels="yuv444p"))
    assert (odd.width, odd.height) == (63, 47)
    wide = probe(samples.video(tmp_path / "b.mp4", aspect=Fraction(4, 3)))
    assert (wide.width, wide.height, round(wide.pixel_aspect, 3)) == (85, 48, 1.333)


def test_a_nonsensical_pixel_shape_is_left_aside(tmp_path: Path) -> None:
    found = probe(samples.video(tmp_path / "a.mp4", aspect=Fraction(200, 1)))
    assert (found.width, found.height, found.pixel_aspect) == (64, 48, 1.0)


def test_an_uneven_pace_is_told_and_averaged(tmp_path: Path) -> None:
    times = [0, 33, 66, 200, 220, 240, 400, 433, 466, 500]
    found = probe(samples.video(tmp_path / "a.mkv", frames=10, times=times))
    assert found.variable_rate and found.frames == 10
    assert 15 < found.fps < 22


def test_millisecond_rounding_is_no_uneven_pace(tmp_path: Path) -> None:
    found = probe(samples.video(tmp_path / "a.mkv", frames=24, fps=24))
    assert not found.variable_rate and found.fps == 24.0


def test_alpha_in_video(tmp_path: Path) -> None:
    assert probe(samples.video(tmp_path / "a.mov", codec="qtrle", pixels="argb")).has_alpha


@pytest.mark.parametrize(
    ("name", "codec", "expected"),
    [
        ("a.mp3", "libmp3lame", ("mp3", "audio/mpeg")),
        ("a.wav", "pcm_s16le", ("wav", "audio/wav")),
        ("a.m4a", "aac", ("m4a", "audio/mp4")),
        ("a.mp4", "aac", ("m4a", "audio/mp4")),
        ("a.aac", "aac", ("aac", "audio/aac")),
        ("a.webm", "libopus", ("webm", "audio/webm")),
    ],
)
def test_sound(name: str, codec: str, expected: tuple[str, str], tmp_path: Path) -> None:
    kind = "adts" if name.endswith(".aac") else "mp4" if name.endswith("m4a") else None
    found = probe(samples.sound(tmp_path / name, codec, 2.0, kind))
    assert (found.kind, (found.format, found.mime)) == ("audio", expected)
    assert (found.width, found.height, found.frames, found.fps) == (0, 0, 0, 0.0)
    assert found.has_audio and abs(found.duration_ms - 2000) < 80


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.jpg", {}),
        ("a.png", {}),
        ("a.webp", {}),
        ("a.webp", {"lossless": True}),
        ("a.gif", {}),
        ("a.heic", {}),
    ],
)
def test_pictures(name: str, options: dict[str, Any], tmp_path: Path) -> None:
    pillow_heif.register_heif_opener()
    samples.corners(80, 64).save(tmp_path / name, **options)
    found = probe(tmp_path / name)
    assert (found.kind, found.width, found.height, found.frames) == ("image", 80, 64, 1)
    assert found.duration_ms == 0 and not found.has_alpha
    assert found.extension == Path(name).suffix


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation(orientation: int, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    samples.corners(24, 16).save(tmp_path / "a.jpg", exif=exif)
    found = probe(tmp_path / "a.jpg")
    assert (found.width, found.height) == ((24, 16) if orientation < 5 else (16, 24))
    turned = {1: 0, 2: 0, 3: 180, 4: 180, 5: 270, 6: 90, 7: 90, 8: 270}
    assert (found.rotation, found.mirrored) == (turned[orientation], orientation in (2, 4, 5, 7))


@pytest.mark.parametrize(
    ("mode", "name", "alpha"),
    [
        ("RGBA", "a.png", True),
        ("LA", "a.png", True),
        ("I;16", "a.png", False),
        ("1", "a.png", False),
        ("P", "a.png", False),
        ("L", "a.jpg", False),
        ("CMYK", "a.jpg", False),
        ("RGBA", "a.webp", True),
    ],
)
def test_pixel_kinds(mode: str, name: str, alpha: bool, tmp_path: Path) -> None:
    Image.new(mode, (9, 7)).save(tmp_path / name)
    found = probe(tmp_path / name)
    assert (found.width, found.height, found.has_alpha) == (9, 7, alpha)


def test_one_pixel(tmp_path: Path) -> None:
    Image.new("RGB", (1, 1)).save(tmp_path / "a.png")
    found = probe(tmp_path / "a.png")
    assert (found.width, found.height) == (1, 1)


@pytest.mark.parametrize("name", ["a.gif", "a.webp", "a.png"])
def test_an_animation_is_a_picture_with_frames(name: str, tmp_path: Path) -> None:
    frames = [Image.new("RGB", (20, 10), (shade, 255 - shade, 0)) for shade in (0, 80, 160, 240)]
    frames[0].save(tmp_path / name, save_all=True, append_images=frames[1:], duration=200, loop=0)
    found = probe(tmp_path / name)
    assert (found.kind, found.frames, found.duration_ms, found.fps) == ("image", 4, 800, 5.0)


def test_an_endless_animation_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frames = [Image.new("L", (20, 10), shade) for shade in range(12)]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    monkeypatch.setattr(probe_module, "MAX_ANIMATION_PIXELS", 11 * 200)
    with pytest.raises(FileTooLarge, match="Send it as a video"):
        probe(tmp_path / "a.gif")


def test_a_picture_that_claims_too_many_pixels_is_refused_by_its_header(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(samples.png_header(50_000, 50_000))
    with pytest.raises(FileTooLarge, match="limit of 100 megapixels") as caught:
        probe(tmp_path / "a.png")
    assert caught.value.code == 4002


def test_a_picture_just_over_the_limit_is_told_its_size(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(samples.png_header(10_001, 10_000))
    with pytest.raises(FileTooLarge, match="10001×10000 pixels; the limit is 100 megapixels"):
        probe(tmp_path / "a.png")


def test_a_picture_of_no_size_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(samples.png_header(0, 0))
    with pytest.raises(UnsupportedFile):
        probe(tmp_path / "a.png")


def test_a_video_of_too_many_pixels_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = samples.video(tmp_path / "a.mkv", 8200, 16, frames=1, codec="mjpeg", pixels="yuvj420p")
    with pytest.raises(FileTooLarge, match=r"8200×16.*8192"):
        probe(path)


def test_a_long_video_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileTooLarge, match=r"6\.9 hours long; the limit is 6\."):
        probe(samples.video(tmp_path / "a.mkv", frames=2, times=[0, 25_000_000]))


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.gif", "a.heic"])
@pytest.mark.parametrize("part", [0.02, 0.5, 0.9])
def test_a_picture_cut_off_is_refused(name: str, part: float, tmp_path: Path) -> None:
    pillow_heif.register_heif_opener()
    Image.fromarray(samples.gradient(300, 200)).save(tmp_path / name)
    data = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(data[: max(12, int(len(data) * part))])
    with pytest.raises(UnsupportedFile, match=r"Moviola reads video"):
        probe(tmp_path / name)


@pytest.mark.parametrize("name", ["a.mp4", "a.mov", "a.mkv", "a.webm", "a.avi"])
@pytest.mark.parametrize("part", [0.02, 0.5, 0.8])
def test_a_video_cut_off_is_refused(name: str, part: float, tmp_path: Path) -> None:
    codec, audio = {"a.webm": ("libvpx-vp9", "libopus"), "a.avi": ("mpeg4", "libmp3lame")}.get(
        name, ("libx264", "aac")
    )
    samples.video(tmp_path / name, frames=240, codec=codec, audio=audio)
    data = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(data[: int(len(data) * part)])
    with pytest.raises(UnsupportedFile, match=r"damaged or cut off.*Moviola reads video") as caught:
        probe(tmp_path / name)
    assert "Invalid data" not in str(caught.value) and str(tmp_path) not in str(caught.value)


def test_a_streaming_video_cut_off_is_refused(tmp_path: Path) -> None:
    path = samples.video(tmp_path / "a.mp4", frames=240, options={"movflags": "+faststart"})
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 6 // 10])
    with pytest.raises(UnsupportedFile, match="damaged or cut off"):
        probe(path)


def test_a_film_that_was_trimmed_by_an_edit_list_is_whole(tmp_path: Path) -> None:
    path = samples.video(tmp_path / "a.mp4", frames=240)
    data = bytearray(path.read_bytes())
    at = data.index(b"elst") + 12
    assert int.from_bytes(data[at : at + 4]) == 8000
    data[at : at + 4] = (3000).to_bytes(4)
    path.write_bytes(data)
    assert abs(probe(path).duration_ms - 3000) <= 100


@pytest.mark.parametrize("kind", ["mov", "matroska", "avi", "wav", "jpeg", "png", "gif", "webp", "heif"])
def test_a_signature_followed_by_noise_is_refused(kind: str, tmp_path: Path) -> None:
    heads = {
        "mov": b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2",
        "matroska": b"\x1a\x45\xdf\xa3",
        "avi": b"RIFF\xff\xff\0\0AVI ",
        "wav": b"RIFF\xff\xff\0\0WAVE",
        "jpeg": b"\xff\xd8\xff\xe0",
        "png": b"\x89PNG\r\n\x1a\n",
        "gif": b"GIF89a",
        "webp": b"RIFF\xff\xff\0\0WEBPVP8 ",
        "heif": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    }
    noise = hashlib.shake_256(kind.encode()).digest(20_000)
    (tmp_path / "a").write_bytes(heads[kind] + noise)
    with pytest.raises((UnsupportedFile, FileTooLarge)):
        probe(tmp_path / "a")


def test_a_film_without_a_picture_or_sound_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = samples.video(tmp_path / "a.mkv")
    monkeypatch.setattr(tracks, "picture_stream", lambda container: None)
    with pytest.raises(UnsupportedFile, match="neither a picture nor sound"):
        probe(path)


def test_an_unusual_codec_is_named(tmp_path: Path) -> None:
    path = samples.video(tmp_path / "a.mkv", codec="snow")
    with pytest.raises(UnsupportedFile, match="coded as 'snow'"):
        probe(path)


def test_cover_art_is_not_a_video(tmp_path: Path) -> None:
    path = samples.sound(tmp_path / "a.mp3", "libmp3lame")
    samples.corners().save(tmp_path / "cover.jpg")
    cover = (tmp_path / "cover.jpg").read_bytes()
    body = b"\0image/jpeg\0\x03\0" + cover
    tag = b"APIC" + len(body).to_bytes(4) + b"\0\0" + body
    size = len(tag)
    header = b"ID3\x03\0\0" + bytes([0, size >> 14 & 127, size >> 7 & 127, size & 127])
    path.write_bytes(header + tag + path.read_bytes())
    found = probe(path)
    assert (found.kind, found.format) == ("audio", "mp3")


def test_every_format_has_a_media_type() -> None:
    assert all("/" in mime for mime in formats.MEDIA_TYPES.values())
