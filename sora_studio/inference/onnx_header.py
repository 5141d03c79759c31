"""What an ONNX file would make the runtime read and run, and what it takes and gives, found without running it.

A walk over the protobuf fields of ModelProto (github.com/onnx/onnx, onnx.proto) that steps over the weights, so it
costs milliseconds on a large file and needs no onnx package.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import prod
from pathlib import Path

from sora_studio.errors import PackError
from sora_studio.inference import onnx_fields as proto
from sora_studio.inference.protobuf import all_numbers, fields, mapped, numbers, text

_FLOAT16 = 10
# Subgraphs nest a few levels in real models; a file made to exhaust the stack nests thousands.
_MAX_NESTING = 32
# The smallest elements there are have two bits each.
_MOST_PER_BYTE = 4

Operator = tuple[str, str]
Shape = tuple[int | None, ...]


@dataclass(slots=True)
class OnnxHeader:
    """The operators a model uses, as (domain, name), and the files its weights lie in beside it, by how long they are.

    `inputs` and `outputs` by name with their shapes, None a side that varies; `is_half` where some are float16: weights
    alone may be, to take less room, in a model that calculates in float32. `dangers` say, to follow the file's name,
    what makes a file unfit to be loaded at all.
    """

    operators: set[Operator] = field(default_factory=set[Operator])
    own_domains: set[str] = field(default_factory=set[str])
    external_files: dict[str, int] = field(default_factory=dict[str, int])
    inputs: dict[str, Shape] = field(default_factory=dict[str, Shape])
    outputs: dict[str, Shape] = field(default_factory=dict[str, Shape])
    is_half: bool = False
    dangers: list[str] = field(default_factory=list[str])

    def lies_outside(self, file: str, end: int) -> None:
        """Some weights reach from somewhere in the file to that byte."""
        self.external_files[file] = max(end, self.external_files.get(file, 0))


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
        if number == proto.MODEL_GRAPH:
            has_graph = True
            _read_graph(part, header, 0)
            _read_ends(part, header)
        elif number == proto.MODEL_FUNCTIONS:
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
        if number == proto.FUNCTION_NAME:
            name = text(part)
        elif number == proto.FUNCTION_DOMAIN:
            domain = text(part)
        elif number == proto.FUNCTION_NODE:
            _read_node(part, within, 0)
    header.own_domains.add(domain)
    header.operators |= within.operators
    for file, end in within.external_files.items():
        header.lies_outside(file, end)
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
        if number in (proto.GRAPH_INPUT, proto.GRAPH_OUTPUT):
            name, shape, is_half = _read_value(part)
            (header.inputs if number == proto.GRAPH_INPUT else header.outputs)[name] = shape
            header.is_half = header.is_half or is_half
        elif number == proto.GRAPH_INITIALIZER:
            weights.update(text(name) for inner, name in fields(part) if inner == proto.TENSOR_NAME)
    for name in weights & header.inputs.keys():
        del header.inputs[name]


def _read_value(view: memoryview) -> tuple[str, Shape, bool]:
    """The name and shape of a ValueInfoProto, and whether it is float16."""
    name, sides, is_half = "", list[int | None](), False
    for number, part in fields(view):
        if number == proto.VALUE_NAME:
            name = text(part)
        elif number == proto.VALUE_TYPE:
            for kind, tensor in fields(part):
                is_half = is_half or (kind == proto.TYPE_TENSOR and numbers(tensor).get(proto.TYPE_ELEMENT) == _FLOAT16)
                for inner, shape in fields(tensor):
                    if (kind, inner) == (proto.TYPE_TENSOR, proto.TYPE_SHAPE):
                        sides = [numbers(side).get(proto.SIDE_SIZE) for _, side in fields(shape)]
    return name, tuple(sides), is_half


def _read_graph(view: memoryview, header: OnnxHeader, depth: int) -> None:
    if depth > _MAX_NESTING:
        header.dangers.append(f"nests its branches deeper than {_MAX_NESTING}, which no model does")
        return
    for number, part in fields(view):
        if number == proto.GRAPH_NODE:
            _read_node(part, header, depth)
        elif number == proto.GRAPH_INITIALIZER:
            _read_tensor(part, header)
        elif number == proto.GRAPH_SPARSE:
            _read_sparse(part, header)


def _read_node(view: memoryview, header: OnnxHeader, depth: int) -> None:
    domain = operator = ""
    inputs: list[str] = []
    for number, part in fields(view):
        if number == proto.NODE_OP_TYPE:
            operator = text(part)
        elif number == proto.NODE_INPUT:
            inputs.append(text(part))
        elif number == proto.NODE_DOMAIN:
            domain = text(part)
        elif number == proto.NODE_ATTRIBUTE:
            for inner, value in fields(part):
                if inner in (proto.ATTRIBUTE_TENSOR, proto.ATTRIBUTE_TENSORS):
                    _read_tensor(value, header)
                elif inner in (proto.ATTRIBUTE_GRAPH, proto.ATTRIBUTE_GRAPHS):
                    _read_graph(value, header, depth + 1)
    header.operators.add((domain, operator))
    # A loop's first input is how many turns it makes at most; "" is none given (onnx.ai, Loop).
    if operator == "Loop" and not any(inputs[:1]):
        header.dangers.append("has a loop with no number of turns, which may never end")


def _read_sparse(view: memoryview, header: OnnxHeader) -> None:
    for number, part in fields(view):
        if number in (proto.SPARSE_VALUES, proto.SPARSE_INDICES):
            _read_tensor(part, header)


def _read_tensor(view: memoryview, header: OnnxHeader) -> None:
    outside: dict[str, str] = {}
    for number, part in fields(view):
        if number == proto.TENSOR_EXTERNAL_DATA:
            entry = {inner: text(value) for inner, value in fields(part)}
            outside[entry.get(proto.ENTRY_KEY, "")] = entry.get(proto.ENTRY_VALUE, "")
    if "location" in outside:
        header.lies_outside(outside["location"], sum(_whole(outside.get(key, "0")) for key in ("offset", "length")))
    if not outside and prod(all_numbers(view, proto.TENSOR_SIDES)) > _MOST_PER_BYTE * len(view):
        header.dangers.append("states more weights than it holds")


def _whole(number: str) -> int:
    """What can't be read is left to the runtime to refuse."""
    return int(number) if number.isdecimal() else 0
