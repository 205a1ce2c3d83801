"""Pictures drawn by another server: any that speaks the OpenAI images protocol, or ComfyUI.

Neither is asked unless the setting ``image_engine`` names it.
"""

from __future__ import annotations

from moviola.engines.base import EngineSpec

_TERMS = "of the server and the model behind it"

OPENAI = EngineSpec(
    name="openai",
    version="1",
    summary="Any picture, by a server with an OpenAI-compatible images endpoint (MOVIOLA_IMAGES_URL)",
    tasks=frozenset({"image"}),
    entry="moviola.engines.remote.openai:OpenAIEngine",
    models=(),
    licence=_TERMS,
    commercial=None,
    memory_mb=200,
    seeded=False,
    remote=True,
)

COMFYUI = EngineSpec(
    name="comfyui",
    version="1",
    summary="Any picture, by a ComfyUI server (MOVIOLA_COMFYUI_URL)",
    tasks=frozenset({"image"}),
    entry="moviola.engines.remote.comfyui:ComfyEngine",
    models=(),
    licence=_TERMS,
    commercial=None,
    memory_mb=200,
    remote=True,
)
