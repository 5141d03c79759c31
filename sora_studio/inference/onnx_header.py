"""What an ONNX file would make the runtime read and run, and what it takes and gives, found without running it.

A walk over the protobuf fields of ModelProto (github.com/onnx/onnx, onnx.proto) that steps over the weights, so it
costs milliseconds on a large file and needs no onnx package.
"""

import mmap
from dataclasses import dataclass, field
from pathlib import Path

from sora_studio.errors import PackError
from sora_studio.inference.protobuf import fields, numbers, text

# Field numbers of onnx.proto.
_MODEL_GRAPH, _MODEL_OPSET, _MODEL_FUNCTIONS = 7, 8, 25
_GRAPH_NODE, _GRAPH_INITIALIZER, _GRAPH_INPUT, _GRAPH_OUTPUT, _GRAPH_SPARSE = 1, 5, 11, 12, 15
_FUNCTION_NODE, _FUNCTION_DOMAIN = 7, 10
_NODE_OP_TYPE, _NODE_ATTRIBUTE, _NODE_DOMAIN = 4, 5, 7
_ATTRIBUTE_TENSOR, _ATTRIBUTE_GRAPH, _ATTRIBUTE_TENSORS, _ATTRIBUTE_GRAPHS = 5, 6, 10, 11
_TENSOR_NAME, _TENSOR_EXTERNAL_DATA, _SPARSE_VALUES, _SPARSE_INDICES = 8, 13, 1, 2
_ENTRY_KEY, _ENTRY_VALUE = 1, 2
_VALUE_NAME, _VALUE_TYPE, _TYPE_TENSOR, _TENSOR_ELEMENT, _TENSOR_SHAPE, _DIMENSION_SIZE = 1, 2, 1, 1, 2, 1

_FLOAT16 = 10
# Subgraphs nest a few levels in real models; a file made to exhaust the stack nests thousands.
_MAX_NESTING = 32

Shape = tuple[int | None, ...]


@dataclass(slots=True)
class OnnxHeader:
    """The operators a model uses, as (domain, name), and the files its weights lie in beside it.

    `inputs` and `outputs` by name with their shapes, None a side that varies; `is_half` where some are float16: weights
    alone may be, to take less room, in a model that calculates in float32.
    """

    operators: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    own_domains: set[str] = field(default_factory=set[str])
    external_files: set[str] = field(default_factory=set[str])
    inputs: dict[str, Shape] = field(default_factory=dict[str, Shape])
    outputs: dict[str, Shape] = field(default_factory=dict[str, Shape])
    is_half: bool = False


def read_onnx_header(path: Path, shown: str = "") -> OnnxHeader:
    """Raises PackError when the file, called `shown` where that isn't its name, is not an ONNX model."""
    header, name = OnnxHeader(), shown or path.name
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            view = memoryview(content)
            try:
                has_graph = _read_model(view, header)
            finally:
                view.release()
    except (ValueError, IndexError, BufferError) as error:
        raise PackError(f"{name} is not an ONNX model.", "It may be cut short: install the pack again.") from error
    if not has_graph:
        raise PackError(f"{name} is not an ONNX model: it holds no graph.", "Install the pack again.")
    return header


def _read_model(view: memoryview, header: OnnxHeader) -> bool:
    has_graph = False
    for number, part in fields(view):
        if number == _MODEL_GRAPH:
            has_graph = True
            _read_graph(part, header, 0)
            _read_ends(part, header)
        elif number == _MODEL_FUNCTIONS:
            for inner, value in fields(part):
                if inner == _FUNCTION_DOMAIN:
                    header.own_domains.add(text(value))
                elif inner == _FUNCTION_NODE:
                    _read_node(value, header, 0)
    return has_graph


def _read_ends(view: memoryview, header: OnnxHeader) -> None:
    """What the whole graph takes and gives; weights count among a graph's inputs in files of the first versions."""
    weights: set[str] = set()
    for number, part in fields(view):
        if number in (_GRAPH_INPUT, _GRAPH_OUTPUT):
            name, shape, is_half = _read_value(part)
            (header.inputs if number == _GRAPH_INPUT else header.outputs)[name] = shape
            header.is_half = header.is_half or is_half
        elif number == _GRAPH_INITIALIZER:
            weights.update(text(name) for inner, name in fields(part) if inner == _TENSOR_NAME)
    for name in weights & header.inputs.keys():
        del header.inputs[name]


def _read_value(view: memoryview) -> tuple[str, Shape, bool]:
    """The name and shape of a ValueInfoProto, and whether it is float16."""
    name, sides, is_half = "", list[int | None](), False
    for number, part in fields(view):
        if number == _VALUE_NAME:
            name = text(part)
        elif number == _VALUE_TYPE:
            for kind, tensor in fields(part):
                is_half = is_half or (kind == _TYPE_TENSOR and numbers(tensor).get(_TENSOR_ELEMENT) == _FLOAT16)
                for inner, shape in fields(tensor):
                    if (kind, inner) == (_TYPE_TENSOR, _TENSOR_SHAPE):
                        sides = [numbers(side).get(_DIMENSION_SIZE) for _, side in fields(shape)]
    return name, tuple(sides), is_half


def _read_graph(view: memoryview, header: OnnxHeader, depth: int) -> None:
    if depth > _MAX_NESTING:
        raise ValueError("subgraphs nested too deep")
    for number, part in fields(view):
        if number == _GRAPH_NODE:
            _read_node(part, header, depth)
        elif number == _GRAPH_INITIALIZER:
            _read_tensor(part, header)
        elif number == _GRAPH_SPARSE:
            _read_sparse(part, header)


def _read_node(view: memoryview, header: OnnxHeader, depth: int) -> None:
    domain = operator = ""
    for number, part in fields(view):
        if number == _NODE_OP_TYPE:
            operator = text(part)
        elif number == _NODE_DOMAIN:
            domain = text(part)
        elif number == _NODE_ATTRIBUTE:
            for inner, value in fields(part):
                if inner in (_ATTRIBUTE_TENSOR, _ATTRIBUTE_TENSORS):
                    _read_tensor(value, header)
                elif inner in (_ATTRIBUTE_GRAPH, _ATTRIBUTE_GRAPHS):
                    _read_graph(value, header, depth + 1)
    header.operators.add((domain, operator))


def _read_sparse(view: memoryview, header: OnnxHeader) -> None:
    for number, part in fields(view):
        if number in (_SPARSE_VALUES, _SPARSE_INDICES):
            _read_tensor(part, header)


def _read_tensor(view: memoryview, header: OnnxHeader) -> None:
    for number, part in fields(view):
        if number == _TENSOR_EXTERNAL_DATA:
            entry = {inner: text(value) for inner, value in fields(part)}
            if entry.get(_ENTRY_KEY) == "location":
                header.external_files.add(entry.get(_ENTRY_VALUE, ""))
