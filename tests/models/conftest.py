"""A small model in a wheel of its own, and a pip that sees nothing but the folder it lies in."""

from __future__ import annotations

import base64
import hashlib
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from moviola.models import catalog as catalog_module
from moviola.models import store as store_module
from moviola.models.catalog import Model, ModelFile
from moviola.settings import settings

WEIGHTS = bytes(range(256)) * 400
GRAPH = b"<net/>"


def build_wheel(folder: Path, members: dict[str, bytes], version: str = "1.0") -> Path:
    """A wheel that pip accepts, with ``members`` in it."""
    info = f"toy_net-{version}.dist-info"
    everything = members | {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: toy-net\nVersion: {version}\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = ""
    for name, data in everything.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        record += f"{name},sha256={digest},{len(data)}\n"
    folder.mkdir(exist_ok=True)
    path = folder / f"toy_net-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in everything.items():
            archive.writestr(name, data)
        archive.writestr(f"{info}/RECORD", record + f"{info}/RECORD,,\n")
    return path


def describe(
    wheel: Path, name: str = "toy", *, commercial: bool | None = True, version: str = "1.0"
) -> Model:
    """The catalogue entry of a wheel made by :func:`build_wheel`."""

    def file(short: str, data: bytes) -> ModelFile:
        return ModelFile(short, f"toy/{short}", len(data), hashlib.sha256(data).hexdigest())

    return Model(
        name=name,
        title="A toy",
        package="toy-net",
        version=version,
        wheel_sha256=hashlib.sha256(wheel.read_bytes()).hexdigest(),
        wheel_size=wheel.stat().st_size,
        licence="CC0-1.0",
        provenance="Made by the test.",
        commercial=commercial,
        commercial_reason="Because the test says so.",
        used_by=("portrait",),
        files=(file("net.xml", GRAPH), file("net.bin", WEIGHTS)),
    )


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that is the whole package index."""
    folder = tmp_path / "index"
    folder.mkdir()
    for key in [key for key in os.environ if key.startswith("PIP_")]:
        monkeypatch.delenv(key)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty cache folder; the models folder in it."""
    monkeypatch.setenv("MOVIOLA_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("MOVIOLA_COMMERCIAL", raising=False)
    settings.cache_clear()
    yield tmp_path / "cache" / "models"
    settings.cache_clear()


def install(monkeypatch: pytest.MonkeyPatch, *models: Model) -> None:
    """Let the catalogue hold these models and no others."""
    entries = {model.name: model for model in models}
    monkeypatch.setattr(catalog_module, "catalog", lambda: entries)
    monkeypatch.setattr(store_module, "catalog", lambda: entries)


@pytest.fixture
def toy(index: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Model:
    """A model that can be pulled and is not there yet."""
    assert not cache.exists()
    model = describe(
        build_wheel(index, {"toy/net.xml": GRAPH, "toy/net.bin": WEIGHTS, "toy/code.py": b"1/0"})
    )
    install(monkeypatch, model)
    return model


@pytest.fixture
def placed(toy: Model, cache: Path) -> Path:
    """The toy's folder with its files put there by hand, without a stamp."""
    folder = cache / toy.name
    folder.mkdir(parents=True)
    (folder / "net.xml").write_bytes(GRAPH)
    (folder / "net.bin").write_bytes(WEIGHTS)
    return folder
