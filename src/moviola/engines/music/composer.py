"""Writes a piece for a mood and a length: one seed, one piece."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from zlib import crc32

import numpy as np

from moviola.engines.music import figures, percussion
from moviola.engines.music.form import Form, fit
from moviola.engines.music.harmony import bass_line, lead, scale_of
from moviola.engines.music.melody import tune
from moviola.engines.music.moods import Mood
from moviola.engines.music.score import Note, Part, Piece, Voice
from moviola.engines.music.styles import PROGRAMS, Layer, Style
from moviola.engines.music.styles import style as style_of

#: What a named instrument plays: the melody's program, and the chords' where it can carry them.
_INSTRUMENTS: dict[str, tuple[str, str | None]] = {
    "piano": ("piano", "piano"),
    "guitar": ("nylon", "steel"),
    "strings": ("violin", None),
    "harp": ("harp", "harp"),
    "flute": ("flute", None),
    "music_box": ("music_box", "celesta"),
    "guzheng": ("koto", None),
    "electric_piano": ("rhodes", "rhodes"),
    "saxophone": ("tenor_sax", None),
    "synth": ("saw", None),
    "choir": ("choir", None),
    "brass": ("horns", None),
}
_SUSTAINED = {"strings", "flute", "saxophone", "synth", "choir", "brass"}
#: Feelings that change a genre: mode wanted and tempo factor.
_COLOURS: dict[str, tuple[str | None, float]] = {
    "calm": ("major", 0.88),
    "romantic": ("major", 0.94),
    "sad": ("minor", 0.86),
    "happy": ("major", 1.08),
    "upbeat": ("major", 1.12),
    "epic": ("minor", 1.06),
    "mysterious": ("minor", 0.94),
    "suspense": ("minor", 1.0),
    "playful": ("major", 1.06),
    "nostalgic": (None, 0.92),
}
_PACES = {"slow": 0.82, "fast": 1.2}
_SWUNG = 0.5  # the beat's second half, where swing bends time


def compose(mood: Mood, seconds: float, seed: int) -> Piece:
    """A piece of exactly ``seconds`` whose last chord, the tonic's, rings out at the end."""
    style = style_of(mood.style)
    rng = np.random.default_rng([seed & 0xFFFFFFFF, crc32(mood.key.encode())])
    wanted, factor = _COLOURS.get(mood.feeling or "", (None, 1.0))
    mode = wanted if wanted in style.progressions else style.modes[int(rng.integers(len(style.modes)))]
    assert mode is not None
    tonic = style.tonics[int(rng.integers(len(style.tonics)))]
    form = fit(style, tonic, mode, seconds, factor * _PACES.get(mood.pace or "", 1.0), rng)
    parts = _parts(style, form, mood, tonic, mode, rng)
    return Piece(
        key=tonic,
        mode=mode,
        tempo=form.tempo,
        meter=form.meter,
        bars=form.beats / form.meter,
        beats=form.beats,
        seconds=seconds,
        ring=form.ring,
        chords=form.chords,
        parts=tuple(parts),
        ritardando=style.ritardando if form.beats >= 2 * form.meter else 0.0,
        texture=style.texture,
    )


def _parts(
    style: Style, form: Form, mood: Mood, tonic: int, mode: str, rng: np.random.Generator
) -> list[Part]:
    intensity = _intensity(form)
    melody: list[Note] = []
    found = []
    for layer in style.layers:
        voice, low, high = _voice(layer, mood)
        notes: list[Note]
        if layer.pattern == "melody":
            scale = scale_of(tonic, style.melody.get(mode, mode))
            melody = _from(tune(form, style, scale, low, high, rng), form, layer, intensity)
            notes = melody
        elif layer.pattern == "double":
            notes = _doubled(melody, layer, intensity)
        elif percussion.plays(layer.pattern):
            notes = percussion.play(layer, form, style, intensity, rng)
        else:
            voicings = lead(form.chords, low, high, 2 if layer.role == "bass" else 3)
            bass_low, bass_high = (low, high) if layer.role == "bass" else (low, min(high, low + 14))
            basses = bass_line(form.chords, bass_low, bass_high)
            notes = figures.play(layer, form, voicings, basses, intensity, rng)
        shaped = _humanised(notes, layer, style, form, intensity, rng)
        if shaped:
            found.append(Part(layer.name, voice, tuple(shaped), layer.role))
    return found


def _intensity(form: Form) -> Callable[[float], float]:
    def at(beat: float) -> float:
        level = 0.8
        for bar in form.bars:
            if bar.start <= beat + 1e-6:
                level = bar.intensity
        return level

    return at


def _voice(layer: Layer, mood: Mood) -> tuple[Voice, int, int]:
    """The layer's voice, with the instrument that the person named where it fits."""
    named = mood.instrument
    if named is None or (named == "guzheng" and mood.style == "chinese"):
        return layer.voice, layer.low, layer.high
    tune_name, chords_name = _INSTRUMENTS[named]
    if layer.pattern == "melody":
        attack = 0.06 if named in _SUSTAINED else None
        release = 0.25 if named in _SUSTAINED else 0.5
        low, high = (55, 74) if named in ("saxophone", "brass", "choir") else (layer.low, layer.high)
        return (
            replace(layer.voice, program=PROGRAMS[tune_name], attack=attack, release=release, detune=0.0),
            low,
            high,
        )
    if chords_name is not None and layer.role == "chords" and layer.pattern != "pad":
        return replace(layer.voice, program=PROGRAMS[chords_name], attack=None), layer.low, layer.high
    return layer.voice, layer.low, layer.high


def _from(notes: list[Note], form: Form, layer: Layer, intensity: Callable[[float], float]) -> list[Note]:
    """The tune from where the form lets it in; in a short piece from the start."""
    if len(form.bars) <= 4:
        return notes
    return [note for note in notes if intensity(note.start) >= layer.enters or note.start >= form.beats]


def _doubled(melody: list[Note], layer: Layer, intensity: Callable[[float], float]) -> list[Note]:
    """The tune again in this layer's range, an octave or two away."""
    found = []
    for note in melody:
        if intensity(note.start) < layer.enters:
            continue
        pitch = note.pitch
        while pitch < layer.low:
            pitch += 12
        while pitch > layer.high:
            pitch -= 12
        found.append(replace(note, pitch=pitch))
    return found


def _humanised(
    notes: list[Note],
    layer: Layer,
    style: Style,
    form: Form,
    intensity: Callable[[float], float],
    rng: np.random.Generator,
) -> list[Note]:
    """Swing, a hand that is never quite on the beat, dynamics that follow the form and the phrase."""
    found = []
    drift = 0.0
    second = form.tempo / 60
    for note in sorted(notes, key=lambda one: (one.start, one.pitch)):
        # Neighbouring notes share most of the hand's error; steps of 0.3 forget it slowly.
        drift = 0.7 * drift + float(rng.normal(0, style.looseness * 0.7))
        jitter = drift + float(rng.normal(0, style.looseness * 0.35))
        if layer.role == "drums":
            jitter *= 0.5
        start = _swung(note.start, style.swing) if note.start < form.beats else note.start
        swing_lag = (start - note.start) / second
        dynamic = 0.74 + 0.3 * intensity(note.start)
        relative = note.velocity
        if layer.pattern in ("melody", "double"):
            relative = layer.velocity + (note.velocity - 68)
        velocity = round(relative * dynamic + float(rng.normal(0, 2.5)))
        lag = note.lag + swing_lag + float(np.clip(jitter, -0.03, 0.03))
        if note.start <= 0:
            lag = max(0.0, lag)
        found.append(replace(note, velocity=max(12, min(124, velocity)), lag=lag))
    return found


def _swung(beat: float, swing: float) -> float:
    """Bends each beat so that its middle falls at ``swing`` (0.5 even, 0.667 triplets)."""
    if swing == _SWUNG:
        return beat
    whole = np.floor(beat + 1e-9)
    part = beat - whole
    bent = part * swing / 0.5 if part <= 0.5 else swing + (part - 0.5) * (1 - swing) / 0.5
    return float(whole + bent)
