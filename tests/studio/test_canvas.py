from __future__ import annotations

import pytest

from moviola.errors import BadRequest
from moviola.studio import canvas


@pytest.mark.parametrize(
    ("aspect", "size"),
    [
        ("16:9", (1920, 1080)),
        ("9:16", (1080, 1920)),
        ("1:1", (1080, 1080)),
        ("4:5", (1080, 1350)),
        ("21:9", (2520, 1080)),
    ],
)
def test_a_shape_has_a_short_edge_of_1080(aspect: str, size: tuple[int, int]) -> None:
    frame = canvas.for_aspect(aspect)
    assert (frame.width, frame.height) == size


@pytest.mark.parametrize("aspect", ["", "wide", "0:1", "16", "16:", "30:1", "1:9"])
def test_what_is_no_shape_is_refused(aspect: str) -> None:
    with pytest.raises(BadRequest):
        canvas.for_aspect(aspect)


@pytest.mark.parametrize(
    ("picture", "size"),
    [
        ((4000, 3000), (1440, 1080)),
        ((3000, 4000), (1080, 1440)),
        ((512, 512), (1080, 1080)),
        ((6000, 1000), (1920, 480)),
        ((0, 0), (1920, 1080)),
    ],
)
def test_a_picture_is_shown_whole_where_that_is_sensible(
    picture: tuple[int, int], size: tuple[int, int]
) -> None:
    frame = canvas.for_picture(*picture)
    assert (frame.width, frame.height) == size
    assert frame.width % 2 == frame.height % 2 == 0
