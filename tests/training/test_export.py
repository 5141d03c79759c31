"""Exported stages give torch's numbers at any size, in half the space, and say nothing of who exported them."""

import sys
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
onnx = pytest.importorskip("onnx")

from sora_studio.training.decode_graph import DecodeGraph  # noqa: E402
from sora_studio.training.draft_model import DraftModel  # noqa: E402
from sora_studio.training.export import export_decode, export_draft, export_refine, store_half  # noqa: E402
from sora_studio.training.refine_model import RefineModel  # noqa: E402
from tests.training.tiny_models import TINY_DRAFT, TINY_PAINTER, woken  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent.parent


def inputs_of(file: Path) -> dict[str, list[int | str]]:
    """The sizes of each input; a size that may vary has a name."""
    graph = onnx.load(file).graph
    return {i.name: [d.dim_param or d.dim_value for d in i.type.tensor_type.shape.dim] for i in graph.input}


def is_private(file: Path) -> bool:
    content = file.read_bytes()
    return not any(str(folder).encode() in content for folder in (ROOT, sys.prefix, Path.home() / ".cache"))


@pytest.mark.filterwarnings("ignore")
def test_the_exported_draft_agrees_with_torch(tmp_path: Path) -> None:
    pytest.importorskip("onnxscript")
    file = tmp_path / "draft.onnx"
    assert export_draft(woken(DraftModel(TINY_DRAFT)), file) < 2e-2
    assert inputs_of(file)["sample"] == [1, 401, 576]
    assert is_private(file)


@pytest.mark.filterwarnings("ignore")
def test_the_exported_decoder_agrees_with_torch_at_any_frame_count(tmp_path: Path) -> None:
    pytest.importorskip("onnxscript")
    file = tmp_path / "decode.onnx"
    assert export_decode(DecodeGraph(), file) < 2e-2
    assert isinstance(inputs_of(file)["frame_times"][0], str)
    assert is_private(file)


@pytest.mark.filterwarnings("ignore")
def test_the_exported_painter_agrees_with_torch_at_any_frame_count(tmp_path: Path) -> None:
    pytest.importorskip("onnxscript")
    file = tmp_path / "refine.onnx"
    assert export_refine(woken(RefineModel(TINY_PAINTER)), file) < 2e-2
    assert inputs_of(file)["sample"][1:] == [3, 288, 512]
    assert is_private(file)


def test_large_weights_are_stored_in_half_and_small_ones_exactly(tmp_path: Path) -> None:
    import onnxruntime as ort
    from onnx import TensorProto, helper, numpy_helper

    rng = np.random.default_rng(0)
    weights = {"large": rng.normal(size=(64, 64)), "few": rng.normal(size=(64,))}
    graph = helper.make_graph(
        [helper.make_node("MatMul", ["x", "large"], ["y"]), helper.make_node("Add", ["y", "few"], ["z"])],
        "g",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 64])],
        [helper.make_tensor_value_info("z", TensorProto.FLOAT, [1, 64])],
        [numpy_helper.from_array(value.astype(np.float32), name) for name, value in weights.items()],
    )
    file, x = tmp_path / "m.onnx", rng.normal(size=(1, 64)).astype(np.float32)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9), file)

    def answer() -> np.ndarray:
        return np.asarray(ort.InferenceSession(str(file), providers=["CPUExecutionProvider"]).run(None, {"x": x})[0])

    before, size = answer(), file.stat().st_size
    store_half(file)
    assert file.stat().st_size < 0.55 * size
    np.testing.assert_allclose(answer(), before, atol=0.02)
    kept = {weight.name: numpy_helper.to_array(weight) for weight in onnx.load(file).graph.initializer}
    np.testing.assert_array_equal(kept["few"], weights["few"].astype(np.float32))
