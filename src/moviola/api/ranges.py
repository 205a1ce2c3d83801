"""Files sent to clients: ranges, HEAD, ETag, real names."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import FileResponse, Response
from starlette.exceptions import HTTPException

_RANGE = re.compile(r"\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*", re.IGNORECASE)


def send_file(
    request: Request, path: Path, *, sha256: str, mime: str, name: str, attachment: bool
) -> Response:
    """The file at ``path``, or the range of it that was asked for.

    The ETag is the content's SHA-256: content never changes, so a browser may keep it.
    """
    etag = f'"{sha256}"'
    headers = {
        "ETag": etag,
        "Cache-Control": "private, max-age=86400, immutable",
        "Content-Disposition": disposition(name, attachment=attachment),
        # A picture or a video has nothing to run, and whatever claims otherwise may not. A browser that shows a
        # video by its own address loads it once more as media.
        "Content-Security-Policy": "default-src 'none'; media-src 'self'; img-src 'self'",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    size = path.stat().st_size
    if (wanted := request.headers.get("range")) is not None:
        one = _RANGE.fullmatch(wanted)
        if one is None or one.groups() == ("", ""):
            if "," not in wanted:
                _ignore_range(request)
        elif _outside(one[1], one[2], size):
            raise HTTPException(
                416,
                f"The file has {size} bytes; the range is not in it.",
                {"Content-Range": f"bytes */{size}"},
            )
    return FileResponse(path, headers=headers, media_type=mime)


def disposition(name: str, *, attachment: bool) -> str:
    """Content-Disposition with the name in ASCII for old clients and in UTF-8 for others (RFC 6266, 5987)."""
    kind = "attachment" if attachment else "inline"
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\%;' else "_" for c in name)
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _outside(first: str, last: str, size: int) -> bool:
    if not first:
        return int(last) == 0 or size == 0
    return int(first) >= size or (last != "" and int(last) < int(first))


def _ignore_range(request: Request) -> None:
    # RFC 9110 14.2: a Range that is not understood is as if it were not there.
    request.scope["headers"] = [(key, value) for key, value in request.scope["headers"] if key != b"range"]
