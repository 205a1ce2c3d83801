from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from moviola.errors import BadRequest, NotFound, StorageFull, UnsupportedFile
from moviola.render.output import OutputSettings
from moviola.render.worker import part, render, run
from moviola.timeline.model import Timeline
from tests.render.clips import Shelf, decoded, draft, heard, image, levels, patches, quiet, title, tone, video

SIZE = (320, 180)

VIDEOS = [
    ("mp4", "h264", "aac"),
    ("mov", "h264", "aac"),
    ("mkv", "h264", "aac"),
    ("webm", "vp9", "opus"),
    ("avi", "mpeg4", "mp3float"),
]


def _draft(folder: Path, shelf: Shelf, seconds: float = 1.0) -> Timeline:
    picture = image(folder / "a.png", patches(*SIZE))
    length = round(1000 * seconds)
    return draft(
        [shelf.clip(picture, 0, length)],
        sounds=[shelf.sound(tone(folder / "a.wav", seconds), 0, length)],
        titles=[title("Hello 你好", 0, length, position="top")],
        size=SIZE,
    )


@pytest.mark.parametrize("kind, video_codec, audio_codec", VIDEOS)
def test_every_video_has_its_frames_sound_and_colours(
    tmp_path: Path, kind: str, video_codec: str, audio_codec: str
) -> None:
    shelf = Shelf()
    target = tmp_path / f"out.{kind}"
    made = render(_draft(tmp_path, shelf), shelf.files, OutputSettings.parse({"format": kind}), target, quiet)
    assert (made.frames, made.duration_ms, made.size) == (30, 1000, target.stat().st_size)
    with av.open(str(target)) as container:
        pictures, sounds = container.streams.video[0], container.streams.audio[0]
        context = pictures.codec_context
        assert (context.width, context.height, context.pix_fmt) == (*SIZE, "yuv420p")
        assert context.codec.canonical_name == video_codec
        assert sounds.codec_context.name == audio_codec
        assert (sounds.codec_context.sample_rate, sounds.codec_context.channels) == (48_000, 2)
        assert pictures.average_rate == 30
        assert abs((container.duration or 0) / 1e6 - 1) < 0.06
        if kind != "avi":
            tags = (context.color_primaries, context.color_trc, context.colorspace, context.color_range)
            assert tags == (1, 1, 1, 1)
    frames = decoded(target)
    assert len(frames) == 30
    source = "smpte170m" if kind == "avi" else "bt709"
    rgb = (
        frames[15]
        .reformat(
            format="rgb24",
            src_colorspace="ITU601" if source == "smpte170m" else "ITU709",
            dst_color_range="JPEG",
        )
        .to_ndarray()
    )
    for x in (40, 120, 200, 280):
        assert abs(rgb[120, x].astype(int) - patches(*SIZE)[120, x]).max() <= 8
    sound = heard(target)
    assert 48_000 <= sound.shape[1] <= 48_000 + 2400
    assert np.sqrt((sound[:, 4800:43_200] ** 2).mean()) > 0.02


@pytest.mark.parametrize("kind", ["mp4", "mov"])
def test_a_browser_can_begin_before_it_has_all(tmp_path: Path, kind: str) -> None:
    shelf = Shelf()
    target = tmp_path / f"out.{kind}"
    render(_draft(tmp_path, shelf), shelf.files, OutputSettings.parse({"format": kind}), target, quiet)
    data = target.read_bytes()
    order, at = [], 0
    while at < len(data):
        size, name = struct.unpack(">I4s", data[at : at + 8])
        order.append(name)
        at += size
    assert order.index(b"moov") < order.index(b"mdat")
    colour = data.index(b"nclx" if kind == "mp4" else b"nclc")
    assert struct.unpack(">HHH", data[colour + 4 : colour + 10]) == (1, 1, 1)
    assert b"avcC" in data
    with av.open(str(target)) as container:
        assert container.streams.video[0].codec_context.profile == "High"
        places = {"video": [0], "audio": [0]}
        for packet in container.demux():
            if packet.size:
                places[packet.stream.type].append(packet.pos or 0)
    first_sound, last_picture = places["audio"][1], places["video"][-1]
    assert first_sound < last_picture, "sound lies beside the picture"


@pytest.mark.parametrize("kind", ["mp3", "wav"])
def test_sound_alone_is_exactly_as_long(tmp_path: Path, kind: str) -> None:
    shelf = Shelf()
    timeline = _draft(tmp_path, shelf, 1.234)
    made = render(
        timeline, shelf.files, OutputSettings.parse({"format": kind}), tmp_path / f"out.{kind}", quiet
    )
    assert (made.duration_ms, made.width) == (1234, 0)
    sound = heard(tmp_path / f"out.{kind}")
    assert abs(sound.shape[1] - 59_232) <= (0 if kind == "wav" else 1200)
    spectrum = np.abs(np.fft.rfft(sound[0, :48_000]))
    assert abs(int(spectrum.argmax()) - 440) <= 1


def test_a_silent_draft_makes_a_video_without_sound_and_a_silent_wav(tmp_path: Path) -> None:
    shelf = Shelf()
    timeline = draft([shelf.clip(image(tmp_path / "a.png", patches()), 0, 500)])
    made = render(timeline, shelf.files, OutputSettings(), tmp_path / "out.mp4", quiet)
    assert made.audio_codec == ""
    with av.open(str(tmp_path / "out.mp4")) as container:
        assert not container.streams.audio
    render(timeline, shelf.files, OutputSettings(format="wav"), tmp_path / "out.wav", quiet)
    assert heard(tmp_path / "out.wav").shape == (2, 24_000)
    assert not heard(tmp_path / "out.wav").any()


def test_frames_come_out_in_order_at_any_rate(tmp_path: Path) -> None:
    shelf = Shelf()
    timeline = draft([shelf.clip(video(tmp_path / "a.mp4", frames=30), 0, 1000)])
    render(timeline, shelf.files, OutputSettings(), tmp_path / "out.mp4", quiet)
    assert levels(decoded(tmp_path / "out.mp4")) == pytest.approx([20 + 4 * at for at in range(30)], abs=2)
    render(timeline, shelf.files, OutputSettings(fps=29.97), tmp_path / "ntsc.mp4", quiet)
    with av.open(str(tmp_path / "ntsc.mp4")) as container:
        rate = container.streams.video[0].average_rate
        assert rate is not None and (rate.numerator, rate.denominator) == (30000, 1001)


@pytest.mark.parametrize("kind", ["mp4", "webm", "avi", "gif", "jpg", "webp"])
def test_the_quality_is_obeyed(tmp_path: Path, kind: str) -> None:
    shelf = Shelf()
    rng = np.random.default_rng(1)
    noise = np.clip(patches(*SIZE) + rng.normal(0, 20, (180, 320, 3)), 0, 255).astype(np.uint8)
    timeline = draft([shelf.clip(image(tmp_path / "a.png", noise), 0, 300)], size=SIZE)
    sizes = []
    for one in ("low", "medium", "high"):
        output = OutputSettings.parse({"format": kind, "quality": one})
        sizes.append(render(timeline, shelf.files, output, tmp_path / f"out.{kind}", quiet).size)
    assert sizes[0] < sizes[1] < sizes[2]


def test_the_resolution_is_obeyed(tmp_path: Path) -> None:
    shelf = Shelf()
    timeline = draft([shelf.clip(image(tmp_path / "a.png", patches()), 0, 300)], size=SIZE)
    made = render(timeline, shelf.files, OutputSettings(resolution="101x75"), tmp_path / "out.mp4", quiet)
    assert (made.width, made.height) == (100, 74)


def test_progress_goes_up_to_one(tmp_path: Path) -> None:
    shelf = Shelf()
    seen: list[tuple[float, str]] = []
    render(
        _draft(tmp_path, shelf),
        shelf.files,
        OutputSettings(),
        tmp_path / "out.mp4",
        lambda *step: seen.append(step),
    )
    fractions = [fraction for fraction, _ in seen]
    assert fractions == sorted(fractions) and fractions[0] == 0 and fractions[-1] == 1


def test_an_empty_draft_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="empty"):
        render(Timeline(), {}, OutputSettings(), tmp_path / "out.mp4", quiet)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["mp4", "gif", "png", "mp3"])
def test_missing_files_are_named_before_any_work(tmp_path: Path, kind: str) -> None:
    shelf = Shelf()
    timeline = _draft(tmp_path, shelf)
    (tmp_path / "a.wav").unlink()
    target = tmp_path / f"out.{kind}"
    with pytest.raises(NotFound, match=r"a\.wav"):
        render(timeline, shelf.files, OutputSettings.parse({"format": kind}), target, quiet)
    assert not target.exists()


def test_a_damaged_source_leaves_no_file_and_keeps_the_old_one(tmp_path: Path) -> None:
    shelf = Shelf()
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"nothing")
    timeline = draft([shelf.clip(broken, 0, 500)])
    target = tmp_path / "out.mp4"
    target.write_bytes(b"the old export")
    with pytest.raises(UnsupportedFile, match=r"broken\.mp4"):
        render(timeline, shelf.files, OutputSettings(), target, quiet)
    assert target.read_bytes() == b"the old export"
    assert not part(target).exists()


@pytest.mark.parametrize("kind", ["mp4", "webm", "avi", "gif", "wav"])
def test_a_full_disk_is_said_and_leaves_no_file(tmp_path: Path, kind: str) -> None:
    shelf = Shelf()
    timeline = _draft(tmp_path, shelf)
    target = tmp_path / f"out.{kind}"
    part(target).symlink_to("/dev/full")
    with pytest.raises(StorageFull, match="no room"):
        render(timeline, shelf.files, OutputSettings.parse({"format": kind}), target, quiet)
    assert not target.exists() and not part(target).is_symlink()


@pytest.mark.slow
def test_a_killed_export_never_has_the_final_name(tmp_path: Path) -> None:
    shelf = Shelf()
    timeline = _draft(tmp_path, shelf, 20)
    (tmp_path / "draft.json").write_text(timeline.model_dump_json(by_alias=True))
    (tmp_path / "files.txt").write_text("\n".join(f"{sha} {path}" for sha, path in shelf.files.items()))
    code = (
        "import sys; from pathlib import Path; from moviola.render.worker import render\n"
        "from moviola.render.output import OutputSettings; from moviola.timeline.model import Timeline\n"
        "at = Path(sys.argv[1]); lines = (at / 'files.txt').read_text().splitlines()\n"
        "media = {line.split(' ', 1)[0]: Path(line.split(' ', 1)[1]) for line in lines}\n"
        "draft = Timeline.model_validate_json((at / 'draft.json').read_text())\n"
        "output = OutputSettings(resolution='1920x1080')\n"
        "render(draft, media, output, at / 'out.mp4', lambda fraction, stage: print(fraction, flush=True))\n"
    )
    child = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    for line in child.stdout:
        if float(line) > 0.05:
            break
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()
    target = tmp_path / "out.mp4"
    assert not target.exists() and part(target).exists()
    render(_draft(tmp_path, shelf, 0.2), shelf.files, OutputSettings(), target, quiet)
    assert target.exists() and not part(target).exists()


def test_the_same_draft_gives_the_same_bytes(tmp_path: Path) -> None:
    shelf = Shelf()
    timeline = _draft(tmp_path, shelf)
    for kind in ("mp4", "webm", "mkv", "avi", "gif", "png", "mp3", "wav"):
        output = OutputSettings.parse({"format": kind})
        first = render(timeline, shelf.files, output, tmp_path / f"one.{kind}", quiet)
        second = render(timeline, shelf.files, output, tmp_path / f"two.{kind}", quiet)
        assert first.path.read_bytes() == second.path.read_bytes(), kind


def test_json_in_and_out(tmp_path: Path) -> None:
    shelf = Shelf()
    timeline = _draft(tmp_path, shelf)
    payload: dict[str, Any] = {
        "timeline": timeline.model_dump(mode="json", by_alias=True),
        "media": {sha: str(path) for sha, path in shelf.files.items()},
        "output": {"format": "mp4", "quality": "low"},
        "target": str(tmp_path / "export.mp4"),
    }
    got = run(payload, quiet)
    assert got["path"] == str(tmp_path / "export.mp4")
    assert (got["width"], got["height"], got["media_type"]) == (*SIZE, "video/mp4")
    with pytest.raises(BadRequest, match="mkv"):
        run({**payload, "output": {"format": "exe"}}, quiet)
    with pytest.raises(BadRequest, match="draft"):
        run({**payload, "timeline": {"t": 5}}, quiet)


def test_names_of_any_kind_can_be_written(tmp_path: Path) -> None:
    shelf = Shelf()
    timeline = draft([shelf.clip(image(tmp_path / "a.png", patches()), 0, 100)])
    for name in ("导出 🎬.mp4", "a" * 250 + ".mp4", "-o 100%d.mp4", "concat:x.mp4"):
        assert render(timeline, shelf.files, OutputSettings(), tmp_path / name, quiet).path.is_file()


def test_no_thread_or_clock_is_left_behind(tmp_path: Path) -> None:
    import threading

    shelf = Shelf()
    timeline = _draft(tmp_path, shelf)
    before = threading.active_count()
    render(timeline, shelf.files, OutputSettings(), tmp_path / "out.mp4", quiet)
    time.sleep(0.05)
    assert threading.active_count() == before
