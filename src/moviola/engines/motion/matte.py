"""The person's matte from MODNet, computed once for each picture.

Network: Ke et al., "MODNet: Real-Time Trimap-Free Portrait Matting via Objective Decomposition" (AAAI 2022).
"""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import openvino as ov

from moviola.engines.motion.still import Still
from moviola.errors import StorageFull
from moviola.models.store import locate
from moviola.settings import settings

_SHORT_EDGE = 512
_LONG_EDGE = 1024
_STRIDE = 32


class Matting:
    """Computes mattes and keeps them as PNG files under the cache folder, named by content."""

    def matte(self, still: Still) -> npt.NDArray[np.float32]:
        """The matte of ``still``: float32 [h, w], 0–1, the whole picture, its shorter edge about 512 pixels.

        Raises:
            ModelMissing: the network is not on this machine.
            StorageFull: no room for the cached matte.
        """
        width, height = _working_size(still.width, still.height)
        path = settings().cache / "analysis" / f"matte-{still.digest}-{width}x{height}.png"
        kept = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE) if path.is_file() else None
        if kept is not None and kept.shape == (height, width):
            return np.asarray(kept, np.float32) / 255.0
        small = cv2.resize(still.rgb, (width, height), interpolation=cv2.INTER_AREA)
        batch = (small.astype(np.float32) / 127.5 - 1.0).transpose(2, 0, 1)[None]
        alpha = np.asarray(next(iter(self._compiled({0: batch}).values())))[0, 0]
        eight = np.clip(alpha * 255.0 + 0.5, 0, 255).astype(np.uint8)
        _keep(path, eight)
        return np.asarray(eight, np.float32) / np.float32(255)

    @cached_property
    def _compiled(self) -> Any:
        network = locate("matte") / "modnet.onnx"
        return ov.Core().compile_model(network, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})


def _working_size(width: int, height: int) -> tuple[int, int]:
    scale = min(_SHORT_EDGE / min(width, height), max(1.0, _LONG_EDGE / max(width, height)))
    scale = min(scale, 2 * _LONG_EDGE / max(width, height))
    fitted = (max(_STRIDE, round(edge * scale / _STRIDE) * _STRIDE) for edge in (width, height))
    first, second = fitted
    return first, second


def _keep(path: Path, matte: npt.NDArray[np.uint8]) -> None:
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(cv2.imencode(".png", matte)[1].tobytes())
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise StorageFull(
            f"There is no room to keep the analysis of the picture in {path.parent}."
        ) from error
