from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from moviola.errors import ModelMissing
from moviola.models import runtime


@pytest.fixture
def network(tmp_path: Path, cache: Path) -> Path:
    """y = 3 x on four numbers, as OpenVINO IR."""
    import openvino

    x = openvino.opset13.parameter([4], np.float32, name="x")
    y = openvino.opset13.multiply(x, openvino.opset13.constant(np.float32(3)))
    openvino.save_model(openvino.Model([y], [x]), str(tmp_path / "net.xml"), compress_to_fp16=False)
    runtime._blobs.cache_clear()
    return tmp_path / "net.xml"


@pytest.mark.slow
def test_a_session_runs_and_keeps_its_compiled_form(network: Path, cache: Path) -> None:
    compiled = runtime.session(network, threads=1, precision="f32")
    assert compiled(np.arange(4, dtype=np.float32))[0].tolist() == [0, 3, 6, 9]
    assert runtime.session(network, threads=1, precision="f32") is compiled
    assert list((cache.parent / "openvino").rglob("*.blob"))


@pytest.mark.slow
def test_compiled_forms_of_another_runtime_are_removed(network: Path, cache: Path) -> None:
    old = cache.parent / "openvino" / "2020.1"
    old.mkdir(parents=True)
    runtime.session(network, threads=1)
    assert not old.exists()


def test_a_file_that_is_no_network_is_told(tmp_path: Path, cache: Path) -> None:
    (tmp_path / "net.onnx").write_bytes(b"nonsense")
    with pytest.raises(ModelMissing, match="moviola models verify"):
        runtime.session(tmp_path / "net.onnx", keep=False)


@pytest.mark.slow
def test_the_runtime_reports_to_nobody() -> None:
    program = """
import sys
calls = []
sys.addaudithook(lambda event, arguments: calls.append(event) if event.startswith("socket.") else None)
import moviola.models
import openvino
from openvino.tools import ovc
assert sys.modules["openvino_telemetry"] is None
assert ovc.telemetry_utils.tm.__name__.endswith("telemetry_stub")
assert not [call for call in calls if call in ("socket.connect", "socket.getaddrinfo")], calls
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
