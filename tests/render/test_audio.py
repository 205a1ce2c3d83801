from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from moviola.errors import NotFound, UnsupportedFile
from moviola.render.audio import has_sound, mix
from moviola.render.limiter import true_peak
from moviola.render.loudness import integrated_loudness
from moviola.render.pcm import RATE
from moviola.timeline.model import AudioTrack, Clip, Media, Meta, Sound, Timeline, VideoTrack

SHA = "0123456789abcdef" * 4
OTHER = "fedcba9876543210" * 4


def quiet(fraction: float, stage: str) -> None:
    assert 0 <= fraction <= 1
    assert stage == "mix"


def tone(seconds: float, frequency: float = 440, level: float = 0.1, rate: int = RATE) -> Any:
    at = np.arange(round(seconds * rate)) / rate
    return np.stack([level * np.sin(2 * np.pi * frequency * at)] * 2).astype(np.float32)


def write(path: Path, samples: Any, rate: int = RATE, codec: str = "pcm_f32le", start: float = 0) -> Path:
    layout = "mono" if samples.shape[0] == 1 else "stereo"
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate, layout=layout)
        assert isinstance(stream, av.AudioStream)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples), format="fltp", layout=layout)
        frame.sample_rate = rate
        frame.time_base = Fraction(1, rate)
        frame.pts = round(start * rate)
        resampler = av.AudioResampler(
            format=stream.format, layout=layout, rate=rate, frame_size=stream.frame_size
        )
        for part in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    return path


def write_video(path: Path, samples: Any | None, seconds: float = 2) -> Path:
    with av.open(str(path), "w") as container:
        video = container.add_stream("mpeg4", rate=25)
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        audio = container.add_stream("aac", rate=RATE, layout="stereo") if samples is not None else None
        for index in range(round(seconds * 25)):
            picture = av.VideoFrame.from_ndarray(np.full((48, 64, 3), index % 255, np.uint8), format="rgb24")
            container.mux(video.encode(picture))
        container.mux(video.encode(None))
        if audio is not None and samples is not None:
            for start in range(0, samples.shape[1], 1024):
                chunk = np.ascontiguousarray(samples[:, start : start + 1024])
                frame = av.AudioFrame.from_ndarray(chunk, format="fltp", layout="stereo")
                frame.sample_rate, frame.pts = RATE, start
                container.mux(audio.encode(frame))
            container.mux(audio.encode(None))
    return path


def sound(identity: str = "s", start: int = 0, duration: int = 1000, sha: str = SHA, **values: Any) -> Sound:
    media = Media(hash=sha, kind="audio", name="sound.wav", duration=10_000)
    return Sound(id=identity, start=start, duration=duration, media=media, **{"role": "effect", **values})


def timeline(*sounds: Sound, clips: tuple[Clip, ...] = ()) -> Timeline:
    return Timeline(tracks=(VideoTrack(segments=clips), AudioTrack(segments=sounds)), meta=Meta())


def test_places_a_sound_sample_exactly(tmp_path: Path) -> None:
    impulse = np.zeros((2, RATE), np.float32)
    impulse[:, 24000] = 0.5
    path = write(tmp_path / "a.wav", impulse)
    out = mix(timeline(sound(start=333, duration=1000)), {SHA: path}, quiet)
    assert out.dtype == np.float32
    assert out.shape == (2, 1333 * 48)
    assert np.flatnonzero(np.abs(out[0]) > 0.1).tolist() == [333 * 48 + 24000]
    late = mix(timeline(sound(start=100, duration=600, offset=250)), {SHA: path}, quiet)
    assert np.flatnonzero(np.abs(late[1]) > 0.1).tolist() == [100 * 48 + 24000 - 250 * 48]


def test_far_offsets_are_exact_too(tmp_path: Path) -> None:
    long = np.zeros((2, 8 * RATE), np.float32)
    long[:, 6 * RATE + 777] = 0.5
    path = write(tmp_path / "a.mkv", long, codec="flac")
    out = mix(timeline(sound(duration=1500, offset=5000)), {SHA: path}, quiet)
    assert np.flatnonzero(np.abs(out[0]) > 0.1).tolist() == [RATE + 777]


@pytest.mark.parametrize(
    ("name", "codec"), [("a.mp3", "libmp3lame"), ("a.m4a", "aac"), ("a.webm", "libopus")]
)
def test_compressed_sound_keeps_its_place(tmp_path: Path, name: str, codec: str) -> None:
    samples = tone(3, 220, 0.3)
    samples[:, :RATE] = 0
    path = write(tmp_path / name, samples, codec=codec)
    for offset in (0, 500):
        out = mix(timeline(sound(duration=2000, offset=offset)), {SHA: path}, quiet)
        onset = int(np.flatnonzero(np.abs(out[0]) > 0.15)[0]) / RATE * 1000
        assert onset == pytest.approx(1000 - offset, abs=6)


def test_resamples_and_spreads_mono(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", tone(1, 440, 0.4, 22050)[:1], rate=22050)
    out = mix(timeline(sound()), {SHA: path}, quiet)
    assert out.shape == (2, 48000)
    assert np.array_equal(out[0], out[1])
    assert np.abs(out[:, 12000:36000]).max() == pytest.approx(0.4, abs=0.01)
    spectrum = np.abs(np.fft.rfft(out[0]))
    assert int(spectrum.argmax()) == 440


def test_volume_fades_and_ramps(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", np.full((2, 2 * RATE), 0.5, np.float32))
    out = mix(timeline(sound(duration=2000, volume=0.5, fade_in=500, fade_out=1000)), {SHA: path}, quiet)
    assert out[0, 0] == 0
    assert out[0, 12000] == pytest.approx(0.25 * np.sin(np.pi / 4), abs=1e-3)
    assert out[0, 36000] == pytest.approx(0.25, abs=1e-4)
    assert out[0, 72000] == pytest.approx(0.25 * np.sin(np.pi / 4), abs=1e-3)
    assert abs(out[0, -1]) < 1e-4
    hard = mix(timeline(sound(duration=1000)), {SHA: path}, quiet)
    assert np.abs(np.diff(hard[0], prepend=0, append=0)).max() < 0.01
    assert hard[0, 240] == pytest.approx(0.5)


def test_fades_longer_than_the_sound_share_it(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", np.full((2, RATE), 0.5, np.float32))
    out = mix(timeline(sound(duration=500, fade_in=2000, fade_out=2000)), {SHA: path}, quiet)
    assert out[0].argmax() == pytest.approx(12000, abs=200)
    assert out[0].max() == pytest.approx(0.5, abs=0.01)


def test_a_split_that_goes_on_has_no_dip(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", np.full((2, 2 * RATE), 0.5, np.float32))
    halves = (sound("a", 0, 700), sound("b", 700, 900, offset=700))
    out = mix(timeline(*halves), {SHA: path}, quiet)
    assert np.allclose(out[0, 1000:70000], 0.5, atol=1e-5)
    jump = (sound("a", 0, 700), sound("b", 700, 900, offset=900))
    assert abs(mix(timeline(*jump), {SHA: path}, quiet)[0, 700 * 48]) < 0.01


def test_sounds_add_up(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", np.full((2, RATE), 0.2, np.float32))
    out = mix(timeline(sound("a"), sound("b", start=200, duration=800)), {SHA: path}, quiet)
    assert out[0, 5000] == pytest.approx(0.2, abs=1e-5)
    assert out[0, 24000] == pytest.approx(0.4, abs=1e-5)


def test_music_lands_on_the_target_and_volume_moves_it(tmp_path: Path) -> None:
    for level in (0.9, 0.12):
        path = write(tmp_path / f"{level}.wav", tone(4, 997, level))
        out = mix(timeline(sound(duration=4000, role="music")), {SHA: path}, quiet)
        assert integrated_loudness(out, RATE) == pytest.approx(-16, abs=0.2)
        half = mix(timeline(sound(duration=4000, role="music", volume=0.5)), {SHA: path}, quiet)
        assert integrated_loudness(half, RATE) == pytest.approx(-22.02, abs=0.2)


def test_silence_and_hiss_are_never_boosted(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", tone(2, 997, 0.001))
    out = mix(timeline(sound(duration=2000, role="music")), {SHA: path}, quiet)
    assert np.abs(out).max() == pytest.approx(0.001, abs=1e-4)
    path = write(tmp_path / "b.wav", tone(2, 997, 0.01))
    out = mix(timeline(sound(duration=2000, role="music")), {SHA: path}, quiet)
    assert np.abs(out).max() == pytest.approx(0.01 * 10 ** (9 / 20), rel=0.02)


def test_music_steps_back_under_a_voice(tmp_path: Path) -> None:
    music = write(tmp_path / "m.wav", tone(8, 997, 0.2))
    voice = write(tmp_path / "v.wav", np.zeros((2, 2 * RATE), np.float32))
    spoken = sound("v", 3000, 2000, OTHER, role="voice")
    out = mix(timeline(sound("m", 0, 8000, role="music"), spoken), {SHA: music, OTHER: voice}, quiet)

    def level(at: float) -> float:
        return float(np.abs(out[0, round(at * RATE) : round(at * RATE) + 480]).max())

    assert 20 * np.log10(level(4.0) / level(1.0)) == pytest.approx(-9, abs=0.1)
    assert level(6.5) == pytest.approx(level(1.0), rel=0.01)
    assert level(4.0) < level(2.87) < level(1.0)
    assert level(4.0) < level(5.35) < level(1.0)


def test_effects_do_not_duck(tmp_path: Path) -> None:
    path = write(tmp_path / "m.wav", tone(4, 997, 0.2))
    spoken = sound("v", 1000, 1000, OTHER, role="voice")
    hush = write(tmp_path / "v.wav", np.zeros((2, RATE), np.float32))
    out = mix(timeline(sound("m", 0, 4000), spoken), {SHA: path, OTHER: hush}, quiet)
    assert np.abs(out[0, 72000:73000]).max() == pytest.approx(0.2, abs=0.001)


def test_loud_sums_are_limited(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", tone(2, 300, 0.8))
    out = mix(timeline(sound("a", 0, 2000), sound("b", 0, 2000), sound("c", 0, 2000)), {SHA: path}, quiet)
    assert -1.6 < true_peak(out, RATE) <= -1.0


def test_the_sound_of_a_video_clip(tmp_path: Path) -> None:
    path = write_video(tmp_path / "v.mp4", tone(2, 500, 0.3))
    media = Media(hash=SHA, kind="video", duration=2000)
    clip = Clip(id="c", start=500, duration=1000, offset=400, media=media, volume=0.5)
    out = mix(timeline(clips=(clip,)), {SHA: path}, quiet)
    assert out.shape[1] == 72000
    assert not out[:, :24000].any()
    assert np.abs(out[:, 30000:60000]).max() == pytest.approx(0.15, abs=0.02)
    silent = clip.model_copy(update={"volume": 0.0})
    assert not mix(timeline(clips=(silent,)), {SHA: path}, quiet).any()
    assert has_sound(timeline(clips=(clip,)))
    assert not has_sound(timeline(clips=(silent,)))


def test_a_mute_video_and_a_still_are_silent(tmp_path: Path) -> None:
    path = write_video(tmp_path / "v.mp4", None)
    video = Clip(id="c", duration=1000, media=Media(hash=SHA, kind="video"))
    still = Clip(id="d", start=1000, duration=500, media=Media(hash=OTHER, kind="image"))
    out = mix(timeline(clips=(video, still)), {SHA: path}, quiet)
    assert out.shape == (2, 72000)
    assert not out.any()


def test_sound_shorter_than_its_segment_ends_in_silence(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", tone(0.5))
    out = mix(timeline(sound(duration=2000)), {SHA: path}, quiet)
    assert out.shape[1] == 96000
    assert np.abs(out[:, 10000:20000]).max() > 0.05
    assert not out[:, 24100:].any()
    past = mix(timeline(sound(duration=500, offset=9000)), {SHA: path}, quiet)
    assert not past.any()


def test_sound_that_begins_late_in_its_file(tmp_path: Path) -> None:
    samples = tone(1, 440, 0.3)
    video = tmp_path / "v.mkv"
    with av.open(str(video), "w") as container:
        picture = container.add_stream("mpeg4", rate=25)
        picture.width, picture.height, picture.pix_fmt = 64, 48, "yuv420p"
        audio = container.add_stream("pcm_s16le", rate=RATE, layout="stereo")
        for index in range(50):
            shown = av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8), format="rgb24")
            shown.pts = index
            container.mux(picture.encode(shown))
        container.mux(picture.encode(None))
        whole = (samples.T * 32767).astype(np.int16).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(whole), format="s16", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = RATE, RATE, Fraction(1, RATE)
        container.mux(audio.encode(frame))
        container.mux(audio.encode(None))
    clip = Clip(id="c", duration=2000, media=Media(hash=SHA, kind="video"))
    out = mix(timeline(clips=(clip,)), {SHA: video}, quiet)
    assert np.flatnonzero(np.abs(out[0]) > 0.01)[0] / 48 == pytest.approx(1000, abs=3)


@pytest.mark.parametrize("content", [b"", b"not a sound at all" * 50, b"RIFF\x00\x00\x00\x00WAVEfmt "])
def test_broken_files_are_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.wav"
    path.write_bytes(content)
    with pytest.raises(UnsupportedFile, match=r"^sound\.wav: "):
        mix(timeline(sound()), {SHA: path}, quiet)


def test_a_file_cut_short_keeps_what_is_left(tmp_path: Path) -> None:
    whole = write(tmp_path / "a.mkv", tone(4, 440, 0.3), codec="flac").read_bytes()
    path = tmp_path / "cut.mkv"
    path.write_bytes(whole[: len(whole) // 2])
    out = mix(timeline(sound(duration=4000)), {SHA: path}, quiet)
    assert np.abs(out[:, : RATE // 2]).max() > 0.2
    assert not out[:, 3 * RATE :].any()


def test_a_missing_file_is_named() -> None:
    with pytest.raises(NotFound, match=r"sound\.wav"):
        mix(timeline(sound()), {}, quiet)


def test_an_empty_draft_has_no_samples() -> None:
    assert mix(timeline(), {}, quiet).shape == (2, 0)


@pytest.mark.slow
def test_long_canvas_leaves_the_memory(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", tone(1))
    far = sound(start=12 * 60_000)
    out = mix(timeline(far), {SHA: path}, quiet)
    assert out.shape[1] == (12 * 60_000 + 1000) * 48
    assert isinstance(out, np.memmap)
    assert np.abs(out[:, -24000:]).max() > 0.05
