from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from typing import Any

import pytest

from moviola.errors import BadRequest
from moviola.render.output import FORMATS, MEDIA_TYPES, OutputSettings


def test_defaults_are_mp4_in_high_quality_as_the_draft_has_it() -> None:
    output = OutputSettings.parse({})
    assert (output.format, output.quality, output.resolution, output.fps) == ("mp4", "high", None, None)
    assert output.size(1080, 1920) == (1080, 1920)
    assert output.rate(25) == 25


@pytest.mark.parametrize(
    "said, meant", [("MP4", "mp4"), (".jpeg", "jpg"), (" Webm ", "webm"), ("m4v", "mp4")]
)
def test_formats_are_read_as_people_write_them(said: str, meant: str) -> None:
    assert OutputSettings.parse({"format": said}).format == meant


@pytest.mark.parametrize("wrong", ["exe", "", None, 5, ["mp4"], "mp4\0"])
def test_an_unknown_format_lists_the_known_ones(wrong: Any) -> None:
    with pytest.raises(BadRequest) as caught:
        OutputSettings.parse({"format": wrong})
    for known in FORMATS:
        assert known in str(caught.value)


@pytest.mark.parametrize(
    "resolution, size",
    [
        ("1080p", (1080, 1920)),
        ("720P", (720, 1280)),
        ("4k", (2160, 3840)),
        ("1920x1080", (1920, 1080)),
        ("641 × 481", (641, 481)),
        (None, (1080, 1920)),
    ],
)
def test_resolutions(resolution: str | None, size: tuple[int, int]) -> None:
    assert OutputSettings.parse({"resolution": resolution}).size(1080, 1920) == size


def test_a_height_is_the_shorter_edge_of_a_wide_draft() -> None:
    assert OutputSettings.parse({"resolution": "480p"}).size(1920, 1080) == (853, 480)


@pytest.mark.parametrize("field, wrong", [
    ("resolution", "big"), ("resolution", "0x0"), ("resolution", "50000x50000"), ("resolution", 1080),
    ("resolution", "-1080p"), ("quality", "best"), ("quality", 1), ("fps", 0), ("fps", 121), ("fps", "fast"),
    ("fps", True), ("fps", float("nan")), ("at_ms", -1), ("at_ms", "soon"),
])  # fmt: skip
def test_what_cannot_be_is_refused(field: str, wrong: Any) -> None:
    with pytest.raises(BadRequest):
        OutputSettings.parse({field: wrong})


def test_not_even_an_object() -> None:
    with pytest.raises(BadRequest):
        OutputSettings.parse(["mp4"])  # type: ignore[arg-type]


@pytest.mark.parametrize("said, exact", [
    (29.97, Fraction(30000, 1001)), (23.976, Fraction(24000, 1001)), (25, Fraction(25)), ("12.5", Fraction(25, 2)),
])  # fmt: skip
def test_broadcast_rates_are_exact(said: Any, exact: Fraction) -> None:
    assert OutputSettings.parse({"fps": said}).rate(30) == exact


def test_unknown_keys_do_no_harm() -> None:
    assert OutputSettings.parse({"format": "mov", "codec": "h264", "crf": 23}).format == "mov"


def test_every_format_has_a_media_type() -> None:
    assert set(MEDIA_TYPES) == set(FORMATS)


def test_the_settings_load_no_codec() -> None:
    code = (
        "import sys, moviola.render.output; print(sorted({'av', 'cv2', 'numpy', 'PIL'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
