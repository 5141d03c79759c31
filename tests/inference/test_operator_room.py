"""What fused attention will take is worked out from its file; here beside what a session of it took."""

import subprocess
import sys
from pathlib import Path

import onnx
import pytest
from onnx import helper

from sora_studio.inference.activations import activation_bytes
from tests.inference.tiny_pipeline import tensor

HEADS, WIDTH = 8, 256
# Of what was measured: a fifth less, and a fifth more.
WITHIN = 0.2

MEASURE = """
import sys
import numpy as np
from pathlib import Path
from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.device import choose_device
from sora_studio.inference.loading import Manner, load
from sora_studio.inference.pack_files import found_file

def resident(name):
    return 1024 * int(next(line for line in open("/proc/self/status") if line.startswith(name)).split()[1])

model = load(found_file(Path(sys.argv[1])), choose_device("cpu", 1), Manner(1))
tokens = int(sys.argv[2])

def given(count):
    return {name: np.ones([side or count for side in spec.shape], np.float32) for name, spec in model.inputs.items()}

model.run_on(given(8), ["y"], CancelToken())
tensors = given(tokens)
before = resident("VmRSS")
Path("/proc/self/clear_refs").write_text("5")
model.run_on(tensors, ["y"], CancelToken())
print(resident("VmHWM") - before)
"""


def attention(masked: bool) -> onnx.ModelProto:
    """Tokens that heed each other, all of them or as far as a mask says."""
    sides = (1, "n", WIDTH)
    inputs = [tensor(name, *sides) for name in "qkv"]
    names = ["q", "k", "v"]
    if masked:
        inputs.append(tensor("mask", "n", "n"))
        nodes = [helper.make_node("Unsqueeze", ["mask", "axes"], ["bias"])]
        names += ["", "", "bias"]
    else:
        nodes = []
    nodes.append(helper.make_node("MultiHeadAttention", names, ["y"], domain="com.microsoft", num_heads=HEADS))
    held = [helper.make_tensor("axes", onnx.TensorProto.INT64, [2], [0, 1])]
    graph = helper.make_graph(nodes, "attention", inputs, [tensor("y", *sides)], held)
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=8)


@pytest.mark.skipif(sys.platform != "linux", reason="no way to see what a process took here")
@pytest.mark.parametrize(("masked", "tokens"), [(False, 8_000), (True, 1_500)])
def test_what_is_said_of_fused_attention_is_near_what_was_taken(tmp_path: Path, masked: bool, tokens: int) -> None:
    path = tmp_path / "attention.onnx"
    onnx.save(attention(masked), path)
    sides = dict.fromkeys("qkv", (1, tokens, WIDTH)) | ({"mask": (tokens, tokens)} if masked else {})
    said = activation_bytes(path, sides)
    command = [sys.executable, "-c", MEASURE, str(path), str(tokens)]
    taken = int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    print(f"\nsaid {said} taken {taken}")
    assert said is not None
    # What it reads and gives is a fourth of it, or a fifteenth.
    assert (1 - WITHIN) * taken <= said <= (1 + WITHIN) * taken
