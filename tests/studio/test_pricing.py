from __future__ import annotations

from pathlib import Path

from moviola.settings import Settings
from moviola.studio.pricing import price, table


def _settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path)


def test_generation_has_its_price_and_export_is_free(tmp_path: Path) -> None:
    settings = _settings(tmp_path)
    assert [price(settings, item) for item in ("clip", "image", "free")] == [100, 20, 0]
    assert ("export", 0) in table(settings)


def test_the_edits_of_a_session_cost_no_more_than_their_ceiling(tmp_path: Path) -> None:
    settings = _settings(tmp_path)
    charged = 0
    for _ in range(10):
        charged += price(settings, "edit", charged)
    assert charged == settings.price_edit_session
