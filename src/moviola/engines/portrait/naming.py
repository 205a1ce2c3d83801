"""Short names of described people."""

from __future__ import annotations

import re

from moviola.engines.portrait.reading import is_chinese, read
from moviola.engines.portrait.wish import Language

_ASKING = re.compile(
    r"^\s*(?:please\s+)?(?:can you\s+|could you\s+|i want\s+|i'd like\s+|let's\s+)?"
    r"(?:create|generate|make|draw|show|give|paint|imagine|design|produce|build|need)?\s*(?:me\s+)?"
    r"(?:(?:a|an|the|another|new)\s+)*"
    r"(?:(?:realistic|photographic|photorealistic|beautiful|close-up|closeup|studio|detailed|cinematic)\s+)*"
    r"(?:(?:portrait|picture|photo|photograph|image|headshot|face|video|clip)\s+(?:of|showing)\s+)?"
    r"(?:(?:a|an|the|my|some|one)\s+)*",
    re.I,
)
_ENDS = re.compile(
    r"[,;.!?:(\n\"“]|\s+(?:in|with|who|whose|wearing|on|at|looking|against|that|having|smiling|laughing|turned|facing|"
    r"sitting|standing|and|from|without|aged|about|around|near|under|for|is|by|of)\b",
    re.I,
)
_ASKING_ZH = re.compile(
    r"^(?:请|帮我|给我|我想要|我要|想要)*(?:生成|画|做|创建|制作|来|设计|要)?(?:出|个)?(?:一|两|1)?(?:个|位|名|张|幅|段)?"
)
_SMALL = frozenset({"a", "an", "the"})


def name(text: str, language: Language) -> str:
    """A few words that name the person of ``text`` in ``language``."""
    if is_chinese(text) == (language == "zh"):
        short = _chinese(text) if language == "zh" else _english(text)
        if short:
            return short
    for word in read(text):
        if word.sense.term is not None and word.sense.term.person and word.sense.term.names:
            return word.sense.term.names[language]
    return "人像" if language == "zh" else "Portrait"


def _english(text: str) -> str:
    rest = _ASKING.sub("", text.strip(), count=1)
    words = [
        word
        for word in re.findall(r"[A-Za-z0-9'’-]+", _ENDS.split(rest, maxsplit=1)[0])
        if word.lower() not in _SMALL
    ]
    if not words:
        return ""
    if len(words) > 4:
        words = words[-4:]
    return " ".join(word[:1].upper() + word[1:] for word in words)


def _chinese(text: str) -> str:
    first = re.split(r"[，。；！？：,;.!?:\n]", text.strip(), maxsplit=1)[0]
    rest = re.sub(r"的?(?:肖像|人像|头像|照片|画像|视频)$", "", _ASKING_ZH.sub("", first))
    head = rest.rsplit("的", 1)[-1]
    short = head if len(head) > 1 else rest.replace("的", "")
    return short if len(short) <= 8 else short[-8:]
