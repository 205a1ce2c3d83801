"""Reads and changes the project of a session, one transaction at a time."""

from __future__ import annotations

from moviola.store import Transaction
from moviola.studio.done import Change
from moviola.studio.project import Project


def project_of(tx: Transaction, session_id: str) -> Project:
    """The project as it is now."""
    return Project.load(tx.sessions.get(session_id).state)


def change(tx: Transaction, session_id: str, how: Change) -> Project:
    """Apply a change to the project as it is now, whatever happened since the change was thought of."""
    row = tx.sessions.get(session_id)
    changed = how(Project.load(row.state))
    tx.sessions.save(session_id, changed.dump(), row.version)
    return changed
