"""What a child process runs for one request: load the engine once, then run it."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from moviola.engines.base import Engine, Progress, Request

_requests: TypeAdapter[Any] = TypeAdapter(Request)
_loaded: dict[str, Engine] = {}


def run(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Run ``payload["request"]`` on the engine at ``payload["entry"]``, writing into ``payload["folder"]``.

    Returns the :class:`moviola.engines.base.Output` as JSON.
    """
    entry = payload["entry"]
    engine = _loaded.get(entry)
    if engine is None:
        progress(0.0, "load")
        module, _, name = entry.partition(":")
        engine = _loaded[entry] = getattr(importlib.import_module(module), name)()
    request = _requests.validate_python(payload["request"])
    output = engine.run(request, Path(payload["folder"]), progress)
    result: dict[str, Any] = output.model_dump(mode="json")
    return result
