"""What a model will take is worked out from its file; here beside what sessions of the bundled models took."""

import subprocess
import sys
from pathlib import Path

import onnx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from onnx import TensorProto, helper

from sora_studio.errors import PackError
from sora_studio.inference.activations import activation_bytes
from sora_studio.inference.graph_sizes import value_of
from sora_studio.inference.memory import stage_need
from sora_studio.inference.packs import load_pack
from sora_studio.inference.request import make_request
from sora_studio.paths import bundled_models_folder
from tests.inference.tiny_pack import cpu_sessions, make_pack
from tests.inference.tiny_pipeline import make_pipeline

# Of what was measured: half as much, and half as much again.
WITHIN = 0.5

MEASURE = """
import sys
import numpy as np
from pathlib import Path
from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.device import choose_device
from sora_studio.inference.memory import stage_need
from sora_studio.inference.packs import load_pack
from sora_studio.inference.refine import run_refine
from sora_studio.inference.encode import encode_text
from sora_studio.inference.request import make_request
from sora_studio.inference.session import SessionCache
from sora_studio.inference.stage import draft_shape

def resident(name):
    return 1024 * int(next(line for line in open("/proc/self/status") if line.startswith(name)).split()[1])

pack, halvings = load_pack(Path(sys.argv[1])), int(sys.argv[2])
request = make_request(pack, "a fox in the snow", seed=0, duration_s=1.0)
need = stage_need(pack, request, "refine", halvings)
sessions = SessionCache(choose_device("cpu", 1), threads=1)
text = encode_text(sessions, pack, request.prompt)
sessions.release_unused()
draft = np.zeros(draft_shape(pack.draft, request), np.float32)
before = resident("VmRSS")
Path("/proc/self/clear_refs").write_text("5")
run_refine(sessions, pack, request, draft, text, text, halvings=halvings)
print(need.total_bytes, resident("VmHWM") - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="no way to see what a process took here")
@pytest.mark.parametrize("halvings", [0, 1])
def test_what_is_said_before_is_near_what_was_taken(halvings: int) -> None:
    command = [sys.executable, "-c", MEASURE, str(bundled_models_folder() / "sketch"), str(halvings)]
    said, taken = map(int, subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())
    print(f"\nsaid {said / 1e6:.0f} MB, taken {taken / 1e6:.0f} MB")
    assert (1 - WITHIN) * taken <= said <= (1 + WITHIN) * taken


def test_the_smaller_the_pieces_the_less_is_needed() -> None:
    pack = load_pack(bundled_models_folder() / "sketch")
    request = make_request(pack, "", seed=0, duration_s=4.0)
    needs = [stage_need(pack, request, "refine", halvings).total_bytes for halvings in (0, 1, 2, 3)]
    assert needs[0] > needs[1] > needs[2] == needs[3]


def chain(*shapes: tuple[int | str, ...], operators: tuple[str, ...]) -> onnx.ModelProto:
    """One node behind the other, from x to the last, with the shape of each result written down."""
    names = ["x", *(f"x{number}" for number in range(1, len(operators))), "y"]
    nodes = [
        helper.make_node(kind, [before], [after])
        for kind, before, after in zip(operators, names, names[1:], strict=False)
    ]
    values = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in zip(names, shapes, strict=True)
    ]
    graph = helper.make_graph(nodes, "chain", values[:1], values[-1:], value_info=values[1:-1])
    return helper.make_model(graph)


def peak_of(path: Path, model: onnx.ModelProto, *x: int) -> int | None:
    onnx.save(model, path)
    return activation_bytes(path, {"x": x})


def test_a_tensor_counts_from_the_node_that_makes_it_to_the_last_that_reads_it(tmp_path: Path) -> None:
    grows = chain(("n",), ("2*n",), ("4*n",), ("n",), operators=("Conv", "Conv", "Conv"))
    assert peak_of(tmp_path / "a.onnx", grows, 100) == 4 * (200 + 400)
    in_place = chain(("n",), ("2*n",), ("2*n",), ("2*n",), operators=("Conv", "Relu", "Reshape"))
    assert peak_of(tmp_path / "b.onnx", in_place, 100) == 4 * 200


def test_a_file_that_does_not_say_its_shapes_is_not_guessed_at(tmp_path: Path) -> None:
    model = chain(("n",), ("2*n",), ("4*n",), ("n",), operators=("Conv", "Conv", "Conv"))
    del model.graph.value_info[:]
    assert peak_of(tmp_path / "a.onnx", model, 100) is None
    assert activation_bytes(tmp_path / "none.onnx", {}) is None
    (tmp_path / "b.onnx").write_bytes(b"no model at all")
    assert activation_bytes(tmp_path / "b.onnx", {}) is None


def test_a_decoder_that_is_gone_meanwhile_is_told_when_it_is_loaded(tmp_path: Path) -> None:
    pack = load_pack(make_pipeline(tmp_path / "sd"))
    decoder = pack.refine.decoder
    assert decoder is not None
    decoder.model.path.unlink()
    assert stage_need(pack, make_request(pack, "", seed=0, duration_s=1.0), "refine").weights_bytes > 0
    with pytest.raises(PackError, match="vae_decoder"), cpu_sessions().lease(decoder.model):
        pytest.fail("it was loaded")


def test_of_such_a_pack_at_least_the_weights_are_known(tmp_path: Path) -> None:
    pack = load_pack(make_pack(tmp_path / "tiny"))
    need = stage_need(pack, make_request(pack, "", seed=0, duration_s=1.0), "draft")
    assert need.weights_bytes > 0
    assert need.working_bytes is None or need.working_bytes > 0


@pytest.mark.parametrize(
    ("side", "length"),
    [("n", 7), ("2*n", 14), ("2*(((n - 1)//2)) + 2", 8), ("n*m", 21), ("Max(1, n - 9)", 1), ("n % 4", 3)],
)
def test_sides_are_read_as_exporters_write_them(side: str, length: int) -> None:
    assert value_of(side, {"n": 7, "m": 3}) == length


@given(st.text(max_size=60))
def test_any_text_is_a_length_or_none(side: str) -> None:
    assert isinstance(value_of(side, {}), int | None)


@pytest.mark.parametrize("side", ["?", "", "n // 0", "__import__('os')", "2**9999999", "(" * 400 + "n" + ")" * 400])
def test_nothing_is_run_that_a_side_says(side: str) -> None:
    assert value_of(side, {"n": 7}) is None
