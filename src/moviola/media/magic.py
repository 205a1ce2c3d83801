"""Which format a file is, told by its bytes and never by its name.

Only what is recognised here is ever handed to a decoder, and the decoder is told which format it is: so
nothing can be opened as a playlist, a script or another program's file by accident or by guile.

Sources: ISO/IEC 14496-12 (file type box), 23008-12 (HEIF brands), RFC 8794 (EBML), ISO/IEC 11172-3 (MPEG
audio header), 13818-7 (ADTS), and the formats' own specifications.
"""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, Literal

from moviola.errors import UnsupportedFile
from moviola.media.formats import READABLE

#: What a decoder is told. ``mov`` stands for the whole ISO family, ``matroska`` for mkv and webm.
Magic = Literal["jpeg", "png", "gif", "webp", "heif", "mov", "matroska", "avi", "mp3", "wav", "aac"]

IMAGES: frozenset[Magic] = frozenset({"jpeg", "png", "gif", "webp", "heif"})

_HEAD = 4096
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"})
_GENERIC_HEIF_BRANDS = frozenset({b"mif1", b"msf1"})
_QUICKTIME_BOXES = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip"})

#: Well-known formats that are not read, so that the sentence can name them.
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a program"),
    (b"II*\x00", "a TIFF or raw camera picture"),
    (b"MM\x00*", "a TIFF or raw camera picture"),
    (b"BM", "a BMP picture"),
    (b"8BPS", "a Photoshop document"),
    (b"fLaC", "a FLAC sound file"),
    (b"OggS", "an Ogg file"),
    (b"FLV\x01", "a Flash video"),
    (b"\x30\x26\xb2\x75", "a Windows Media file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"#EXTM3U", "a playlist"),
    (b"ffconcat", "a playlist"),
    (b"v=0", "a stream description"),
)


def identify(path: Path) -> Magic:
    """The format of the file at ``path``.

    Raises:
        UnsupportedFile: it is empty or none of the accepted formats; the message says what it looks like.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if not head:
            raise UnsupportedFile(f"This file is empty (0 bytes). Send it again. {READABLE}")
        found = sniff(head) or _mpeg_audio(file, head)
    if found is None:
        raise UnsupportedFile(f"This file is {_describe(head)}, which cannot be read. {READABLE}")
    return found


def sniff(head: bytes) -> Magic | None:
    """The format by the first bytes, except MPEG audio, which has no signature."""
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "matroska"
    if head[:4] in (b"RIFF", b"RF64"):
        riff: dict[bytes, Magic] = {b"WEBP": "webp", b"AVI ": "avi", b"WAVE": "wav"}
        return riff.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _iso(head)
    if head[4:8] in _QUICKTIME_BOXES:
        return "mov"
    return None


def brands(head: bytes) -> tuple[bytes, frozenset[bytes]]:
    """Major and compatible brands of an ISO file type box."""
    size = min(int.from_bytes(head[:4]), len(head))
    return head[8:12], frozenset(head[at : at + 4] for at in range(16, size - 3, 4))


def _iso(head: bytes) -> Magic | None:
    major, compatible = brands(head)
    if major in _HEIF_BRANDS or (major in _GENERIC_HEIF_BRANDS and compatible & _HEIF_BRANDS):
        return "heif"
    still = {b"avif", b"avis", b"jpeg", b"crx "} | _GENERIC_HEIF_BRANDS
    return None if major in still else "mov"


def _mpeg_audio(file: BinaryIO, head: bytes) -> Literal["mp3", "aac"] | None:
    """MP3 or ADTS AAC: after an optional ID3 tag, two frame headers in a row that agree."""
    start = 0
    while head.startswith(b"ID3") and len(head) >= 10:
        # ID3v2 sizes have seven bits a byte. Taggers may put a tag before the one that is there.
        start += 10 + ((head[6] & 127) << 21 | (head[7] & 127) << 14 | (head[8] & 127) << 7 | head[9] & 127)
        file.seek(start)
        head = file.read(10)
    file.seek(start)
    data = file.read(1 << 16)
    # Encoders may pad after the tag.
    padding = len(data) - len(data.lstrip(b"\x00"))
    data = data[padding:]
    for measure, name in ((_mp3_frame, "mp3"), (_adts_frame, "aac")):
        length = measure(data[:8])
        if length and (len(data) <= length or measure(data[length : length + 8])):
            return "mp3" if name == "mp3" else "aac"
    return None


_BITRATES_V1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
_BITRATES_V2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0)
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def _mp3_frame(header: bytes) -> int:
    """Bytes of the Layer III frame that starts with ``header``; 0 if none does."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return 0
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    bitrate, rate = header[2] >> 4, header[2] >> 2 & 3
    if version == 1 or layer != 1 or bitrate in (0, 15) or rate == 3:
        return 0
    kilobits = (_BITRATES_V1 if version == 3 else _BITRATES_V2)[bitrate]
    samples = 144 if version == 3 else 72
    return samples * kilobits * 1000 // _RATES[version][rate] + (header[2] >> 1 & 1)


def _adts_frame(header: bytes) -> int:
    """Bytes of the ADTS frame that starts with ``header``; 0 if none does."""
    if len(header) < 7 or header[0] != 0xFF or header[1] & 0xF6 != 0xF0 or header[2] >> 2 & 15 > 12:
        return 0
    length = (header[3] & 3) << 11 | header[4] << 3 | header[5] >> 5
    return length if length >= 7 else 0


def _describe(head: bytes) -> str:
    for signature, name in _OTHERS:
        if head.startswith(signature):
            return name
    if head[4:8] == b"ftyp":
        return "an AVIF or another still picture of that family"
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith(b"<"):
        if b"<svg" in text:
            return "an SVG drawing"
        return "a web page" if b"<html" in text or text.startswith(b"<!doctype html") else "an XML document"
    try:
        readable = head.decode("utf-8")
    except UnicodeDecodeError as error:
        # The cut after 4096 bytes may fall inside a character.
        readable = head.decode("utf-8", "ignore") if error.start > _HEAD - 4 else "\0"
    return "of no known kind" if "\0" in readable else "text"
