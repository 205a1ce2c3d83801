from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moviola.errors import FileTooLarge, NotFound, UnsupportedFile
from moviola.media.names import named, safe_name


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ("captain.mp4", "captain.mp4"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\a.png", "a.png"),
        ("a\0b.png", "ab.png"),
        ("a\r\nSet-Cookie: x.png", "a Set-Cookie_ x.png"),
        ("老船长.jpg", "老船长.jpg"),
        ("👨\u200d👩\u200d👧.png", "👨\u200d👩\u200d👧.png"),
        ("\u202egpj.exe", "gpj.exe"),
        ("e\u0301.png", "é.png"),
        ("", "file"),
        ("..", "file"),
        (" . ", "file"),
        (".bashrc", "bashrc"),
        ("a/", "file"),
        ("con.txt", "_con.txt"),
        ("LPT1", "_LPT1"),
        ("console.png", "console.png"),
        ("\ud800.png", "_.png"),
        ('a<b>"c|d?.png', "a_b__c_d_.png"),
    ],
)
def test_names(raw: str, safe: str) -> None:
    assert safe_name(raw) == safe


def test_a_long_name_keeps_its_extension() -> None:
    assert safe_name("x" * 300 + ".jpeg") == "x" * 195 + ".jpeg"
    long = safe_name("船" * 300 + ".mp4")
    assert long.endswith("船.mp4") and len(long.encode()) <= 200
    assert len(safe_name("a." + "b" * 300).encode()) <= 200


def test_the_fallback_can_be_chosen() -> None:
    assert safe_name("///", fallback="upload") == "upload"


@given(st.text())
def test_any_text_becomes_a_name(raw: str) -> None:
    name = safe_name(raw)
    assert name and len(name.encode()) <= 200
    assert not set(name) & set('/\\\0\n\r<>:"|?*\u202e') and name not in (".", "..")
    assert safe_name(name) == name


@pytest.mark.parametrize("kind", [UnsupportedFile, FileTooLarge])
def test_sentences_about_a_file_begin_with_its_name(kind: type[UnsupportedFile] | type[FileTooLarge]) -> None:
    with pytest.raises(kind, match=r"^老船长\.jpg: This is no picture\.$"), named("老船长.jpg"):
        raise kind("This is no picture.")


def test_other_errors_stay_as_they_are() -> None:
    with pytest.raises(NotFound, match=r"^Nothing here\.$"), named("a.jpg"):
        raise NotFound("Nothing here.")
