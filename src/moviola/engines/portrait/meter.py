"""Measures a generated face: 478 landmarks, 52 blendshapes, and colours and textures at places they name.

Generated faces are framed alike, so the whole picture is the landmark network's crop and no detector is needed.
The formulas are those the bank was measured with; where the bank used a parsed mask (skin, beard), the same polygon
without the mask is used, and a line fitted on the bank (``meter_*`` in ``data/controls.npz``) makes up for it.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import openvino as ov
from numpy.typing import NDArray

from moviola.errors import ModelMissing

#: float32 arrays; OpenCV's annotations do not tell which kind of number comes back.
Points = NDArray[Any]
Picture = NDArray[Any]
Mask = NDArray[np.bool_]

#: Edge of the picture that is measured; half of it for colours.
_EDGE, _HALF = 512, 256

#: The 146 landmarks that the blendshape network reads, in its order (MediaPipe face blendshapes graph).
_BLENDSHAPE_POINTS = np.array(
    [
        *(
            0,
            1,
            4,
            5,
            6,
            7,
            8,
            10,
            13,
            14,
            17,
            21,
            33,
            37,
            39,
            40,
            46,
            52,
            53,
            54,
            55,
            58,
            61,
            63,
            65,
            66,
            67,
            70,
            78,
        ),
        *(
            80,
            81,
            82,
            84,
            87,
            88,
            91,
            93,
            95,
            103,
            105,
            107,
            109,
            127,
            132,
            133,
            136,
            144,
            145,
            146,
            148,
            149,
            150,
        ),
        *(
            152,
            153,
            154,
            155,
            157,
            158,
            159,
            160,
            161,
            162,
            163,
            168,
            172,
            173,
            176,
            178,
            181,
            185,
            191,
            195,
            197,
        ),
        *(
            234,
            246,
            249,
            251,
            263,
            267,
            269,
            270,
            276,
            282,
            283,
            284,
            285,
            288,
            291,
            293,
            295,
            296,
            297,
            300,
            308,
        ),
        *(
            310,
            311,
            312,
            314,
            317,
            318,
            321,
            323,
            324,
            332,
            334,
            336,
            338,
            356,
            361,
            362,
            365,
            373,
            374,
            375,
            377,
        ),
        *(
            378,
            379,
            380,
            381,
            382,
            384,
            385,
            386,
            387,
            388,
            389,
            390,
            397,
            398,
            400,
            402,
            405,
            409,
            415,
            454,
            466,
        ),
        *(468, 469, 470, 471, 472, 473, 474, 475, 476, 477),
    ]
)
#: Blendshapes used here → their place in the network's 52.
_SHAPES = {
    "smile": (44, 45),
    "eye_close": (9, 10),
    "frown": (1, 2),
    "squint": (19, 20),
    "jaw_open": (25,),
    "brow_raise": (3,),
}
#: Looking to the picture's right: out and in of either eye, signs alternate (out left, in right, in left, out right).
_GAZE_SIDE = ((15, 0.5), (14, 0.5), (13, -0.5), (16, -0.5))
_GAZE_UP = ((17, 0.5), (18, 0.5), (11, -0.5), (12, -0.5))

_CHEEKS = ((50, 11.0), (280, 11.0), (117, 8.0), (346, 8.0))
_CHIN = (57, 287, 150, 379, 152, 149, 378)
_JAWS = ((132, 172, 136, 150, 57, 207), (361, 397, 365, 379, 287, 427))
_LIP = (167, 393, 37, 267, 165, 391)
_FOREHEAD = (109, 338, 107, 336, 69, 299)
_BROWS = ((70, 63, 105, 66, 107, 55, 65, 52, 53, 46), (300, 293, 334, 296, 336, 285, 295, 282, 283, 276))
_LIDS = (
    (226, 247, 30, 29, 27, 28, 56, 190, 243, 173, 157, 158, 159, 160, 161, 246),
    (446, 467, 260, 259, 257, 258, 286, 414, 463, 398, 384, 385, 386, 387, 388, 466),
)
_EYES = (
    (33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7),
    (362, 398, 384, 385, 386, 387, 388, 466, 263, 249, 390, 373, 374, 380, 381, 382),
)
_LIPS = (61, 40, 37, 0, 267, 270, 291, 321, 314, 17, 84, 91)
_INNER_MOUTH = (78, 81, 13, 311, 308, 402, 14, 178)
_OVAL = (
    *(
        10,
        338,
        297,
        332,
        284,
        251,
        389,
        356,
        454,
        323,
        361,
        288,
        397,
        365,
        379,
        378,
        400,
        377,
        152,
        148,
        176,
        149,
        150,
    ),
    *(136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109),
)
#: Patches around the face: landmark, and the offset from it in face widths and heights.
_PATCHES = {
    "brow_line": ((109, 0.0, 0.04), (10, 0.0, 0.04), (338, 0.0, 0.04)),
    "crown": ((109, 0.0, -0.14), (10, 0.0, -0.14), (338, 0.0, -0.14)),
    "top": ((10, -0.15, -0.27), (10, 0.0, -0.27), (10, 0.15, -0.27)),
    "temple": ((127, -0.07, -0.05), (356, 0.07, -0.05)),
    "side": ((234, -0.14, 0.1), (454, 0.14, 0.1)),
    "neck_side": ((172, -0.25, 0.1), (397, 0.25, 0.1)),
    "shoulder": ((152, -0.5, 0.15), (152, 0.5, 0.15)),
}


class Meter:
    """The landmark and blendshape networks of the ``face-landmarks`` model."""

    def __init__(self, folder: Path, *, threads: int = 2):
        core = ov.Core()
        settings = {"INFERENCE_NUM_THREADS": threads, "INFERENCE_PRECISION_HINT": "f32", "NUM_STREAMS": 1}
        path = folder / "face_landmarker.task"
        if not path.is_file():
            raise ModelMissing(
                "The model 'face-landmarks' is incomplete. Fetch it with: moviola models pull face-landmarks"
            )
        # OpenVINO reads tflite from files only, never from memory.
        with zipfile.ZipFile(path) as bundle, tempfile.TemporaryDirectory() as scratch:
            points = core.read_model(bundle.extract("face_landmarks_detector.tflite", scratch))
            shapes = core.read_model(bundle.extract("face_blendshapes.tflite", scratch))
            points.reshape([1, _HALF, _HALF, 3])
            self._points = core.compile_model(points, "CPU", settings)
            self._shapes = core.compile_model(shapes, "CPU", settings)

    def __call__(self, picture: Picture) -> dict[str, float]:
        """Measure ``picture`` ([n, n, 3] RGB, 0…1): attribute → value in the bank's raw units; ``presence`` 0…1."""
        full = np.clip(cv2.resize(picture, (_EDGE, _EDGE), interpolation=cv2.INTER_AREA), 0.0, 1.0)
        half = cv2.resize(full, (_HALF, _HALF), interpolation=cv2.INTER_AREA)
        result = self._points(half[None])
        points: Points = result[0].reshape(478, 3) * 2.0
        shapes = self._shapes(points[_BLENDSHAPE_POINTS, :2][None].astype(np.float32))[0].ravel()
        values = {"presence": float(1.0 / (1.0 + np.exp(-float(result[1].ravel()[0]))))}
        values |= _geometry(points)
        values |= {name: float(np.mean(shapes[list(places)])) for name, places in _SHAPES.items()}
        values["gaze_side"] = float(sum(weight * shapes[place] for place, weight in _GAZE_SIDE))
        values["gaze_up"] = float(sum(weight * shapes[place] for place, weight in _GAZE_UP))
        return values | _colours(full, half, points) | _light(full, points)


def _geometry(points: Points) -> dict[str, float]:
    """Distances as fractions of the face's width (landmarks 234–454) or height (10–152); angles in degrees."""

    def d(a: int, b: int) -> float:
        return float(np.linalg.norm(points[a] - points[b]))

    width, height, mouth = d(234, 454), d(10, 152), d(61, 291)
    eye = (d(33, 133) + d(263, 362)) / 2
    opening = (d(159, 145) + d(386, 374)) / 2 / eye
    across, down = points[454] - points[234], points[152] - points[10]
    tilt = float(np.arctan2(across[1], across[0]))

    def level(point: Points) -> float:
        return float(-np.sin(tilt) * point[0] + np.cos(tilt) * point[1])

    curve = level((points[13] + points[14]) / 2) - level((points[61] + points[291]) / 2)
    return {
        "face_aspect": height / width,
        "face_width": width / _EDGE,
        "jaw_width": d(172, 397) / width,
        "gonial_width": d(58, 288) / width,
        "chin_width": d(149, 378) / width,
        "chin_len": d(17, 152) / height,
        "cheekbone_width": d(123, 352) / width,
        "nose_width": d(129, 358) / width,
        "nose_len": d(168, 2) / height,
        "philtrum": d(2, 0) / height,
        "eye_open": opening,
        "eye_size": eye / width,
        "eye_spacing": d(133, 362) / width,
        "eye_area": opening * eye / width,
        "brow_height": (d(105, 159) + d(334, 386)) / 2 / height,
        "brow_thick": (d(105, 52) + d(334, 282)) / 2 / height,
        "forehead": d(10, 9) / height,
        "mouth_width": mouth / width,
        "lip_full": (d(0, 13) + d(14, 17)) / height,
        "mouth_open": d(13, 14) / height,
        "smile_curve": curve / mouth,
        "yaw": float(np.degrees(np.arctan2(across[2], across[0]))),
        "roll": float(np.degrees(tilt)),
        "pitch": float(np.degrees(np.arctan2(down[2], down[1]))),
    }


def _colours(full: Picture, half: Picture, points: Points) -> dict[str, float]:
    """CIE Lab medians and textures at the cheeks, jaw, lip, brows, lids, hair, iris and background."""
    lab, fine = cv2.cvtColor(half, cv2.COLOR_RGB2LAB), cv2.cvtColor(full, cv2.COLOR_RGB2LAB)
    light = lab[..., 0]
    at = points[:, :2] / 2
    cheek = _median(lab, _disks(at, _CHEEKS))
    ripple = np.abs(cv2.GaussianBlur(fine[..., 0], (0, 0), 1.0) - cv2.GaussianBlur(fine[..., 0], (0, 0), 4.0))
    texture = cv2.resize(ripple, (_HALF, _HALF), interpolation=cv2.INTER_AREA) * (
        100 / max(float(cheek[0]), 10.0)
    )
    rows = np.arange(_HALF)[:, None]
    chin = _area(at, _CHIN) & (rows > at[17, 1] + 3)
    jaw = _area(at, _JAWS[0]) | _area(at, _JAWS[1])
    lip = _area(at, _LIP) & ~_area(at, _LIPS)
    brows = _area(at, _BROWS[0]) | _area(at, _BROWS[1])
    lids = _area(at, _LIDS[0]) | _area(at, _LIDS[1])
    red = _area(at, _LIPS) & ~_area(at, _INNER_MOUTH)
    iris = _iris(fine, points)
    values = dict(zip(("skin_L", "skin_a", "skin_b"), map(float, cheek), strict=True))
    values |= dict(zip(("iris_L", "iris_a", "iris_b"), map(float, iris), strict=True))
    darker = {"beard_chin": chin, "beard_jaw": jaw, "mustache": lip, "brow_dark": brows, "eyeshadow": lids}
    values |= {name: float(cheek[0]) - _mean(light, mask) for name, mask in darker.items()}
    values["beard_tex"] = _mean(texture, chin | jaw)
    values["cheek_tex"] = _mean(texture, _disks(at, _CHEEKS))
    values["wr_nasolabial"] = _mean(texture, _disks(at, ((203, 7.0), (423, 7.0), (206, 6.0), (426, 6.0))))
    values["wr_eye"] = _mean(texture, _disks(at, ((226, 7.0), (446, 7.0))))
    values["wr_forehead"] = _mean(texture, _area(at, _FOREHEAD))
    values["bridge_edge"] = _mean(
        np.abs(cv2.Sobel(light, cv2.CV_32F, 0, 1)), _disks(at, ((6, 6.0), (197, 6.0)))
    )
    values["lip_a"] = float(_median(lab, red)[1] - cheek[1])
    left, right = _area(at, (123, 50, 207, 117)), _area(at, (352, 280, 427, 346))
    values["light_side"] = _mean(light, left) - _mean(light, right)
    grey = cv2.cvtColor((full * 255).astype(np.uint8), cv2.COLOR_RGB2GRAY).astype(np.float32)
    edges = cv2.resize(np.abs(cv2.Laplacian(grey, cv2.CV_32F)), (_HALF, _HALF), interpolation=cv2.INTER_AREA)
    values["sharp"] = float(np.log(_mean(edges, _area(at, _OVAL)) + 1e-3))
    return values | _around(lab, at)


def _light(full: Picture, points: Points) -> dict[str, float]:
    """Linear luminance of the whites of the eyes (their 85th percentile) and of the skin's highlights (95th)."""
    small = cv2.resize(full, (_HALF, _HALF), interpolation=cv2.INTER_AREA)
    luminance = (small**2.2) @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    at = points[:, :2] / 2
    eyes = _area(at, _EYES[0]) | _area(at, _EYES[1])
    for centre in (468, 473):
        radius = float(np.mean([np.linalg.norm(at[centre + k] - at[centre]) for k in range(1, 5)]))
        eyes &= ~_disks(at, ((centre, radius),))
    skin = _area(at, _OVAL)
    return {
        "eye_whites": float(np.percentile(luminance[eyes], 85)) if eyes.any() else 1.0,
        "highlights": float(np.percentile(luminance[skin], 95)) if skin.any() else 1.0,
    }


def _around(lab: Picture, at: Points) -> dict[str, float]:
    """Median Lab of patches around the face (hair, forehead, shoulders) and statistics of the upper corners."""
    values: dict[str, float] = {}
    height, width = float(at[152, 1] - at[10, 1]), float(at[454, 0] - at[234, 0])
    for name, places in _PATCHES.items():
        centres = np.array([at[i] + (dx * width, dy * height) for i, dx, dy in places], np.float32)
        patch = _median(lab, _disks(centres, [(i, 6.0) for i in range(len(places))]))
        values |= {f"{name}_{channel}": float(value) for channel, value in zip("Lab", patch, strict=True)}
    corners = np.concatenate([lab[4:60, 4:36].reshape(-1, 3), lab[4:60, -36:-4].reshape(-1, 3)])
    return values | {
        "corner_L": float(corners[:, 0].mean()),
        "corner_std": float(corners[:, 0].std()),
        "corner_chroma": float(np.hypot(corners[:, 1], corners[:, 2]).mean()),
    }


def _iris(fine: Picture, points: Points) -> NDArray[np.float32]:
    """Median Lab of the rings between pupil and limbus, below the upper lid."""
    found = []
    for centre in (468, 473):
        x, y = points[centre, :2]
        radius = float(
            np.mean([np.linalg.norm(points[centre + k, :2] - points[centre, :2]) for k in range(1, 5)])
        )
        rows, columns = np.mgrid[: fine.shape[0], : fine.shape[1]]
        reach = np.hypot(rows - y, columns - x) / max(radius, 1.0)
        ring = (reach > 0.45) & (reach < 0.85) & (rows > y - 0.25 * radius)
        found.append(_median(fine, ring))
    mean: NDArray[np.float32] = np.mean(found, 0)
    return mean


def _disks(at: Points, disks: Iterable[tuple[int, float]]) -> Mask:
    mask = np.zeros((_HALF, _HALF), np.uint8)
    for point, radius in disks:
        cv2.circle(mask, (round(float(at[point, 0])), round(float(at[point, 1]))), round(radius), 1, -1)
    filled: Mask = mask > 0
    return filled


def _area(at: Points, points: Sequence[int]) -> Mask:
    mask = np.zeros((_HALF, _HALF), np.uint8)
    cv2.fillConvexPoly(mask, cv2.convexHull(at[list(points)].astype(np.int32)), 1)
    filled: Mask = mask > 0
    return filled


def _median(lab: Picture, mask: Mask) -> NDArray[np.float32]:
    if not mask.any():
        return np.full(3, np.nan, np.float32)
    middle: NDArray[np.float32] = np.median(lab[mask], 0)
    return middle


def _mean(values: Picture, mask: Mask) -> float:
    return float(values[mask].mean()) if mask.any() else float("nan")
