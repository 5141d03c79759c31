"""What an ONNX file would make the runtime read and run, and what it takes and gives, found without running it.

A walk over the protobuf fields of ModelProto (github.com/onnx/onnx, onnx.proto) that steps over the weights, so it
costs milliseconds on a large file and needs no onnx package.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import prod
from pathlib import Path

from sora_studio.errors import PackError
from sora_studio.inference.protobuf import all_numbers, fields, mapped, numbers, text

# Field numbers of onnx.proto.
_MODEL_GRAPH, _MODEL_OPSET, _MODEL_FUNCTIONS = 7, 8, 25
_GRAPH_NODE, _GRAPH_INITIALIZER, _GRAPH_INPUT, _GRAPH_OUTPUT, _GRAPH_SPARSE = 1, 5, 11, 12, 15
_FUNCTION_NAME, _FUNCTION_NODE, _FUNCTION_DOMAIN = 1, 7, 10
_NODE_INPUT, _NODE_OP_TYPE, _NODE_ATTRIBUTE, _NODE_DOMAIN = 1, 4, 5, 7
_ATTRIBUTE_TENSOR, _ATTRIBUTE_GRAPH, _ATTRIBUTE_TENSORS, _ATTRIBUTE_GRAPHS = 5, 6, 10, 11
_TENSOR_DIMS, _TENSOR_NAME, _TENSOR_EXTERNAL_DATA, _SPARSE_VALUES, _SPARSE_INDICES = 1, 8, 13, 1, 2
_ENTRY_KEY, _ENTRY_VALUE = 1, 2
_VALUE_NAME, _VALUE_TYPE, _TYPE_TENSOR, _TENSOR_ELEMENT, _TENSOR_SHAPE, _DIMENSION_SIZE = 1, 2, 1, 1, 2, 1

_FLOAT16 = 10
# Subgraphs nest a few levels in real models; a file made to exhaust the stack nests thousands.
_MAX_NESTING = 32
# The smallest elements there are have two bits each.
_MOST_PER_BYTE = 4

Operator = tuple[str, str]
Shape = tuple[int | None, ...]


@dataclass(slots=True)
class OnnxHeader:
    """The operators a model uses, as (domain, name), and the files its weights lie in beside it.

    `inputs` and `outputs` by name with their shapes, None a side that varies; `is_half` where some are float16: weights
    alone may be, to take less room, in a model that calculates in float32. `dangers` say, to follow the file's name,
    what makes a file unfit to be loaded at all.
    """

    operators: set[Operator] = field(default_factory=set[Operator])
    own_domains: set[str] = field(default_factory=set[str])
    external_files: set[str] = field(default_factory=set[str])
    inputs: dict[str, Shape] = field(default_factory=dict[str, Shape])
    outputs: dict[str, Shape] = field(default_factory=dict[str, Shape])
    is_half: bool = False
    dangers: list[str] = field(default_factory=list[str])


def read_onnx_header(path: Path, shown: str = "") -> OnnxHeader:
    """Raises PackError when the file, called `shown` where that isn't its name, is not an ONNX model."""
    header, name = OnnxHeader(), shown or path.name
    try:
        with mapped(path) as view:
            has_graph = _read_model(view, header)
    except (ValueError, IndexError, BufferError) as error:
        raise PackError(f"{name} is not an ONNX model.", "It may be cut short: install the pack again.") from error
    if not has_graph:
        raise PackError(f"{name} is not an ONNX model: it holds no graph.", "Install the pack again.")
    return header


def _read_model(view: memoryview, header: OnnxHeader) -> bool:
    has_graph = False
    functions: dict[Operator, set[Operator]] = {}
    for number, part in fields(view):
        if number == _MODEL_GRAPH:
            has_graph = True
            _read_graph(part, header, 0)
            _read_ends(part, header)
        elif number == _MODEL_FUNCTIONS:
            name, calls = _read_function(part, header)
            functions[name] = calls
    if any(_reaches(name, name, functions) for name in functions):
        header.dangers.append("has a function that calls itself, which never ends")
    return has_graph


def _read_function(view: memoryview, header: OnnxHeader) -> tuple[Operator, set[Operator]]:
    """What the function is called, and what it calls."""
    name = domain = ""
    within = OnnxHeader()
    for number, part in fields(view):
        if number == _FUNCTION_NAME:
            name = text(part)
        elif number == _FUNCTION_DOMAIN:
            domain = text(part)
        elif number == _FUNCTION_NODE:
            _read_node(part, within, 0)
    header.own_domains.add(domain)
    header.operators |= within.operators
    header.external_files |= within.external_files
    header.dangers += within.dangers
    return (domain, name), within.operators


def _reaches(start: Operator, goal: Operator, functions: Mapping[Operator, set[Operator]]) -> bool:
    """Whether a call of `start` leads to one of `goal`."""
    seen: set[Operator] = set()
    waiting = [start]
    while waiting:
        called = functions.get(waiting.pop(), set())
        if goal in called:
            return True
        waiting += [each for each in called if each not in seen]
        seen |= called
    return False


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
        header.dangers.append(f"nests its branches deeper than {_MAX_NESTING}, which no model does")
        return
    for number, part in fields(view):
        if number == _GRAPH_NODE:
            _read_node(part, header, depth)
        elif number == _GRAPH_INITIALIZER:
            _read_tensor(part, header)
        elif number == _GRAPH_SPARSE:
            _read_sparse(part, header)


def _read_node(view: memoryview, header: OnnxHeader, depth: int) -> None:
    domain = operator = ""
    inputs: list[str] = []
    for number, part in fields(view):
        if number == _NODE_OP_TYPE:
            operator = text(part)
        elif number == _NODE_INPUT:
            inputs.append(text(part))
        elif number == _NODE_DOMAIN:
            domain = text(part)
        elif number == _NODE_ATTRIBUTE:
            for inner, value in fields(part):
                if inner in (_ATTRIBUTE_TENSOR, _ATTRIBUTE_TENSORS):
                    _read_tensor(value, header)
                elif inner in (_ATTRIBUTE_GRAPH, _ATTRIBUTE_GRAPHS):
                    _read_graph(value, header, depth + 1)
    header.operators.add((domain, operator))
    # A loop's first input is how many turns it makes at most; "" is none given (onnx.ai, Loop).
    if operator == "Loop" and not any(inputs[:1]):
        header.dangers.append("has a loop with no number of turns, which may never end")


def _read_sparse(view: memoryview, header: OnnxHeader) -> None:
    for number, part in fields(view):
        if number in (_SPARSE_VALUES, _SPARSE_INDICES):
            _read_tensor(part, header)


def _read_tensor(view: memoryview, header: OnnxHeader) -> None:
    is_outside = False
    for number, part in fields(view):
        if number == _TENSOR_EXTERNAL_DATA:
            is_outside = True
            entry = {inner: text(value) for inner, value in fields(part)}
            if entry.get(_ENTRY_KEY) == "location":
                header.external_files.add(entry.get(_ENTRY_VALUE, ""))
    if not is_outside and prod(all_numbers(view, _TENSOR_DIMS)) > _MOST_PER_BYTE * len(view):
        header.dangers.append("states more weights than it holds")
