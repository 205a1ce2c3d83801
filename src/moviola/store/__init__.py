"""Rows, blobs, the event log and the ledger."""

from __future__ import annotations

from moviola.store.database import Store
from moviola.store.transaction import Transaction

__all__ = ["Store", "Transaction"]
