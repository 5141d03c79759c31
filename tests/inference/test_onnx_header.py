"""The header is read from files nobody has vetted: it must find what onnx finds, and survive any bytes."""

from pathlib import Path

import onnx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import TensorProto, helper

from sora_studio.errors import PackError
from sora_studio.inference.onnx_header import read_onnx_header
from tests.inference.tiny_pack import Tiny, draft_model, floats


def header_of(content: bytes, folder: Path):
    path = folder / "model.onnx"
    path.write_bytes(content)
    return read_onnx_header(path)


def outcome(content: bytes, folder: Path) -> str:
    """Any exception but a PackError is a failure of the test."""
    try:
        header_of(content, folder)
    except PackError:
        return "refused"
    return "read"


def test_operators_of_subgraphs_are_found(tmp_path):
    model = draft_model(Tiny())
    loop = next(node for node in model.graph.node if node.op_type == "Loop")
    expected = {("", node.op_type) for node in [*model.graph.node, *loop.attribute[0].g.node]}
    header = header_of(model.SerializeToString(), tmp_path)
    assert header.operators == expected
    assert header.external_files == {}


def test_functions_of_the_model_itself_count_as_known(tmp_path):
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("mine", 1)]
    body = [helper.make_node("Relu", ["x"], ["y"])]
    own = helper.make_function("mine", "Own", ["x"], ["y"], body, opsets[:1])
    graph = helper.make_graph(
        [helper.make_node("Own", ["x"], ["y"], domain="mine")], "g", [floats("x", 1)], [floats("y", 1)]
    )
    header = header_of(helper.make_model(graph, functions=[own], opset_imports=opsets).SerializeToString(), tmp_path)
    assert header.operators == {("mine", "Own"), ("", "Relu")}
    assert header.own_domains == {"mine"}


def test_files_are_found_wherever_a_tensor_can_be(tmp_path):
    def elsewhere(name: str) -> onnx.TensorProto:
        tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=[1], data_location=TensorProto.EXTERNAL)
        tensor.external_data.add(key="offset", value="0")
        tensor.external_data.add(key="location", value=name)
        return tensor

    inner = helper.make_graph([], "inner", [], [], [elsewhere("in-a-subgraph")])
    nodes = [
        helper.make_node("Constant", [], ["c"], value=elsewhere("in-an-attribute")),
        helper.make_node("If", ["x"], ["y"], then_branch=inner, else_branch=inner),
    ]
    graph = helper.make_graph(nodes, "g", [floats("x", 1)], [floats("y", 1)], [elsewhere("a-weight")])
    sparse = graph.sparse_initializer.add()
    sparse.values.CopyFrom(elsewhere("sparse-values"))
    sparse.indices.CopyFrom(elsewhere("sparse-indices"))
    header = header_of(helper.make_model(graph).SerializeToString(), tmp_path)
    assert header.external_files.keys() == {
        "in-a-subgraph",
        "in-an-attribute",
        "a-weight",
        "sparse-values",
        "sparse-indices",
    }


def test_a_model_cut_short_anywhere_is_refused_or_read(tmp_path):
    whole = draft_model(Tiny()).SerializeToString()
    outcomes = [outcome(whole[:length], tmp_path) for length in range(0, len(whole), 7)]
    assert set(outcomes) <= {"read", "refused"}
    assert outcomes.count("refused") > len(outcomes) // 2


def message(number: int, content: bytes) -> bytes:
    """A length-delimited protobuf field."""
    head, length = [number << 3 | 2], len(content)
    while length > 0x7F:
        head.append(length & 0x7F | 0x80)
        length >>= 7
    return bytes([*head, length]) + content


@pytest.mark.parametrize(("levels", "dangers"), [(30, 0), (40, 1), (5000, 1)])
def test_endless_nesting_is_a_danger(tmp_path, levels: int, dangers: int):
    graph = b""
    for _ in range(levels):  # graph.node.attribute.g
        graph = message(1, message(5, message(6, graph)))
    assert len(header_of(message(7, graph), tmp_path).dangers) == dangers


def function(name: str, calls: str) -> onnx.FunctionProto:
    body = [helper.make_node(calls, ["x"], ["y"], domain="own")]
    return helper.make_function("own", name, ["x"], ["y"], body, [helper.make_opsetid("own", 1)])


@pytest.mark.parametrize(
    ("functions", "dangers"), [(["AB", "BC"], 0), (["AA"], 1), (["AB", "BC", "CA"], 1), (["AB", "BC", "CB"], 1)]
)
def test_functions_that_lead_back_to_themselves_are_a_danger(tmp_path, functions: list[str], dangers: int):
    model = draft_model(Tiny())
    model.functions.extend(function(name, calls) for name, calls in functions)
    assert len(header_of(model.SerializeToString(), tmp_path).dangers) == dangers


@pytest.mark.parametrize(
    ("dims", "content", "dangers"), [([2, 2], 16, 0), ([1 << 20, 1 << 20], 16, 1), ([0, 1 << 40], 0, 0)]
)
def test_weights_that_are_stated_and_not_there_are_a_danger(tmp_path, dims: list[int], content: int, dangers: int):
    model = draft_model(Tiny())
    weights = onnx.TensorProto(name="w", data_type=TensorProto.FLOAT, dims=dims, raw_data=bytes(content))
    model.graph.initializer.append(weights)
    assert len(header_of(model.SerializeToString(), tmp_path).dangers) == dangers


@settings(max_examples=300, deadline=None)
@given(content=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(tmp_path_factory, content: bytes):
    assert outcome(content, tmp_path_factory.mktemp("bytes")) in ("read", "refused")
