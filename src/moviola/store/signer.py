"""Signed, expiring tokens for media links, and the secret they are signed with."""

from __future__ import annotations

import os
import secrets
import time
from pathlib import Path
from typing import Any, cast

from itsdangerous import BadData, URLSafeSerializer

from moviola.errors import NotFound

#: A link is good for at least this long, and at most an hour longer.
LIFETIME = 24 * 3600


def secret(folder: Path) -> bytes:
    """The secret of this data folder, made at the first call, readable by its owner only."""
    path = folder / "secret.key"
    if not path.exists():
        fresh = folder / f"secret.{secrets.token_hex(8)}"
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        try:
            # Two processes may start at once: a link, unlike a rename, keeps the first one's secret.
            path.hardlink_to(fresh)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_bytes()


class Signer:
    """Signs small JSON values for a purpose; a token for one purpose is no good for another."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def sign(self, purpose: str, value: dict[str, Any], lifetime: int = LIFETIME) -> str:
        """A URL-safe token, good for ``lifetime`` seconds or up to an hour more.

        The end is rounded up to the hour, so that the same value keeps the same token for a while and a
        browser's cache can know it again.
        """
        hour = 3600 if lifetime >= 3600 else 1
        end = -(-(int(time.time()) + lifetime) // hour) * hour
        # A letter first: some proxies take a path that begins with a dot for a hidden file.
        return "m" + str(self._serializer(purpose).dumps({"v": value, "e": end}))

    def verify(self, purpose: str, token: str) -> dict[str, Any]:
        """The value that was signed. :class:`NotFound` for a token that is forged or over."""
        try:
            loaded = self._serializer(purpose).loads(token[1:] if token[:1] == "m" else "")
            value, end = loaded["v"], int(loaded["e"])
        except (BadData, KeyError, TypeError, ValueError):
            raise NotFound("This link is not valid. Read the state again for fresh links.") from None
        if time.time() > end:
            raise NotFound("This link has expired. Read the state again for fresh links.")
        return cast(dict[str, Any], value)

    def _serializer(self, purpose: str) -> URLSafeSerializer:
        return URLSafeSerializer(self._key, salt=f"moviola.{purpose}")
