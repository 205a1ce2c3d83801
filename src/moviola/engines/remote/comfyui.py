"""Pictures by a ComfyUI server: a workflow is queued, waited for, and its picture fetched."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from moviola.engines.base import ImageRequest, Output, Progress
from moviola.engines.remote import COMFYUI
from moviola.engines.remote.picture import save, words_of
from moviola.engines.remote.wire import Server, connected
from moviola.engines.remote.workflow import Workflow, filled, text_to_image
from moviola.errors import BadRequest, EngineFailed
from moviola.settings import settings

_POLL_SECONDS = 0.4
_LONGEST_SECONDS = 1800.0


class ComfyEngine:
    """Fulfils :class:`moviola.engines.base.Engine` for ``image``."""

    def run(self, request: ImageRequest, folder: Path, progress: Progress) -> Output:
        """Have the picture drawn.

        Raises:
            BadRequest: the server or its workflow is not set up.
            EngineFailed: the server cannot be reached, or its workflow fails.
        """
        chosen = settings()
        with connected(chosen.comfyui_url, "MOVIOLA_COMFYUI_URL") as server:
            progress(0.02, "prepare")
            workflow = _read(chosen.comfyui_workflow) if chosen.comfyui_workflow else _usual(server)
            width, height = _drawn(request.width, request.height)
            graph = filled(workflow, words_of(request), width, height, request.seed)
            job = _queue(server, graph)
            data = _wait(server, job, progress)
        model = next(
            (str(n["inputs"]["ckpt_name"]) for n in graph.values() if "ckpt_name" in n["inputs"]), ""
        )
        output = save(
            data, request, COMFYUI, folder, {"model": model, "drawn_width": width, "drawn_height": height}
        )
        progress(1.0, "done")
        return output


def _drawn(width: int, height: int) -> tuple[int, int]:
    """About a megapixel of the same shape, in whole blocks of 64, as latent models like it."""
    scale = (1024 * 1024 / (width * height)) ** 0.5
    return max(64, round(width * scale / 64) * 64), max(64, round(height * scale / 64) * 64)


def _read(path: Path) -> Workflow:
    try:
        value = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as fault:
        raise BadRequest(
            f"The ComfyUI workflow {path.name} cannot be read ({fault}). Save it with “Export (API)”."
        ) from fault
    good = (
        isinstance(value, dict)
        and value
        and all(isinstance(n, dict) and isinstance(n.get("inputs"), dict) for n in value.values())
    )
    if not good:
        raise BadRequest(f"{path.name} is no ComfyUI workflow in API format. Save it with “Export (API)”.")
    return dict(value)


def _usual(server: Server) -> Workflow:
    """Text to image with the first checkpoint that the server has."""
    name = "CheckpointLoaderSimple"
    info = server.ask("GET", f"/object_info/{name}").value
    try:
        choice = info[name]["input"]["required"]["ckpt_name"]
        options = choice[0] if isinstance(choice[0], list) else choice[1]["options"]
    except (KeyError, IndexError, TypeError) as fault:
        raise EngineFailed(
            "The ComfyUI server does not say which models it has. Set MOVIOLA_COMFYUI_WORKFLOW."
        ) from fault
    if not isinstance(options, list) or not options:
        raise BadRequest("The ComfyUI server has no checkpoint. Put one into its models/checkpoints folder.")
    return text_to_image(str(options[0]))


def _queue(server: Server, graph: Workflow) -> str:
    answer = server.ask("POST", "/prompt", json={"prompt": graph, "client_id": uuid.uuid4().hex})
    told = answer.value
    if answer.code != 200 or not told.get("prompt_id"):
        fault = told.get("error")
        message = server.said(fault.get("message") if isinstance(fault, dict) else fault)
        raise EngineFailed(
            f"ComfyUI did not take the workflow: {message or answer.code}. Check MOVIOLA_COMFYUI_WORKFLOW."
        )
    return str(told["prompt_id"])


def _wait(server: Server, job: str, progress: Progress) -> bytes:
    """The first picture of a job, once it is there."""
    end = time.monotonic() + _LONGEST_SECONDS
    while time.monotonic() < end:
        told = server.ask("GET", f"/history/{quote(job, safe='')}").value.get(job)
        if isinstance(told, dict):
            return _result(server, told, progress)
        progress(0.1, "draw")
        time.sleep(_POLL_SECONDS)
    raise EngineFailed(
        f"ComfyUI took longer than {_LONGEST_SECONDS / 60:.0f} minutes. Look after it and try again."
    )


def _result(server: Server, told: dict[str, Any], progress: Progress) -> bytes:
    for image in _pictures(told):
        if image.get("type", "output") == "output":
            progress(0.9, "receive")
            where = {key: str(image.get(key, "")) for key in ("filename", "subfolder", "type")}
            answer = server.ask("GET", "/view", params=where)
            if answer.code != 200:
                raise EngineFailed(f"The image server gave no picture (HTTP {answer.code}). Try again.")
            return answer.body
    fault = server.said(_fault(told))
    raise EngineFailed(
        f"The ComfyUI workflow failed: {fault}. Look at its log."
        if fault
        else "The ComfyUI workflow saved no picture. It needs a SaveImage node."
    )


def _pictures(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    outputs = told.get("outputs")
    for output in outputs.values() if isinstance(outputs, dict) else ():
        images = output.get("images") if isinstance(output, dict) else None
        yield from (one for one in (images if isinstance(images, list) else ()) if isinstance(one, dict))


def _fault(told: dict[str, Any]) -> object:
    """What went wrong in a workflow; None where nothing is said of that."""
    status = told.get("status")
    messages = status.get("messages") if isinstance(status, dict) else None
    for message in messages if isinstance(messages, list) else ():
        match message:
            case ["execution_error", {"exception_message": words}, *_]:
                return words
    return None
