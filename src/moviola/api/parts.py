"""Multipart bodies, written to disk as they arrive."""

from __future__ import annotations

import errno
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote_to_bytes

from fastapi import Request
from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, MultipartState, parse_options_header
from starlette.concurrency import run_in_threadpool

from moviola.errors import BadRequest, FileTooLarge, StorageFull

#: Files in one request, and bytes of headers of one part.
MOST_FILES, MOST_HEADER = 20, 8192
_BATCH = 1 << 20
#: A name in the extended notation, as some older clients send one that is not ASCII (RFC 5987).
_EXTENDED = re.compile(rb";\s*filename\*\s*=\s*utf-8'[^']*'([^\s;]+)", re.IGNORECASE)


@dataclass
class Part:
    """A file of a multipart body: where it lies, and what its sender calls it."""

    path: Path
    filename: str


@dataclass
class Receiver:
    """Writes the parts named in ``names`` into ``folder``; each may have ``limit`` bytes.

    :class:`BadRequest` for a malformed body, :class:`FileTooLarge` over the limit, :class:`StorageFull`.
    """

    folder: Path
    limit: int
    names: frozenset[str] = frozenset({"file", "files", "files[]"})
    parts: list[Part] = field(default_factory=list)
    _headers: dict[bytes, bytes] = field(default_factory=dict)
    _name: bytes = b""
    _value: bytes = b""
    _open: BinaryIO | None = None
    _written: int = 0

    async def receive(self, request: Request) -> list[Part]:
        """The files of the request, in order."""
        kind, options = parse_options_header(request.headers.get("content-type", ""))
        boundary = options.get(b"boundary")
        if kind != b"multipart/form-data" or not boundary:
            raise BadRequest("Send the files as multipart/form-data with a boundary, in the field 'files'.")
        parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._header_field,
                "on_header_value": self._header_value,
                "on_header_end": self._header_end,
                "on_headers_finished": self._headers_finished,
                "on_part_data": self._data,
                "on_part_end": self._end,
            },
        )
        waiting = bytearray()
        try:
            async for chunk in request.stream():
                waiting += chunk
                if len(waiting) >= _BATCH:
                    await run_in_threadpool(parser.write, bytes(waiting))
                    waiting.clear()
            await run_in_threadpool(parser.write, bytes(waiting))
            parser.finalize()
            if parser.state != MultipartState.END:
                raise BadRequest(
                    "The multipart body ends before its last boundary. Send the whole of it again."
                )
        except MultipartParseError as error:
            raise BadRequest(f"The multipart body is malformed: {error}") from None
        except OSError as error:
            if error.errno in {errno.ENOSPC, errno.EDQUOT}:
                raise StorageFull(
                    "There is no room left on the disk for this upload. Free some space."
                ) from error
            raise
        finally:
            if self._open is not None:
                self._open.close()
        return self.parts

    def _begin(self) -> None:
        self._headers, self._name, self._value = {}, b"", b""

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]
        self._check_headers()

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]
        self._check_headers()

    def _check_headers(self) -> None:
        if len(self._name) + len(self._value) > MOST_HEADER:
            raise BadRequest("A part of the multipart body has headers that are too long.")

    def _header_end(self) -> None:
        if len(self._headers) < 32:
            self._headers[self._name.lower()] = self._value
        self._name, self._value = b"", b""

    def _headers_finished(self) -> None:
        header = self._headers.get(b"content-disposition", b"")
        _, options = parse_options_header(header)
        name = options.get(b"name", b"").decode("utf-8", "replace")
        if name not in self.names:
            return
        if len(self.parts) >= MOST_FILES:
            raise BadRequest(f"At most {MOST_FILES} files fit in one request. Send the others in another.")
        part = Part(self.folder / f"part{len(self.parts)}", _filename(header, options) or "file")
        self._open = part.path.open("xb")
        self._written = 0
        self.parts.append(part)

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._open is None:
            return
        self._written += end - start
        if self._written > self.limit:
            raise too_large(self.limit)
        self._open.write(data[start:end])

    def _end(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None


def _filename(header: bytes, options: dict[bytes, bytes]) -> str:
    if extended := _EXTENDED.search(header):
        return unquote_to_bytes(extended[1]).decode("utf-8", "replace")
    # Browsers write these three so, and no other character (HTML, "multipart/form-data encoding algorithm").
    name = options.get(b"filename", b"").replace(b"%22", b'"').replace(b"%0D", b"\r").replace(b"%0A", b"\n")
    return name.decode("utf-8", "replace")


def too_large(limit: int) -> FileTooLarge:
    """What is said of a file over ``limit`` bytes."""
    return FileTooLarge(f"The file is larger than {limit >> 20} MB, the limit. Shorten or compress it.")
