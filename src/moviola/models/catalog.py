"""The catalogue of model files: what each is, where it comes from and on which terms."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from moviola.errors import ModelMissing
from moviola.settings import settings


@dataclass(frozen=True)
class ModelFile:
    """One file of a model. ``member`` is its path inside the wheel; ``size`` is in bytes."""

    name: str
    member: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Model:
    """One model. ``commercial`` is None where the terms are unclear; sizes are in bytes."""

    name: str
    title: str
    package: str
    version: str
    wheel_sha256: str
    wheel_size: int
    licence: str
    provenance: str
    commercial: bool | None
    commercial_reason: str
    used_by: tuple[str, ...]
    files: tuple[ModelFile, ...]

    @property
    def size(self) -> int:
        """Bytes on the disk once fetched."""
        return sum(file.size for file in self.files)

    @property
    def requirement(self) -> str:
        """The line of a requirements file that names exactly this wheel."""
        return f"{self.package}=={self.version} --hash=sha256:{self.wheel_sha256}"


@cache
def catalog() -> Mapping[str, Model]:
    """All known models by name, in the order of ``catalog.toml``."""
    text = files("moviola.models").joinpath("catalog.toml").read_text(encoding="utf-8")
    return MappingProxyType({name: _model(name, entry) for name, entry in tomllib.loads(text).items()})


def find(name: str) -> Model:
    """The model called ``name``.

    Raises:
        ModelMissing: there is none; the message lists those that exist.
    """
    try:
        return catalog()[name]
    except KeyError:
        known = ", ".join(catalog())
        raise ModelMissing(f"There is no model called '{name}'. The models are: {known}.") from None


def permit(model: Model) -> None:
    """Let the model pass if its terms suit the way this machine is used.

    Raises:
        ModelMissing: MOVIOLA_COMMERCIAL=1 and the terms are non-commercial or unclear.
    """
    if settings().commercial and model.commercial is not True:
        raise ModelMissing(
            f"The model '{model.name}' may not be used while MOVIOLA_COMMERCIAL=1 is set. "
            f"{model.commercial_reason} Unset it for non-commercial work."
        )


def _model(name: str, entry: dict[str, Any]) -> Model:
    verdict = entry["commercial"]
    if verdict not in (True, False, "unclear"):
        raise ValueError(
            f"catalog.toml: {name}.commercial is {verdict!r}; it must be true, false or 'unclear'"
        )
    listed = tuple(ModelFile(**file) for file in entry["files"])
    for file in listed:
        # The name becomes a path on the disk: never a folder, never hidden.
        if "/" in file.name or "\\" in file.name or file.name.startswith("."):
            raise ValueError(f"catalog.toml: {name} has a file named {file.name!r}")
    rest = {key: value for key, value in entry.items() if key not in ("files", "commercial", "used_by")}
    return Model(
        name=name,
        files=listed,
        commercial=None if verdict == "unclear" else verdict,
        used_by=tuple(entry["used_by"]),
        **rest,
    )
