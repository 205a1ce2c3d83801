"""A file from the web, in a box: public addresses only, limits on size and time, nothing half on the disk."""

from __future__ import annotations

import errno
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from urllib.parse import unquote

import httpx

from moviola import __version__
from moviola.errors import BadRequest, FileTooLarge, MoviolaError, StorageFull, UnsupportedFile
from moviola.media.address import UNREACHABLE, resolve
from moviola.media.deadline import Deadline
from moviola.media.magic import identify
from moviola.media.names import safe_name

#: Called with the fraction done (0–1) and a stage name; what it raises stops the work.
Progress = Callable[[float, str], None]

MAX_REDIRECTS = 5
_CONNECT_SECONDS = 10.0
_READ_SECONDS = 20.0
_CHUNK = 1 << 16
#: Ports below 1024 belong to other services, which must not be talked to through us.
_WEB_PORTS = frozenset({80, 443})
_BROKE = "The connection to this address broke off. Try again, or upload the file itself."
_DAMAGED = "The file behind this address is damaged: it cannot be unpacked. Upload the file itself."


@dataclass(frozen=True)
class FetchedFile:
    """A fetched file: its name as the server gives it, made harmless, and its size in bytes."""

    name: str
    size: int


def _no_progress(fraction: float, stage: str) -> None:
    """Tell nobody."""


def fetch(
    url: str,
    target: Path,
    limit: int,
    progress: Progress = _no_progress,
    *,
    allow_private: bool = False,
    seconds: float = 600.0,
) -> FetchedFile:
    """Fetch ``url`` into the file ``target``: at most ``limit`` bytes (also unpacked) in at most ``seconds``.

    The file appears when it is whole. ``allow_private`` lets the host of ``url`` be in this machine's own network, and
    no host that it redirects to.

    Raises:
        BadRequest: not http(s), carries credentials, not public, or answers with an error.
        FileTooLarge: more than ``limit`` bytes.
        UnsupportedFile: what came is no format that is read.
        StorageFull: no room on the disk.
    """
    partial = target.with_name(f".{target.name}.partial")
    try:
        with Deadline(seconds) as deadline, _plain_errors(deadline, seconds):
            with _open(url, allow_private, deadline) as response:
                size = _save(response, partial, limit, progress)
                if deadline.expired:
                    # A body without a stated length looks complete when its connection is ended.
                    raise _late(seconds)
                name = _name(response)
            identify(partial)
            partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    progress(1.0, "done")
    return FetchedFile(name, size)


def _late(seconds: float) -> BadRequest:
    return BadRequest(f"This address took longer than {seconds:.0f} seconds. Upload the file itself.")


@contextmanager
def _plain_errors(deadline: Deadline, seconds: float) -> Iterator[None]:
    try:
        yield
    except MoviolaError:
        raise
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        raise _late(seconds) if deadline.expired else BadRequest(UNREACHABLE) from error
    except httpx.TimeoutException as error:
        raise BadRequest(
            "This address does not answer in time. Try again, or upload the file itself."
        ) from error
    except httpx.InvalidURL as error:
        raise BadRequest("This address redirects to something that is no web address.") from error
    except httpx.HTTPError as error:
        raise _late(seconds) if deadline.expired else BadRequest(_BROKE) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageFull("There is no room on the disk for this file. Free some space.") from error
        raise


@contextmanager
def _open(url: str, allow_private: bool, deadline: Deadline) -> Iterator[httpx.Response]:
    """The answer behind ``url`` after at most ``MAX_REDIRECTS`` redirections, each judged like the first."""
    timeout = httpx.Timeout(_READ_SECONDS, connect=_CONNECT_SECONDS)
    # Neither a proxy nor .netrc of the server's own account may be used on a stranger's behalf.
    with httpx.Client(timeout=timeout, trust_env=False, follow_redirects=False) as client:
        address = first = _parse(url)
        for _ in range(MAX_REDIRECTS + 1):
            # Of a server of one's own it is not said that it may send us on to another one.
            private = allow_private and address.host == first.host
            response = _send(client, address, private, deadline)
            try:
                if not response.has_redirect_location:
                    _check_status(response.status_code)
                    # The name in the path is that of the address asked for, not of the one connected to.
                    response.extensions["asked"] = address
                    yield response
                    return
                address = _parse(str(address.join(response.headers["Location"])))
            finally:
                response.close()
                # Two names may share one address, and a cookie of one is not for the other.
                client.cookies.clear()
    raise BadRequest(f"This address redirects more than {MAX_REDIRECTS} times. Give the final address.")


def _parse(url: str) -> httpx.URL:
    try:
        parsed = httpx.URL(url.strip())
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise BadRequest("This is not a web address. It must start with http:// or https://.") from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise BadRequest("Only http:// and https:// addresses can be fetched.")
    if parsed.userinfo:
        raise BadRequest(
            "An address with a user name or password in it is not fetched. Upload the file itself."
        )
    if parsed.port is not None and parsed.port < 1024 and parsed.port not in _WEB_PORTS:
        raise BadRequest(UNREACHABLE)
    return parsed


def _send(client: httpx.Client, url: httpx.URL, allow_private: bool, deadline: Deadline) -> httpx.Response:
    """Ask the judged address itself; the name travels in the Host header and in the TLS handshake."""
    port = url.port or (443 if url.scheme == "https" else 80)
    failure: httpx.TransportError | None = None
    for address in resolve(url.host, port, allow_private=allow_private):
        request = client.build_request(
            "GET",
            url.copy_with(host=str(address)),
            headers={
                "Host": url.netloc.decode("ascii"),
                "User-Agent": f"moviola/{__version__}",
                "Accept": "video/*, image/*, audio/*, */*;q=0.1",
                "Accept-Encoding": "identity",
            },
            extensions={"sni_hostname": url.raw_host.decode("ascii"), "trace": deadline.trace},
        )
        try:
            return client.send(request, stream=True)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            failure = error
            if deadline.expired:
                break
    raise BadRequest(UNREACHABLE) from failure


def _check_status(status: int) -> None:
    if status in (401, 403):
        raise BadRequest(f"This address is not open to everyone (HTTP {status}). Upload the file itself.")
    if status in (404, 410):
        raise BadRequest(f"There is no file at this address (HTTP {status}). Check it in a browser.")
    if status != 200:
        raise BadRequest(f"This address gives no file (HTTP {status}). Try again, or upload the file itself.")


def _save(response: httpx.Response, partial: Path, limit: int, progress: Progress) -> int:
    too_large = FileTooLarge(
        f"The file behind this address is larger than {limit / 1e6:g} MB, the limit. Make it smaller."
    )
    length = response.headers.get("Content-Length", "")
    declared = int(length) if length.isdecimal() else 0
    if declared > limit:
        raise too_large
    size = received = 0
    with partial.open("wb") as file:
        for chunk in _unpacked(response):
            size += len(chunk)
            if size > limit:
                raise too_large
            file.write(chunk)
            received = response.num_bytes_downloaded
            progress(min(1.0, received / declared) if declared else 0.0, "download")
    return size


def _unpacked(response: httpx.Response) -> Iterator[bytes]:
    """The body in pieces of at most 64 KiB, however small it was packed."""
    coding = response.headers.get("Content-Encoding", "identity").strip().lower()
    raw = response.iter_raw(_CHUNK)
    if coding in ("", "identity"):
        yield from raw
        return
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise UnsupportedFile(
            f"The file behind this address comes packed as '{safe_name(coding)}'. Upload it itself."
        )
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    try:
        for chunk in raw:
            rest = chunk
            while rest:
                yield unpacker.decompress(rest, _CHUNK)
                rest = unpacker.unconsumed_tail
    except zlib.error as error:
        raise UnsupportedFile(_DAMAGED) from error
    if not unpacker.eof:
        raise UnsupportedFile(_DAMAGED)


def _name(response: httpx.Response) -> str:
    header = Message()
    header["Content-Disposition"] = response.headers.get("Content-Disposition", "")
    given = header.get_filename()
    asked: httpx.URL = response.extensions["asked"]
    return safe_name(given or unquote(asked.path.rpartition("/")[2]))
