"""Media by signed address: what the address says is all there is to know."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from moviola.api.callers import TheHouse
from moviola.api.links import PURPOSE
from moviola.api.ranges import send_file

router = APIRouter(tags=["media"])


@router.head("/media/{token}/{name}", include_in_schema=False)
@router.get("/media/{token}/{name}")
def media(
    request: Request,
    token: str,
    name: str,
    house: TheHouse,
    download: Annotated[bool, Query(description="save it rather than show it")] = False,
) -> Response:
    """A file; the ``name`` at the end is for people, the token decides."""
    signed = house.store.signer.verify(PURPOSE, token)
    path = house.store.blobs.path(signed["h"])
    return send_file(
        request, path, sha256=signed["h"], mime=signed["m"], name=signed["n"] or name, attachment=download
    )
