from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from moviola.engines.base import BoardRequest, BoardShot, no_progress
from moviola.engines.board.engine import BoardEngine
from moviola.errors import UnsupportedFile
from moviola.render.board import HEIGHT, WIDTH


def test_a_sheet_holds_all_pages(tmp_path: Path) -> None:
    Image.new("RGB", (64, 36), "red").save(tmp_path / "a.png")
    shots = (BoardShot(picture=tmp_path / "a.png", words="One"),) * 7
    output = BoardEngine().run(BoardRequest(title="T", shots=shots), tmp_path, no_progress)
    with Image.open(output.file.path) as sheet:
        assert sheet.size == (WIDTH, 2 * HEIGHT) == (output.file.width, output.file.height)
    assert output.parameters == {"pages": 2, "shots": 7}


def test_a_file_that_is_no_picture_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"no picture")
    shots = (BoardShot(picture=tmp_path / "a.png"),)
    with pytest.raises(UnsupportedFile):
        BoardEngine().run(BoardRequest(title="T", shots=shots), tmp_path, no_progress)
