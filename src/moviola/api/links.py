"""Addresses of media: signed, expiring, good without a bearer token."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from fastapi import Request

from moviola.api.rooms import House
from moviola.store import Transaction

_SHA256 = re.compile(r"[0-9a-f]{64}")
#: What a link is signed for.
PURPOSE = "media"


class Links:
    """Makes addresses for one request."""

    def __init__(self, house: House, request: Request) -> None:
        self._house = house
        self._base = base_of(house, request)

    def media(self, sha256: str, mime: str, name: str) -> str:
        """The address of a blob, with the name it is saved under."""
        token = self._house.store.signer.sign(PURPOSE, {"h": sha256, "m": mime, "n": name})
        return f"{self._base}/media/{token}/{quote(name, safe='')}"

    def add(self, tx: Transaction, user_id: str, value: Any) -> Any:
        """A copy of ``value`` where every object with the ``sha256`` of a user's file has its ``cdn_url``."""
        if isinstance(value, list):
            return [self.add(tx, user_id, one) for one in value]
        if not isinstance(value, dict):
            return value
        copy = {key: self.add(tx, user_id, one) for key, one in value.items()}
        digest = value.get("sha256")
        if isinstance(digest, str) and _SHA256.fullmatch(digest):
            row = tx.files.owns(user_id, digest) or tx.renders.owns(user_id, digest)
            if row is not None:
                copy["cdn_url"] = self.media(digest, row.mime, str(value.get("name") or row.name))
        return copy


def base_of(house: House, request: Request) -> str:
    """The address that clients know this server by, without a slash at its end."""
    return (house.settings.web_url or str(request.base_url)).rstrip("/")
