from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from moviola.errors import StorageFull
from moviola.media.provenance import origin, read, save_png


def test_a_picture_tells_where_it_comes_from(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    facts = origin("synthetic: a test", "tiny 1", 7, "a lake", ("more fog", "换成清晨"))
    save_png(Image.new("RGB", (8, 8)), path, facts)
    assert read(path) == facts
    assert read(path)["Changes"] == "more fog; 换成清晨"
    with Image.open(path) as picture:
        assert picture.info["srgb"] == 0


def test_what_is_not_known_is_not_told() -> None:
    assert set(origin("storyboard", "board 1")) == {"Software", "Source", "Engine"}


def test_no_room_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "gone" / "a.png"
    with pytest.raises(StorageFull):
        save_png(Image.new("RGB", (8, 8)), path, origin("x", "y"))
    assert not path.exists()
