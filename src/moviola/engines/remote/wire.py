"""Talking to an image server: one client, and plain words for everything that can go wrong.

The server is not trusted: what it sends is bounded in size and time, it leads us nowhere, and what it says is repeated
without control characters and without the key that it was told.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from moviola.engines.remote.picture import LIMIT
from moviola.errors import BadRequest, EngineFailed
from moviola.media.deadline import Deadline

#: Seconds to reach the server, to wait for its next byte, and for the whole of an answer.
_CONNECT, _SILENCE, _ANSWER = 10.0, 600.0, 900.0
#: A picture in base64 within JSON, in bytes.
_LONGEST = LIMIT * 3 // 2
#: Characters of a server's own words that are repeated.
_WORDS = 300
_TOO_MUCH = "The image server sent more than a picture can be. Check its address."


@dataclass(frozen=True)
class Answer:
    """What a server answered; redirections are answers too, and not followed."""

    code: int
    headers: httpx.Headers
    body: bytes

    @property
    def value(self) -> dict[str, Any]:
        """The JSON object that it holds.

        Raises:
            EngineFailed: it holds none.
        """
        try:
            value = json.loads(self.body)
        except (ValueError, RecursionError) as fault:
            raise EngineFailed(
                "The image server's answer is not JSON. Check that its address is the right one."
            ) from fault
        if not isinstance(value, dict):
            raise EngineFailed("The image server's answer is not what its protocol says. Check its address.")
        return value


class Server:
    """The server at the address that a setting names."""

    def __init__(self, client: httpx.Client, key: str, seconds: float) -> None:
        self._client = client
        self._key = key
        self._seconds = seconds

    def ask(self, method: str, path: str, **request: Any) -> Answer:
        """Ask, and read the whole answer.

        Raises:
            EngineFailed: no answer, or one that is too long or takes too long.
        """
        parts: list[bytes] = []
        size = 0
        with Deadline(self._seconds) as deadline:
            try:
                with self._client.stream(
                    method, path, extensions={"trace": deadline.trace}, **request
                ) as answer:
                    if answer.headers.get("content-encoding", "identity").strip().lower() not in _PACKED:
                        raise EngineFailed(
                            "The image server's answer is packed in a way that was not asked for."
                        )
                    for part in answer.iter_bytes(1 << 16):
                        parts.append(part)
                        size += len(part)
                        if size > _LONGEST:
                            raise EngineFailed(_TOO_MUCH)
            except (httpx.HTTPError, RuntimeError) as fault:
                if deadline.expired:
                    raise httpx.ReadTimeout("the whole answer took too long") from fault
                raise
            if deadline.expired:
                raise httpx.ReadTimeout("the whole answer took too long")
        return Answer(answer.status_code, answer.headers, b"".join(parts))

    def said(self, words: object) -> str:
        """What the server says, fit to be repeated; "" for what are no words."""
        if not isinstance(words, str):
            return ""
        if self._key:
            words = words.replace(self._key, "…")
        plain = "".join(c if c.isprintable() else " " for c in words)
        return " ".join(plain.split())[:_WORDS]


#: Packings of one layer; more of them multiply.
_PACKED = frozenset({"", "identity", "gzip", "deflate"})


@contextmanager
def connected(address: str, setting: str, key: str = "", *, seconds: float = _ANSWER) -> Iterator[Server]:
    """The server at ``address``, which ``setting`` names; ``seconds``: for one answer.

    Raises:
        BadRequest: there is no address, or it is none, or the key cannot be sent.
        EngineFailed: the server cannot be reached, or breaks off.
    """
    if not address:
        raise BadRequest(f"No image server is set up. Set {setting} to its address.")
    if not address.startswith(("http://", "https://")):
        raise BadRequest(f"{setting} is no web address. It begins with http:// or https://.")
    key = key.strip()
    if not (key.isascii() and key.isprintable()):
        raise BadRequest("MOVIOLA_IMAGES_KEY has characters in it that no key has. Copy it again.")
    headers = {"accept-encoding": "identity"} | ({"authorization": f"Bearer {key}"} if key else {})
    timeout = httpx.Timeout(_SILENCE, connect=_CONNECT)
    try:
        with httpx.Client(base_url=address.rstrip("/"), headers=headers, timeout=timeout) as client:
            yield Server(client, key, seconds)
    except httpx.InvalidURL as fault:
        raise BadRequest(f"{setting} is no web address. It begins with http:// or https://.") from fault
    except httpx.TimeoutException as fault:
        raise EngineFailed(
            f"The image server did not answer in time. Look after it ({setting}) and try again."
        ) from fault
    except httpx.HTTPError as fault:
        raise EngineFailed(
            f"The image server could not be reached ({type(fault).__name__}). Check {setting} and that it runs."
        ) from fault
