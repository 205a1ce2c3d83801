"""Which music is meant: moods, genres and instruments in English and Chinese. Pure words, nothing heavy."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

Language = Literal["en", "zh"]

#: Instruments a person may ask for, with the mood that each suggests when it stands alone.
_INSTRUMENTS: dict[str, tuple[tuple[str, str], str, tuple[str, ...], tuple[str, ...]]] = {
    "piano": (("piano", "钢琴"), "calm", ("piano", "pianos", "keys"), ("钢琴",)),
    "guitar": (("guitar", "吉他"), "acoustic", ("guitar", "guitars", "ukulele"), ("吉他", "尤克里里")),
    "strings": (
        ("strings", "弦乐"),
        "cinematic",
        ("strings", "violin", "violins", "cello", "string"),
        ("弦乐", "小提琴", "大提琴"),
    ),
    "harp": (("harp", "竖琴"), "calm", ("harp",), ("竖琴",)),
    "flute": (("flute", "长笛"), "calm", ("flute", "bamboo flute", "whistle"), ("长笛", "笛声", "箫")),
    "music_box": (
        ("music box", "八音盒"),
        "lullaby",
        ("music box", "celesta", "glockenspiel", "bells"),
        ("八音盒", "音乐盒", "钢片琴"),
    ),
    "guzheng": (
        ("guzheng", "古筝"),
        "chinese",
        ("guzheng", "guqin", "zither", "pipa", "koto"),
        ("古筝", "古琴", "琵琶"),
    ),
    "electric_piano": (
        ("electric piano", "电钢琴"),
        "lofi",
        ("electric piano", "rhodes", "e-piano"),
        ("电钢琴",),
    ),
    "saxophone": (("saxophone", "萨克斯"), "jazz", ("saxophone", "sax"), ("萨克斯",)),
    "synth": (
        ("synth", "合成器"),
        "electronic",
        ("synth", "synths", "synthesizer", "synthesiser"),
        ("合成器",),
    ),
    "choir": (("choir", "合唱"), "epic", ("choir", "choral", "choirs"), ("合唱", "唱诗", "人声吟唱")),
    "brass": (
        ("brass", "铜管"),
        "epic",
        ("brass", "horn", "horns", "trumpet", "trumpets"),
        ("铜管", "圆号", "小号"),
    ),
}
_PACES = {
    "slow": (("slow", "慢速"), ("slow", "slower", "slowly"), ("慢", "缓慢")),
    "fast": (("fast", "快速"), ("fast", "faster", "quick"), ("快节奏", "快速", "快一点")),
}
_NOT = re.compile(
    r"(?:\bnot|\bno|\bnot too|\bless|\bwithout|n't|不要|不是|别|不)\s*(?:so |too |very |太|那么|要)?$"
)
_CLAUSE = re.compile(r"[,;:!?。，；：！？、\n]|\.(?!\w)")
_MUSIC = re.compile(
    r"\b(?:music|bgm|soundtrack|song|tune|melody|beats?|score)\b|音乐|配乐|乐曲|曲子|旋律|背景乐|歌"
)
_DEFAULTS = {
    "portrait": "calm piano",
    "motion": "calm piano",
    "place": "ambient",
    "clip": "ambient",
    "image": "ambient",
}


@dataclass(frozen=True)
class Mood:
    """Music as asked for. ``style`` decides the arrangement; ``feeling`` colours it; the rest is what was
    named.

    ``key`` is text that :func:`find` understands again.
    """

    style: str
    feeling: str | None = None
    instrument: str | None = None
    pace: str | None = None

    @property
    def key(self) -> str:
        return " ".join(
            part.replace("_", " ") for part in (self.pace, self.feeling, self.style, self.instrument) if part
        )

    def label(self, language: Language) -> str:
        """A few words for a person: "Calm piano", "悲伤钢琴"."""
        names = [_PACES[self.pace][0][language == "zh"]] if self.pace else []
        names += [_lexicon()[part].label(language) for part in (self.feeling, self.style) if part]
        if self.instrument:
            names.append(_INSTRUMENTS[self.instrument][0][language == "zh"])
        if language == "zh":
            return "".join(names)
        joined = " ".join(names)
        return joined[:1].upper() + joined[1:].lower()


@dataclass(frozen=True)
class _Entry:
    names: tuple[str, str]
    feeling: bool
    words: tuple[str, ...]

    def label(self, language: Language) -> str:
        return self.names[language == "zh"]


def find(text: str) -> Mood | None:
    """The music that ``text`` names, or None when it names none this composer can write.

    Where one clause of a longer text speaks of music or of an instrument, only that clause counts: "a sad man,
    happy music" is happy.
    """
    plain = re.sub(r"[\s_]+", " ", unicodedata.normalize("NFKC", text).casefold()).strip()
    clauses = [clause for clause in _CLAUSE.split(plain) if clause.strip()]
    about = [clause for clause in clauses if _MUSIC.search(clause) or _found(clause, _instrument_patterns())]
    for clause in (*about, plain):
        mood = _mood(clause)
        if mood is not None:
            return mood
    return None


def _mood(plain: str) -> Mood | None:
    moods = _found(plain, _mood_patterns())
    instruments = _found(plain, _instrument_patterns())
    paces = _found(plain, _pace_patterns())
    instrument = instruments[0] if instruments else None
    pace = paces[0] if paces else None
    lexicon = _lexicon()
    genres = [name for name in moods if not lexicon[name].feeling]
    feelings = [name for name in moods if lexicon[name].feeling]
    if genres:
        return Mood(genres[0], feelings[0] if feelings else None, instrument, pace)
    if feelings:
        return Mood(feelings[0], None, instrument, pace)
    if instrument:
        return Mood(_INSTRUMENTS[instrument][1], None, instrument, pace)
    return None


def default_for(kind: str) -> Mood:
    """Music that suits a new work when none was named: calm piano for a person, ambient for a place."""
    mood = find(_DEFAULTS.get(kind, "cinematic"))
    assert mood is not None
    return mood


def styles() -> tuple[str, ...]:
    """Every style there is, by key."""
    return tuple(_lexicon())


@lru_cache(maxsize=1)
def _lexicon() -> dict[str, _Entry]:
    table = tomllib.loads((files(__package__) / "moods.toml").read_text("utf-8"))
    return {
        name: _Entry(
            (row["label"]["en"], row["label"]["zh"]),
            row.get("feeling", False),
            (name, *row["en"], *row["zh"]),
        )
        for name, row in table.items()
    }


def _found(text: str, patterns: tuple[tuple[str, re.Pattern[str]], ...]) -> list[str]:
    """Names in the order in which their words stand in ``text``; of overlapping words the longest counts."""
    hits = [
        (match.start(), match.end(), name)
        for name, pattern in patterns
        for match in pattern.finditer(text)
        if not _NOT.search(text[: match.start()].rstrip() + " ") and not _NOT.search(text[: match.start()])
    ]
    kept = [
        hit
        for hit in hits
        if not any(
            other[0] <= hit[0] and hit[1] <= other[1] and other[1] - other[0] > hit[1] - hit[0]
            for other in hits
        )
    ]
    return list(dict.fromkeys(name for _, _, name in sorted(kept)))


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(set(words), key=len, reverse=True)
    return re.compile(
        "|".join(
            rf"(?<![a-z]){re.escape(word)}(?![a-z])" if word.isascii() else re.escape(word)
            for word in longest_first
        )
    )


@lru_cache(maxsize=1)
def _mood_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, _pattern(entry.words)) for name, entry in _lexicon().items())


@lru_cache(maxsize=1)
def _instrument_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (name, _pattern((*english, *chinese))) for name, (_, _, english, chinese) in _INSTRUMENTS.items()
    )


@lru_cache(maxsize=1)
def _pace_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, _pattern((*english, *chinese))) for name, (_, english, chinese) in _PACES.items())
