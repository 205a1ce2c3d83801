from __future__ import annotations

from pathlib import Path

import pytest

from moviola.errors import UnsupportedFile
from moviola.media.magic import identify, sniff
from tests.media import samples

#: Bytes that are refused, and what the sentence must call them.
REFUSED = {
    "svg": (b'<?xml version="1.0"?><svg xmlns="x"/>', "an SVG drawing"),
    "html": (b"<!DOCTYPE html><html><body>hi</body></html>", "a web page"),
    "xml": (b"<?xml version='1.0'?><MPD/>", "an XML document"),
    "pdf": (b"%PDF-1.7\n", "a PDF document"),
    "text": ("老船长 just words".encode(), "text"),
    "playlist": (b"#EXTM3U\n#EXTINF:1,\n/etc/passwd\n", "a playlist"),
    "concat": (b"ffconcat version 1.0\nfile /etc/passwd\n", "a playlist"),
    "sdp": (b"v=0\no=- 0 0 IN IP4 127.0.0.1\n", "a stream description"),
    "zip": (b"PK\x03\x04" + bytes(60), "a ZIP archive"),
    "exe": (b"MZ" + bytes(60), "a Windows program"),
    "elf": (b"\x7fELF" + bytes(60), "a program"),
    "tiff": (b"II*\x00" + bytes(60), "a TIFF"),
    "bmp": (b"BM" + bytes(60), "a BMP picture"),
    "flac": (b"fLaC" + bytes(60), "a FLAC sound file"),
    "ogg": (b"OggS" + bytes(60), "an Ogg file"),
    "avif": (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf", "an AVIF"),
    "zeros": (bytes(5000), "of no known kind"),
    "noise": (b"\xff\xfb" + bytes(range(256)) * 8, "of no known kind"),
    "script": (b"#!/bin/sh\nrm -rf /\n", "text"),
    "riff": (b"RIFF\0\0\0\0sfbk", "of no known kind"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_refused_is_named_and_the_formats_are_listed(kind: str, tmp_path: Path) -> None:
    data, name = REFUSED[kind]
    path = tmp_path / "captain.mp4"
    path.write_bytes(data)
    with pytest.raises(
        UnsupportedFile, match=f"This file is {name}.*mp4, mov, avi, webm, mkv.*heic.*aac"
    ) as caught:
        identify(path)
    assert caught.value.code == 4001


def test_an_empty_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.png").touch()
    with pytest.raises(UnsupportedFile, match="is empty"):
        identify(tmp_path / "a.png")


@pytest.mark.parametrize(
    ("head", "magic"),
    [
        (b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2", "mov"),
        (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", "mov"),
        (b"\0\0\0\x08wide\0\0\0\0mdat", "mov"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "heif"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "heif"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif", None),
        (b"RIFF\0\0\0\0WEBPVP8 ", "webp"),
        (b"RIFF\0\0\0\0AVI LIST", "avi"),
        (b"RF64\xff\xff\xff\xffWAVEds64", "wav"),
        (b"\xff\xd8\xff\xe0", "jpeg"),
        (b"", None),
        (b"\0\0\0\x18ftyp", "mov"),
    ],
)
def test_signatures(head: bytes, magic: str | None) -> None:
    assert sniff(head) == magic


def test_mp3_behind_a_large_id3_tag_and_padding(tmp_path: Path) -> None:
    frames = samples.sound(tmp_path / "a.mp3", "libmp3lame").read_bytes()
    frames = frames[frames.index(b"\xff\xfb") :]
    size = 300_000
    syncsafe = bytes([size >> 21 & 127, size >> 14 & 127, size >> 7 & 127, size & 127])
    (tmp_path / "b.mp3").write_bytes(b"ID3\x04\0\0" + syncsafe + b"x" * size + bytes(100) + frames)
    assert identify(tmp_path / "b.mp3") == "mp3"


def test_an_id3_tag_alone_is_no_sound(tmp_path: Path) -> None:
    (tmp_path / "a.mp3").write_bytes(b"ID3\x04\0\0\0\0\0\x7f" + bytes(4000))
    with pytest.raises(UnsupportedFile):
        identify(tmp_path / "a.mp3")
