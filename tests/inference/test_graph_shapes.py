"""Shapes nobody wrote down are worked out as the exporter would have written them, and as the runtime makes them."""

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from sora_studio.inference.activations import activation_bytes
from sora_studio.inference.device import choose_device
from sora_studio.inference.graph_nodes import read_nodes
from sora_studio.inference.graph_shapes import worked_out
from sora_studio.inference.runtime import runtime
from sora_studio.paths import bundled_models_folder

SIDES = {"frames": 3}


@pytest.mark.parametrize("stage", ["encode", "refine", "decode", "draft"])
def test_the_bundled_models_shapes_follow_from_their_inputs(stage: str) -> None:
    graph = read_nodes(bundled_models_folder() / "sketch" / f"{stage}.onnx")
    written = {name: value.at(SIDES) for name, value in graph.values.items()}
    inputs = {name: written.get(name) or (1, 8) for name in graph.inputs}
    found = worked_out(graph, inputs)
    made = [name for node in graph.nodes for name in node.outputs]
    assert [name for name in made if name not in found] == []
    assert [(name, found[name]) for name in made if written.get(name) not in (None, found[name])] == []


def varied_graph() -> onnx.ModelProto:
    """As older exporters write: no shapes, sides asked for while it runs, constants as nodes."""
    constants = {
        "kernel": np.ones((8, 4, 3, 3), np.float32),
        "wide": np.ones((8, 16), np.float32),
        "scales": np.array([1, 1, 2, 2], np.float32),
        "heads": np.array([0, 0, 4, 4]),
        "minus": np.array([-1]),
        "zero": np.array([0]),
        "channels": np.array([1]),
        "axis": np.array([1]),
    }
    nodes = [
        helper.make_node("Constant", [], [name], value=numpy_helper.from_array(value, name))
        for name, value in constants.items()
    ]
    nodes += [
        helper.make_node("Conv", ["x", "kernel"], ["a"], pads=[1, 1, 1, 1], strides=[2, 2]),
        helper.make_node("Resize", ["a", "", "scales"], ["b"], mode="nearest"),
        helper.make_node("Shape", ["b"], ["sides"]),
        helper.make_node("Gather", ["sides", "zero"], ["many"]),
        helper.make_node("Gather", ["sides", "channels"], ["deep"]),
        helper.make_node("Concat", ["many", "deep", "minus"], ["flat"], axis=0),
        helper.make_node("Reshape", ["b", "flat"], ["c"]),
        helper.make_node("Transpose", ["c"], ["d"], perm=[0, 2, 1]),
        helper.make_node("MatMul", ["d", "wide"], ["e"]),
        helper.make_node("Reshape", ["e", "heads"], ["f"]),
        helper.make_node("Transpose", ["f"], ["g"], perm=[0, 2, 1, 3]),
        helper.make_node("Transpose", ["f"], ["h"], perm=[0, 2, 3, 1]),
        helper.make_node("MatMul", ["g", "h"], ["scores"]),
        helper.make_node("Softmax", ["scores"], ["shares"]),
        helper.make_node("Split", ["shares"], ["i", "j"], axis=1, num_outputs=2),
        helper.make_node("ReduceMean", ["i", "axis"], ["k"], keepdims=0),
        helper.make_node("Unsqueeze", ["k", "axis"], ["l"]),
        helper.make_node("Add", ["l", "j"], ["y"]),
    ]
    graph = helper.make_graph(
        nodes,
        "varied",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 4, "h", "w"])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=8)


def test_every_shape_is_that_of_the_runtime(tmp_path: Path) -> None:
    model = varied_graph()
    onnx.save(model, tmp_path / "varied.onnx")
    shape = (1, 4, 12, 17)
    found = worked_out(read_nodes(tmp_path / "varied.onnx"), {"x": shape})
    names = [name for node in model.graph.node for name in node.output if node.op_type != "Constant"]
    del model.graph.output[:]
    model.graph.output.extend(helper.make_empty_tensor_value_info(name) for name in names)
    options, cpu = runtime().SessionOptions(), choose_device("cpu").providers
    session = runtime().InferenceSession(model.SerializeToString(), options, cpu, enable_fallback=0)
    made = session.run(None, {"x": np.zeros(shape, np.float32)})
    assert {name: found.get(name) for name in names} == {
        name: array.shape for name, array in zip(names, made, strict=True)
    }


def test_a_file_without_shapes_is_reckoned_all_the_same(tmp_path: Path) -> None:
    onnx.save(varied_graph(), tmp_path / "varied.onnx")
    # The scores of attention, from every place to every place, and their shares.
    places = 12 * 18
    assert (activation_bytes(tmp_path / "varied.onnx", {"x": (1, 4, 12, 17)}) or 0) >= 2 * 4 * 4 * places**2


def test_of_endless_numbers_only_the_count_is_worked_out(tmp_path: Path) -> None:
    ends = {"from": 0, "to": 10**12, "step": 1}
    nodes = [
        *(
            helper.make_node("Constant", [], [name], value=numpy_helper.from_array(np.array(worth), name))
            for name, worth in ends.items()
        ),
        helper.make_node("Range", ["from", "to", "step"], ["y"]),
        helper.make_node("Mul", ["y", "step"], ["z"]),
    ]
    graph = helper.make_graph(nodes, "endless", [], [helper.make_tensor_value_info("z", TensorProto.INT64, ["n"])])
    onnx.save(helper.make_model(graph), tmp_path / "endless.onnx")
    assert worked_out(read_nodes(tmp_path / "endless.onnx"), {})["z"] == (10**12,)
