"""Compiled networks through OpenVINO. Heavy: only for child processes."""

from __future__ import annotations

import shutil
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Literal

from moviola.errors import ModelMissing
from moviola.models.telemetry import silence
from moviola.settings import settings

silence()

import openvino  # noqa: E402 - only after its telemetry is off

#: Kernels for the CPU in "f32" give the same numbers everywhere; None lets OpenVINO choose (bf16 where it is
#: faster, at the price of exactness).
Precision = Literal["f32", "bf16", "f16"]


@cache
def session(
    path: Path, *, threads: int | None = None, precision: Precision | None = None, keep: bool = True
) -> Any:
    """The network at ``path`` (IR, ONNX or tflite) compiled for the CPU: an ``openvino.CompiledModel``.

    Compiled once per process. With ``keep`` the compiled form is also kept in the cache folder, so that the
    next process starts faster; it can be several times as large as the network.

    Raises:
        ModelMissing: the file is absent or cannot be read as a network.
    """
    properties: dict[str, Any] = {"PERFORMANCE_HINT": "LATENCY"}
    if threads:
        properties["INFERENCE_NUM_THREADS"] = threads
    if precision:
        properties["INFERENCE_PRECISION_HINT"] = precision
    if keep:
        properties["CACHE_DIR"] = str(_blobs())
    try:
        return _core().compile_model(str(path), "CPU", properties)
    except RuntimeError as error:
        raise ModelMissing(
            f"The network {path.name} cannot be loaded. Look at it with: moviola models verify"
        ) from error


@cache
def _core() -> Any:
    return openvino.Core()


@cache
def _blobs() -> Path:
    """Folder for compiled networks; those of other versions of the runtime are of no use any more."""
    root = settings().cache / "openvino"
    folder = root / str(openvino.__version__).split("-")[0]
    if root.is_dir():
        for other in root.iterdir():
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return folder
