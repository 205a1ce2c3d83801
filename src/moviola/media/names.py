"""File names as people send them, made harmless.

A name is data: it is shown and it is offered for a download, and it never chooses a place on the disk.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from moviola.errors import FileTooLarge, UnsupportedFile

_MAX_BYTES = 200
_MAX_EXTENSION_BYTES = 16

#: Marks that reorder text, so that "exe.gpj" can look like "jpg.exe", and invisible ones. The zero-width
#: joiners (U+200C, U+200D) stay: Persian words and emoji are built with them.
_INVISIBLE = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_FORBIDDEN_ON_WINDOWS = re.compile(r'[<>:"|?*]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def safe_name(raw: str, fallback: str = "file") -> str:
    """A name without folders, control characters or reordering marks; at most 200 bytes; never empty.

    Emoji and all scripts stay as they are (normalised to NFC), and so does the extension of a name that has
    to be shortened.
    """
    name = re.split(r"[/\\]", raw.replace("\0", ""))[-1]
    name = name.encode("utf-8", "replace").decode("utf-8")
    name = "".join(
        " " if unicodedata.category(character) in ("Cc", "Zl", "Zp") else character for character in name
    )
    name = unicodedata.normalize("NFC", _INVISIBLE.sub("", name))
    name = _FORBIDDEN_ON_WINDOWS.sub("_", name)
    name = re.sub(r"\s+", " ", name).strip(" .")
    if _DEVICES.match(name):
        name = f"_{name}"
    return _shorten(name) or fallback


@contextmanager
def named(name: str) -> Iterator[None]:
    """Begins the sentence about a file that cannot be read with its name."""
    try:
        yield
    except (UnsupportedFile, FileTooLarge) as error:
        raise type(error)(f"{name}: {error.message}", data=error.data) from error


def _shorten(name: str) -> str:
    if len(name.encode()) <= _MAX_BYTES:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension.encode()) > _MAX_EXTENSION_BYTES:
        stem, dot, extension = name, "", ""
    room = _MAX_BYTES - len(f"{dot}{extension}".encode())
    return stem.encode()[:room].decode("utf-8", "ignore").rstrip(" .\u200d") + dot + extension
