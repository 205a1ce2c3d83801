"""Pictures by any server that speaks the OpenAI images protocol (``POST …/images/generations``)."""

from __future__ import annotations

import base64
from pathlib import Path
from urllib.parse import urlsplit

from moviola.engines.base import ImageRequest, Output, Progress
from moviola.engines.remote import OPENAI
from moviola.engines.remote.picture import LIMIT, nearest, save, words_of
from moviola.engines.remote.wire import Answer, Server, connected
from moviola.errors import BadRequest, EngineFailed, MoviolaError, RateLimited, Refused, StorageFull
from moviola.media.fetch import fetch
from moviola.settings import settings


class OpenAIEngine:
    """Fulfils :class:`moviola.engines.base.Engine` for ``image``."""

    def run(self, request: ImageRequest, folder: Path, progress: Progress) -> Output:
        """Have the picture drawn.

        Raises:
            BadRequest: the server is not set up, or takes not the key, the model or the prompt.
            Refused: the server does not draw that.
            RateLimited: it is asked too often.
            EngineFailed: it cannot be reached, or sends no picture.
        """
        chosen = settings()
        width, height = nearest(request.width, request.height, _sizes(chosen.images_sizes))
        body = {"prompt": words_of(request), "n": 1, "size": f"{width}x{height}"}
        if chosen.images_model:
            body["model"] = chosen.images_model
        key = chosen.images_key.get_secret_value()
        progress(0.05, "draw")
        with connected(chosen.images_url, "MOVIOLA_IMAGES_URL", key) as server:
            answer = server.ask("POST", "/images/generations", json=body)
            if answer.code != 200:
                raise _refusal(server, answer.code, answer)
            progress(0.9, "receive")
            data = _picture(server, answer, chosen.images_url, folder)
        output = save(
            data,
            request,
            OPENAI,
            folder,
            {"model": chosen.images_model, "drawn_width": width, "drawn_height": height},
        )
        progress(1.0, "done")
        return output


def _sizes(text: str) -> list[tuple[int, int]]:
    try:
        sizes = [(int(a), int(b)) for a, _, b in (part.strip().partition("x") for part in text.split(","))]
    except ValueError:
        sizes = []
    if not sizes or any(a < 16 or b < 16 for a, b in sizes):
        raise BadRequest(f"MOVIOLA_IMAGES_SIZES is '{text}'. Write sizes like 1024x1024,1536x1024.")
    return sizes


def _picture(server: Server, answer: Answer, address: str, folder: Path) -> bytes:
    told = answer.value
    data = told.get("data")
    first = data[0] if isinstance(data, list) and data and isinstance(data[0], dict) else {}
    if isinstance(first.get("b64_json"), str):
        try:
            return base64.b64decode(first["b64_json"], validate=True)
        except ValueError as fault:
            raise EngineFailed("The picture that the image server sent is damaged. Try again.") from fault
    if isinstance(first.get("url"), str):
        return _fetched(first["url"], address, folder)
    if told.get("error"):
        # some servers say so what others say by the status
        raise _refusal(server, 0, answer)
    raise EngineFailed("The image server's answer holds no picture. Check MOVIOLA_IMAGES_URL.")


def _fetched(url: str, server: str, folder: Path) -> bytes:
    """The picture at the address that the server answered with."""
    target = folder / "answer.part"
    try:
        # A server of one's own network may answer with an address there; no other server may lead us into it.
        own = urlsplit(url).hostname == urlsplit(server).hostname
        fetch(url, target, LIMIT, allow_private=own)
        return target.read_bytes()
    except StorageFull:
        raise
    except (MoviolaError, ValueError) as fault:
        raise EngineFailed(
            "The picture cannot be fetched from the address that the image server gave. Look after the server, or"
            " set it to answer with b64_json."
        ) from fault
    finally:
        target.unlink(missing_ok=True)


def _refusal(server: Server, code: int, answer: Answer) -> MoviolaError:
    """The error for an answer that is none; ``code``: its HTTP status, 0 where that says nothing."""
    try:
        told = answer.value.get("error")
    except EngineFailed:
        told = None
    fault = told if isinstance(told, dict) else {"message": told}
    reason = server.said(fault.get("code")) or server.said(fault.get("type"))
    message = server.said(fault.get("message"))
    if any(
        word in f"{reason} {message}".lower() for word in ("content_policy", "moderation", "safety system")
    ):
        return Refused(f"The image server does not draw that: {message or reason}. Ask for something else.")
    if code in (401, 403):
        return BadRequest("The image server refused the key. Set MOVIOLA_IMAGES_KEY to a valid one.")
    if code == 404:
        return BadRequest(
            "The image server has no such endpoint or model. Check MOVIOLA_IMAGES_URL (it ends before /images) and"
            " MOVIOLA_IMAGES_MODEL."
        )
    if code == 429:
        wait = answer.headers.get("retry-after", "")
        return RateLimited(
            f"The image server is asked too often or its quota is used up: {message or 'no reason given'}. Try later.",
            retry_after=int(wait) if wait.isdecimal() and len(wait) < 6 else None,
        )
    if 300 <= code < 400:
        return BadRequest(
            f"The image server answers from another address (HTTP {code}). Set MOVIOLA_IMAGES_URL to that one."
        )
    if 400 <= code < 500:
        return BadRequest(
            f"The image server did not take the request: {message or reason or code}. Check its settings."
        )
    status = f" (HTTP {code})" if code else ""
    return EngineFailed(
        f"The image server failed{status}: {message or reason or 'no reason given'}. Try again."
    )
