from __future__ import annotations

import pytest

from moviola.studio.music import piece


@pytest.mark.parametrize(("picture", "music"), [(200, 500), (8_000, 8_000), (3_600_000, 600_000)])
def test_there_is_music_for_a_picture_of_any_length(picture: int, music: int) -> None:
    assert piece("calm_piano", picture, 1).duration_ms == music
