"""The music engine: words and a length in, a finished recording out."""

from __future__ import annotations

import wave
from pathlib import Path

from moviola.engines.base import MusicRequest, Output, OutputFile, Progress
from moviola.engines.music import SPEC
from moviola.engines.music.composer import compose
from moviola.engines.music.moods import Mood, find, styles
from moviola.engines.music.production import finish, pump, to_pcm
from moviola.engines.music.sampler import RATE, Sampler
from moviola.engines.music.score import Piece
from moviola.engines.music.soundfont import SoundFont
from moviola.engines.music.styles import style
from moviola.errors import BadRequest
from moviola.models.store import locate
from moviola.render.convolution import Samples

_KEYS = ("C", "D♭", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B")


class Composer:
    """Composes and records; keeps the soundfont open between pieces."""

    def __init__(self) -> None:
        self._font: SoundFont | None = None

    def run(self, request: MusicRequest, folder: Path, progress: Progress) -> Output:
        """Write ``music.wav`` (48 kHz, 16 bit, stereo), exactly ``request.duration_ms`` long, into
        ``folder``.

        Raises:
            BadRequest: the mood is not one it knows.
            ModelMissing: the soundfont is not on this machine.
        """
        mood = find(request.mood)
        if mood is None:
            known = ", ".join(find_label(style) for style in styles())
            raise BadRequest(f"I do not know the music “{request.mood}”. Try one of: {known}.")
        progress(0.0, "compose")
        piece = compose(mood, request.duration_ms / 1000, request.seed)
        samples = self._record(piece, mood, request.seed, progress)
        target = folder / "music.wav"
        _write(target, samples, request.seed)
        progress(1.0, "done")
        return Output(
            file=OutputFile(path=target, kind="audio", duration_ms=request.duration_ms),
            engine=SPEC.name,
            version=SPEC.version,
            seed=request.seed,
            licence=SPEC.licence,
            parameters=request.model_dump(mode="json"),
            data={
                "mood": mood.key,
                "style": mood.style,
                "label": {"en": mood.label("en"), "zh": mood.label("zh")},
                "tempo": round(piece.tempo, 2),
                "key": f"{_KEYS[piece.key]} {piece.mode.replace('_', ' ')}",
                "meter": piece.meter,
                "bars": piece.bars,
                "cadence_ms": round((piece.seconds - piece.ring) * 1000),
                "chords": [chord.function for chord in piece.chords],
            },
            label=mood.label("en"),
        )

    def _record(self, piece: Piece, mood: Mood, seed: int, progress: Progress) -> Samples:
        if self._font is None:
            self._font = SoundFont(locate("soundfont") / "TimGM6mb.sf2")
        sampler = Sampler(self._font)
        pumped = "pump" in piece.texture
        steady = [part for part in piece.parts if part.voice.drums]
        moved = [part for part in piece.parts if not part.voice.drums]
        share = 0.5 if pumped and steady else 0.65

        def playing(fraction: float) -> None:
            progress(0.02 + share * fraction, "synthesize")

        if pumped and steady:
            sound = sampler.play(piece, moved, playing)
            pump(sound.dry, piece)
            pump(sound.send, piece)
            drums = sampler.play(piece, steady, lambda done: progress(0.52 + 0.13 * done, "synthesize"))
            sound.dry[:] += drums.dry
            sound.send[:] += drums.send
        else:
            sound = sampler.play(piece, piece.parts, playing)
        return finish(
            piece,
            sound,
            style(mood.style).room,
            seed,
            lambda done, stage: progress(0.68 + 0.3 * done, stage),
        )


def find_label(style: str) -> str:
    """A style's English name in lower case, for a sentence."""
    return Mood(style).label("en").lower()


def _write(target: Path, samples: Samples, seed: int) -> None:
    with wave.open(str(target), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(to_pcm(samples, seed).T.tobytes())
