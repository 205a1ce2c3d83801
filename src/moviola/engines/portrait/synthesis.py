"""Runs the face generator: 23 styles of 512 numbers → a square picture.

The published network has one style input. Its consumers are the modulation layers of the convolutions; each layer
gets an input of its own here, so that coarse styles (pose, shape), middle ones (features) and fine ones (colour)
can be set apart.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import openvino as ov
from numpy.typing import NDArray
from openvino import opset13 as ops

from moviola.errors import EngineFailed

#: Number of styles, and the size of each.
LAYERS, WIDTH = 23, 512
#: First style that carries colour and texture rather than shape.
FIRST_COLOUR_LAYER = 9
#: Edge of the generated picture, pixels.
EDGE = 1024

_ORDER = {"conv1": 0, "conv2": 1, "up": 2, "to_img": 3}


def _layer_key(name: str) -> tuple[int, int]:
    """Depth of the modulation layer that owns the weight ``name``: (block, place in the block)."""
    block = re.search(r"layers\.(\d+)\.(\w+)\.", name)
    return (int(block[1]), _ORDER[block[2]]) if block else (-1, 0)


def _split_styles(model: Any) -> Any:
    """Replace the single style input by one input per modulation layer, ``style0`` … ``style22``."""
    style = model.get_parameters()[0]
    consumers: dict[str, list[Any]] = {}
    shapes: list[Any] = []
    for target in style.output(0).get_target_inputs():
        node = target.get_node()
        if node.get_type_name() == "ShapeOf":
            shapes.append(target)
        else:
            consumers.setdefault(node.input_value(1).get_node().get_friendly_name(), []).append(target)
    if len(consumers) != LAYERS:
        raise EngineFailed(
            f"The face generator has {len(consumers)} style layers instead of {LAYERS}: another version of the model. "
            "Fetch it again with: moviola models pull face-generator"
        )
    inputs = []
    for index, name in enumerate(sorted(consumers, key=_layer_key)):
        layer = ops.parameter([1, WIDTH], np.float32, name=f"style{index}")
        layer.output(0).get_tensor().set_names({f"style{index}"})
        for target in consumers[name]:
            target.replace_source_output(layer.output(0))
        inputs.append(layer)
    for target in shapes:
        target.replace_source_output(inputs[0].output(0))
    return ov.Model(model.get_results(), inputs, "face")


class Synthesis:
    """The compiled generator. Thread count and precision are fixed so that equal styles give equal pixels."""

    def __init__(self, folder: Path, *, threads: int = 2, precision: str = "f32"):
        core = ov.Core()
        model = _split_styles(core.read_model(folder / "SynthesisNetwork.xml"))
        settings = {
            "INFERENCE_NUM_THREADS": threads,
            "INFERENCE_PRECISION_HINT": precision,
            "NUM_STREAMS": 1,
        }
        self._network = core.compile_model(model, "CPU", settings)

    def __call__(self, styles: NDArray[np.float32]) -> NDArray[np.float32]:
        """Make a picture.

        Args:
            styles: [23, 512] or one style for all layers, [512].

        Returns:
            [1024, 1024, 3] RGB, about 0…1, not clipped.
        """
        layers = np.ascontiguousarray(np.broadcast_to(styles, (LAYERS, WIDTH)), np.float32)
        result = self._network({f"style{i}": layers[i : i + 1] for i in range(LAYERS)})
        picture: NDArray[np.float32] = result[0][0].transpose(1, 2, 0) * np.float32(0.5) + np.float32(0.5)
        return np.ascontiguousarray(picture)
