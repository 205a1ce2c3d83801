"""The application: one function that puts routes, layers and the house together."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from moviola.api import faults
from moviola.api.bodies import BodyLimit
from moviola.api.compat import adk
from moviola.api.gate import LOOPBACK_ORIGIN, Gate
from moviola.api.replies import CompactResponse
from moviola.api.rooms import House
from moviola.api.routes import account, auth, media, pages, renders, run, uploads

ERROR: dict[str, Any] = {
    "type": "object",
    "required": ["code", "message", "detail"],
    "properties": {
        "code": {"type": "integer"},
        "message": {"type": "string", "description": "what happened, and what to do next"},
        "detail": {"description": "the message again, or the list of what does not fit"},
        "data": {"description": "facts that belong to the error"},
        "request_id": {"type": "string", "description": "what to report when the fault is ours"},
    },
}


def create_app(house: House) -> FastAPI:
    """The API over ``house``. The caller keeps the house and closes it after the server has stopped."""
    app = FastAPI(
        title="Moviola",
        version=version("moviola"),
        description="Portraits, images and finished video from plain words.",
        default_response_class=CompactResponse,
        redirect_slashes=False,
        # Their pages load scripts from elsewhere; the document itself is at /openapi.json.
        docs_url=None,
        redoc_url=None,
    )
    app.state.house = house
    for router in (auth.router, run.router, uploads.router, account.router, renders.router, media.router):
        app.include_router(router)
    app.include_router(adk.router)
    pages.install(app)
    faults.install(app)
    _describe_errors(app)

    # The last one added is the outermost.
    settings = house.settings
    app.add_middleware(BodyLimit, unlimited=uploads.PREFIX)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=[] if settings.has_local_user else ["*"],
        allow_origin_regex=LOOPBACK_ORIGIN if settings.has_local_user else None,
        allow_methods=["*"],
        allow_headers=["*"],
        expose_headers=["Content-Disposition", "Content-Range", "ETag", "Retry-After", "X-Run-Id"],
    )
    if settings.has_local_user:
        app.add_middleware(Gate, settings=settings)
    app.add_middleware(faults.Shield)
    return app


def _describe_errors(app: FastAPI) -> None:
    """Put the one error shape into the OpenAPI document in place of the framework's 422."""
    framework_document = app.openapi

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = framework_document()
            schemas = made.setdefault("components", {}).setdefault("schemas", {})
            schemas["Error"] = ERROR
            schemas.pop("HTTPValidationError", None)
            schemas.pop("ValidationError", None)
            shape = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
            for methods in made["paths"].values():
                for operation in methods.values():
                    operation["responses"].pop("422", None)
                    operation["responses"]["default"] = {"description": "An error", "content": shape}
            app.openapi_schema = made
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]
