"""Computed arrays kept in the cache folder: written whole or not at all, computed again when broken."""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from moviola.engines.place.kernels import Picture
from moviola.models.lock import hold
from moviola.settings import settings


def kept(name: str, fields: tuple[str, ...], compute: Callable[[], dict[str, Picture]]) -> dict[str, Picture]:
    """The arrays ``fields`` of the cache entry ``name``, in the type they were made in.

    ``compute`` makes them where they are absent or broken; other processes that want them wait for it.
    """
    folder = settings().cache / "terrain"
    path = folder / f"{name}.npz"
    arrays = _read(path, fields)
    if arrays is not None:
        return arrays
    folder.mkdir(parents=True, exist_ok=True)
    with hold(folder / f"{name}.lock", lambda: None):
        arrays = _read(path, fields)
        if arrays is None:
            arrays = compute()
            _write(path, arrays)
    return arrays


def _read(path: Path, fields: tuple[str, ...]) -> dict[str, Picture] | None:
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
            return {field: np.asarray(stored[field]) for field in fields}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def _write(path: Path, arrays: dict[str, Picture]) -> None:
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            np.savez(stream, **arrays)  # type: ignore[arg-type]
        Path(part).replace(path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
