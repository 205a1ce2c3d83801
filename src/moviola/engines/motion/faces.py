"""Finds faces with the short-range BlazeFace detector.

Anchors and decoding: Bazarevsky et al., "BlazeFace: Sub-millisecond Neural Face Detection on Mobile GPUs",
2019.
"""

from __future__ import annotations

import tempfile
import zipfile
from functools import cached_property
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import openvino as ov

from moviola.engines.motion.box import Box
from moviola.engines.motion.still import Picture
from moviola.errors import ModelMissing
from moviola.models.store import locate

_EDGE = 128
_LEAST_SCORE = 0.7
_LEAST_SCORE_CLOSE = 0.85
_CANDIDATE = 0.5
_AGREEING = 2
_OVERLAP = 0.3


def _anchors() -> npt.NDArray[np.float32]:
    """Centres of the 896 anchors, [896, 2] in 0–1: 2 per cell of a 16² grid, 6 per cell of an 8² grid."""
    layers = []
    for cells, count in ((16, 2), (8, 6)):
        y, x = np.mgrid[0:cells, 0:cells]
        centres = np.stack([x.ravel(), y.ravel()], axis=1)
        layers.append(np.repeat((centres + 0.5) / cells, count, axis=0))
    return np.concatenate(layers).astype(np.float32)


class FaceDetector:
    """Detects faces in pictures; the network is loaded at the first use."""

    def detect(self, rgb: Picture) -> list[Box]:
        """Boxes (brows to chin, picture pixels) of the faces in ``rgb``, best first.

        Raises:
            ModelMissing: the detector is not on this machine.
        """
        height, width = rgb.shape[:2]
        whole = _confirmed(self._look(rgb, (0.0, 0.0, float(width), float(height))), _LEAST_SCORE)
        if whole:
            return whole
        # Small faces need a closer look; texture seen that close deceives more easily, so be stricter.
        found = []
        for view in _tiles(width, height):
            found += _confirmed(self._look(rgb, view), _LEAST_SCORE_CLOSE)
        return _distinct(found)

    def _look(self, rgb: Picture, view: tuple[float, float, float, float]) -> list[tuple[float, Box]]:
        left, top, right, bottom = view
        edge = max(right - left, bottom - top)
        crop = rgb[int(top) : int(bottom), int(left) : int(right)]
        scale = _EDGE / edge
        size = (max(1, round(crop.shape[1] * scale)), max(1, round(crop.shape[0] * scale)))
        small = cv2.resize(crop, size, interpolation=cv2.INTER_AREA)
        square = np.zeros((_EDGE, _EDGE, 3), np.float32)
        square[: size[1], : size[0]] = small.astype(np.float32) / 127.5 - 1.0
        boxes, scores = self._network(square[None])
        chance = 1.0 / (1.0 + np.exp(-np.clip(scores[:, 0], -80, 80)))
        found = []
        for index in np.flatnonzero(chance > _CANDIDATE):
            cx, cy = boxes[index, :2] / _EDGE + self._centres[index]
            w, h = boxes[index, 2:4] / _EDGE
            box = Box(
                float(left + (cx - w / 2) * edge),
                float(top + (cy - h / 2) * edge),
                float(left + (cx + w / 2) * edge),
                float(top + (cy + h / 2) * edge),
            )
            found.append((float(chance[index]), box))
        return found

    def _network(
        self, batch: npt.NDArray[np.float32]
    ) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        result = self._compiled({0: batch})
        arrays = sorted((np.asarray(value)[0] for value in result.values()), key=lambda a: -a.shape[-1])
        return arrays[0], arrays[1]

    @cached_property
    def _centres(self) -> npt.NDArray[np.float32]:
        return _anchors()

    @cached_property
    def _compiled(self) -> Any:
        bundle = locate("face-landmarks") / "face_landmarker.task"
        try:
            with zipfile.ZipFile(bundle) as archive, tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "face_detector.tflite"
                path.write_bytes(archive.read("face_detector.tflite"))
                return ov.Core().compile_model(path, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
        except (OSError, KeyError, zipfile.BadZipFile) as error:
            raise ModelMissing(
                "The model 'face-landmarks' is incomplete. Fetch it with: moviola models pull face-landmarks"
            ) from error


def _tiles(width: int, height: int) -> list[tuple[float, float, float, float]]:
    """Overlapping squares of half the longer edge, so that a face a sixteenth of the picture wide is seen."""
    edge = max(width, height) * 0.5
    return [
        (x, y, min(x + edge, width), min(y + edge, height))
        for y in _starts(height, edge)
        for x in _starts(width, edge)
    ]


def _starts(length: float, edge: float) -> list[float]:
    if length <= edge:
        return [0.0]
    count = int(np.ceil((length - edge) / (edge * 0.5))) + 1
    return [float(v) for v in np.linspace(0, length - edge, count)]


def _confirmed(found: list[tuple[float, Box]], least: float) -> list[Box]:
    """Boxes that several anchors agree on and the best of them is sure about, best first."""
    kept: list[Box] = []
    for score, box in sorted(found, key=lambda item: -item[0]):
        agreeing = sum(_overlap(box, other) > 0.5 for _, other in found)
        if (
            score >= least
            and agreeing >= _AGREEING
            and all(_overlap(box, other) < _OVERLAP for other in kept)
        ):
            kept.append(box)
    return kept


def _distinct(boxes: list[Box]) -> list[Box]:
    kept: list[Box] = []
    for box in boxes:
        if all(_overlap(box, other) < _OVERLAP for other in kept):
            kept.append(box)
    return kept


def _overlap(a: Box, b: Box) -> float:
    width = min(a.right, b.right) - max(a.left, b.left)
    height = min(a.bottom, b.bottom) - max(a.top, b.top)
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / (a.width * a.height + b.width * b.height - shared)
