"""What a composer writes down: notes in beats, parts for instruments, a piece with its tempo."""

from __future__ import annotations

from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Note:
    """``start`` and ``length`` in beats from the first downbeat; ``pitch`` MIDI key; ``velocity`` 1–127.

    ``lag`` in seconds moves the note off the grid (a player's hand).
    """

    start: float
    length: float
    pitch: int
    velocity: int
    lag: float = 0.0

    @property
    def end(self) -> float:
        return self.start + self.length

    def moved(self, beats: float) -> Note:
        return replace(self, start=self.start + beats)


@dataclass(frozen=True)
class Voice:
    """How a part sounds. ``program`` is General MIDI, or a drum kit where ``drums``.

    ``level`` in dB; ``pan`` −1…1; ``space`` 0–1 goes to the reverb; ``attack`` and ``release`` in seconds
    replace the instrument's own when given; ``cutoff`` in Hz darkens it; ``detune`` in cents doubles it for
    width.
    """

    program: int
    level: float = 0.0
    pan: float = 0.0
    space: float = 0.25
    attack: float | None = None
    release: float | None = None
    cutoff: float | None = None
    detune: float = 0.0
    drums: bool = False


@dataclass(frozen=True)
class Part:
    """``role``: lead, chords, bass, colour or drums."""

    name: str
    voice: Voice
    notes: tuple[Note, ...]
    role: str = "chords"


@dataclass(frozen=True)
class Chord:
    """``root`` 0–11 relative to C; ``tones`` pitch classes from the root up; ``function`` as written
    (``"V7"``).
    """

    start: float
    length: float
    function: str
    root: int
    tones: tuple[int, ...]
    bass: int


@dataclass(frozen=True)
class Piece:
    """A finished composition. ``beats`` is where the last chord falls; it rings from there to ``seconds``."""

    key: int
    mode: str
    tempo: float
    meter: int
    bars: float
    beats: float
    seconds: float
    ring: float
    chords: tuple[Chord, ...]
    parts: tuple[Part, ...]
    ritardando: float = 0.0
    texture: frozenset[str] = field(default_factory=frozenset)

    def time(self, beat: float) -> float:
        """Seconds at ``beat``. The last two beats before the final chord slow down by ``ritardando`` (0–.3).

        The whole is scaled so that the final chord still falls at ``seconds − ring``.
        """
        arrival = self.seconds - self.ring
        if self.beats <= 0:
            return beat * 60 / self.tempo
        return (
            arrival * self._stretched(min(beat, self.beats)) / self._stretched(self.beats)
            + max(0.0, beat - self.beats) * 60 / self.tempo
        )

    def _stretched(self, beat: float) -> float:
        span = min(3.0, self.beats / 2)
        late = max(0.0, beat - (self.beats - span))
        return beat + self.ritardando * late * late / (2 * span)
