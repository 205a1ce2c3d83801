"""ComfyUI workflows in API format: node id → ``{"class_type", "inputs"}``; an input ``[node, output]`` is a link."""

from __future__ import annotations

import copy
from typing import Any

from moviola.errors import BadRequest

Workflow = dict[str, dict[str, Any]]

_WORSE = "text, watermark, logo, blurry, low quality"


def text_to_image(checkpoint: str) -> Workflow:
    """The plainest workflow: a checkpoint, a prompt, a sampler, a picture."""
    return {
        "model": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": checkpoint}},
        "size": {
            "class_type": "EmptyLatentImage",
            "inputs": {"width": 1024, "height": 1024, "batch_size": 1},
        },
        "words": {"class_type": "CLIPTextEncode", "inputs": {"text": "", "clip": ["model", 1]}},
        "without": {"class_type": "CLIPTextEncode", "inputs": {"text": _WORSE, "clip": ["model", 1]}},
        "sampler": {
            "class_type": "KSampler",
            "inputs": {
                "seed": 0,
                "steps": 25,
                "cfg": 6.5,
                "sampler_name": "euler",
                "scheduler": "normal",
                "denoise": 1.0,
                "model": ["model", 0],
                "positive": ["words", 0],
                "negative": ["without", 0],
                "latent_image": ["size", 0],
            },
        },
        "pixels": {"class_type": "VAEDecode", "inputs": {"samples": ["sampler", 0], "vae": ["model", 2]}},
        "picture": {
            "class_type": "SaveImage",
            "inputs": {"filename_prefix": "moviola", "images": ["pixels", 0]},
        },
    }


def filled(workflow: Workflow, prompt: str, width: int, height: int, seed: int) -> Workflow:
    """A copy with prompt, size and seed in their places.

    The prompt goes where the ``positive`` input of a sampler or guider comes from; links are never overwritten.

    Raises:
        BadRequest: no place for the prompt is found.
    """
    graph = copy.deepcopy(workflow)
    told = False
    for node in graph.values():
        inputs = node["inputs"]
        source = inputs.get("positive") or (inputs.get("conditioning") if "guid" in _kind(node) else None)
        if isinstance(source, list):
            told = _tell(graph, str(source[0]), prompt, set()) or told
        if (
            "latent" in _kind(node)
            and isinstance(inputs.get("width"), int)
            and isinstance(inputs.get("height"), int)
        ):
            inputs["width"], inputs["height"] = width, height
        for name in ("seed", "noise_seed"):
            if isinstance(inputs.get(name), int):
                inputs[name] = seed
    if not told:
        raise BadRequest(
            "The ComfyUI workflow has no place for the words: no text leads to the “positive” input of a sampler."
        )
    return graph


def _kind(node: dict[str, Any]) -> str:
    return str(node.get("class_type", "")).lower()


def _tell(graph: Workflow, start: str, prompt: str, seen: set[str]) -> bool:
    """Write the prompt into the first node with a text, going back along the links."""
    node = graph.get(start)
    if node is None or start in seen:
        return False
    seen.add(start)
    inputs = node["inputs"]
    written = False
    for name in ("text", "prompt", "text_g", "text_l", "clip_l", "t5xxl"):
        if isinstance(inputs.get(name), str):
            inputs[name] = prompt
            written = True
    if written:
        return True
    return any(
        _tell(graph, str(link[0]), prompt, seen)
        for link in inputs.values()
        if isinstance(link, list) and link
    )
