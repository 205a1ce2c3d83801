"""A message made even: one width of letters, plain spaces, quotations set aside."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

#: Characters of a message that are considered; nobody says more in one wish.
LIMIT = 2_000
#: Stands for quotation number 0; the following private characters for the others.
FIRST_QUOTE = 0xE000
QUOTES = 64
#: Matches the stand-in of any quotation.
QUOTE = f"[{chr(FIRST_QUOTE)}-{chr(FIRST_QUOTE + QUOTES - 1)}]"

_PAIRS = (
    r"“([^“”]{1,500})”",
    r"「([^「」]{1,500})」",
    r"『([^『』]{1,500})』",
    r"《([^《》]{1,500})》",
    r"〈([^〈〉]{1,500})〉",
    r"«([^«»]{1,500})»",
    r"„([^„“”]{1,500})[“”]",
    r'["＂]([^"＂\n]{1,500})["＂]',
    r"`([^`\n]{1,500})`",
    # An apostrophe opens a quotation only where a word could begin, and closes it only where one ends.
    r"(?<![^\W\d_])['‘＇](?=\S)((?:(?!\n).){1,500}?)(?<=\S)['’＇](?![^\W\d_])",
    r"(?<=[\u4e00-\u9fff])['‘＇]([^'’＇\n]{1,500})['’＇]",
    # Never closed: to the end of the line.
    r"""(?<![\w"])["“「『《]([^"“”「」『』《》\n]{1,500})$""",
)
_QUOTED = re.compile("|".join(_PAIRS), re.MULTILINE)
_INVISIBLE = re.compile("[\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")
_PICTOGRAMS = re.compile(r"(?<!\S)[:;]['-]?[)(DPp](?!\S)|[\u2600-\u27bf\ufe0f\u200d\U0001f000-\U0001faff]|<3")
#: Escape sequences of a terminal: colours, movements of its cursor, its window's title.
_ESCAPES = re.compile(r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b[ -/]*[0-~]")
#: What a template has where words belong: ``{{name}}``, ``${HOME}``.
PLACEHOLDER = r"\{\{[^{}]*\}\}|\{%[^{}]*%\}|[$#]\{[^{}]*\}|<%[^<>]*%>|\$\([^()]*\)"
# A path after an order to save: only the kind of file is ours to choose.
_PATH = re.compile(
    r"(?i)(?P<order>\b(?:export|save|render|download)\b[^\n.;]{0,24}?\b(?:as|to|into|in)|(?:导出|保存|存|输出)[^\n。;]{0,8}?[为成到])"
    r"[ ]*(?P<path>(?:[\w.~:-]*[/\\])+[\w.-]*|[\w-]+)\.(?P<kind>mp4|mov|webm|mkv|avi|gif|png|jpe?g|webp|pdf|mp3|wav)"
    r"(?![\w.])"
)
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Message:
    """``text``: what to read, quotations replaced by one stand-in character each. ``quotes``: what they hold."""

    text: str
    quotes: tuple[str, ...] = ()

    def quote(self, mark: str) -> str:
        """The words that a stand-in stands for."""
        return self.quotes[ord(mark) - FIRST_QUOTE]

    def plain(self, text: str) -> str:
        """``text`` with its quotations written out, without their marks."""
        return re.sub(QUOTE, lambda found: self.quote(found[0]), text)

    @property
    def only_placeholders(self) -> bool:
        """Whether a template that nobody has filled in is all there is."""
        left, number = re.subn(PLACEHOLDER, " ", self.text)
        return number > 0 and not re.search(r"\w", left)


def normalise(raw: str) -> Message:
    """Make a message even. Any string is accepted; nothing is raised."""
    text = _clean(raw[:LIMIT])
    whole = _QUOTED.fullmatch(text.strip())
    if whole and _sentence(whole):
        # The whole message in quotation marks is just a message.
        text = next(g for g in whole.groups() if g is not None)
    quotes: list[str] = []

    def set_aside(found: re.Match[str]) -> str:
        words = " ".join(next(g for g in found.groups() if g is not None).split())
        if not words or len(quotes) == QUOTES:
            return found[0]
        quotes.append(words)
        return chr(FIRST_QUOTE + len(quotes) - 1)

    text = _QUOTED.sub(set_aside, text)
    text = unicodedata.normalize("NFKC", text).replace("’", "'").replace("‘", "'")
    text = _PATH.sub(r"\g<order> \g<kind>", text)
    text = re.sub(r"[^\S\n]+", " ", _PICTOGRAMS.sub(" ", text)).strip()
    return Message(text=text, quotes=tuple(quotes))


def without_escapes(text: str) -> str:
    """``text`` without what a terminal would take for orders."""
    return _ESCAPES.sub(" ", text)


def _clean(text: str) -> str:
    text = text.encode("utf-8", "replace").decode("utf-8")
    text = _INVISIBLE.sub("", without_escapes(text).replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(" " if unicodedata.category(c) in ("Cc", "Co", "Cn") and c != "\n" else c for c in text)


def _sentence(found: re.Match[str]) -> bool:
    words = next(g for g in found.groups() if g is not None)
    return bool(_LETTER.search(words))
