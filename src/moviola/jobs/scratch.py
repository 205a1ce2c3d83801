"""Folders for work in progress, and clearing away what dead processes left."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

from moviola.jobs import lease

#: A command's folder without a lock is one that is just being made, unless it is older than this, in seconds.
_NEW = 3600.0
_COMMANDS = "make-"
_HOLDERS = "executors"


def scratch(home: Path) -> Path:
    """The folder for work in progress of a data folder."""
    folder = home / "scratch"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def holders(home: Path) -> Path:
    """Where the processes that use a data folder hold their leases."""
    return home / _HOLDERS


def command_home(home: Path) -> tuple[Path, lease.Lease]:
    """A data folder of its own for one command, in ``home``, and the lease that says the command lives."""
    home.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=_COMMANDS, dir=home))
    return folder, lease.take(holders(folder))


def sweep_commands(home: Path) -> None:
    """Remove the data folders of commands that were killed."""
    for folder in home.glob(f"{_COMMANDS}*"):
        if not folder.is_dir():
            continue
        held = lease.dead(holders(folder))
        known = any(holders(folder).glob("*.lock"))
        # A living command's lock cannot be taken; without any lock only age tells.
        old = time.time() - folder.stat().st_mtime > _NEW
        if held or (not known and old):
            shutil.rmtree(folder, ignore_errors=True)
        for one in held:
            one.release()


def sweep(home: Path) -> None:
    """Remove work in progress that nobody goes on with; call with a lease of ``home`` held.

    Does nothing while another process uses the folder: what lies there may be that one's.
    """
    found = list(scratch(home).iterdir())
    if lease.living(holders(home)) > 1:
        return
    for entry in found:
        if entry.is_dir():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)
