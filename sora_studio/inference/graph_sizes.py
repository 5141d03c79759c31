"""How large an ONNX graph's tensors are at given sizes of its inputs, from the shapes its exporter wrote down.

Sides that vary are written as names, and as sums and products of those: "2*s48", "4*frames - 3".
"""

import ast
import mmap
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import prod
from pathlib import Path

from sora_studio.inference.protobuf import fields, numbers, text

# Field numbers of onnx.proto.
_MODEL_GRAPH = 7
_GRAPH_NODE, _GRAPH_INITIALIZER, _GRAPH_INPUT, _GRAPH_OUTPUT, _GRAPH_VALUE = 1, 5, 11, 12, 13
_NODE_INPUT, _NODE_OUTPUT, _NODE_OP_TYPE = 1, 2, 4
_VALUE_NAME, _VALUE_TYPE, _TYPE_TENSOR, _TENSOR_ELEMENT, _TENSOR_SHAPE = 1, 2, 1, 1, 2
_SIDE_SIZE, _SIDE_NAME = 1, 2
_TENSOR_NAME = 8

# By TensorProto.DataType: bytes an element.
_ELEMENT_BYTES: Mapping[int, int] = {1: 4, 2: 1, 3: 1, 4: 2, 5: 2, 6: 4, 7: 8, 9: 1, 10: 2, 11: 8, 12: 4, 13: 8, 16: 2}
# What exporters write is far shorter; a longer one is made to keep the reader busy.
_LONGEST_SIDE_CHARACTERS = 500

Side = int | str
_OPERATIONS: Mapping[type[ast.operator], Callable[[int, int], int]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.FloorDiv: lambda one, other: one // other,
    ast.Mod: operator.mod,
}


@dataclass(frozen=True, slots=True)
class Value:
    """A tensor's shape as it is written, and how many bytes an element takes."""

    shape: tuple[Side, ...]
    element_bytes: int

    def bytes_at(self, sides: Mapping[str, int]) -> int | None:
        """Its size where the named sides are so long; None where one isn't known."""
        lengths = [value_of(side, sides) for side in self.shape]
        known = [each for each in lengths if each is not None]
        return prod(known) * self.element_bytes if len(known) == len(lengths) else None


@dataclass(frozen=True, slots=True)
class Node:
    operator: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


@dataclass(slots=True)
class Graph:
    """The nodes in the order they run, what is known of tensors by name, what goes in and what comes out."""

    nodes: list[Node] = field(default_factory=list[Node])
    values: dict[str, Value] = field(default_factory=dict[str, Value])
    inputs: list[str] = field(default_factory=list[str])
    outputs: list[str] = field(default_factory=list[str])
    weights: set[str] = field(default_factory=set[str])


def read_graph_sizes(path: Path) -> Graph:
    """Raises ValueError or IndexError where the file is no model, OSError where it can't be read."""
    graph = Graph()
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        view = memoryview(content)
        try:
            _read_model(view, graph)
        finally:
            view.release()
    return graph


def value_of(side: Side, sides: Mapping[str, int]) -> int | None:
    """How long a side is that is written so; None where it names one that isn't known, or isn't understood."""
    if isinstance(side, int):
        return side
    if side in sides:
        return sides[side]
    if len(side) > _LONGEST_SIDE_CHARACTERS:
        return None
    try:
        return _worth(ast.parse(side, mode="eval").body, sides)
    except (SyntaxError, ValueError, KeyError, ZeroDivisionError, RecursionError):
        return None


def _worth(part: ast.expr, sides: Mapping[str, int]) -> int:
    match part:
        case ast.Constant(value=int(number)):
            return number
        case ast.Name(id=name):
            return sides[name]
        case ast.BinOp(left=left, op=operation, right=right) if type(operation) in _OPERATIONS:
            return _OPERATIONS[type(operation)](_worth(left, sides), _worth(right, sides))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_worth(operand, sides)
        case ast.Call(func=ast.Name(id="Max" | "Min" as name), args=arguments):
            return (max if name == "Max" else min)(_worth(each, sides) for each in arguments)
        case _:
            raise ValueError(ast.dump(part))


def _read_model(view: memoryview, graph: Graph) -> None:
    for number, part in fields(view):
        if number == _MODEL_GRAPH:
            _read_graph(part, graph)


def _read_graph(view: memoryview, graph: Graph) -> None:
    for number, part in fields(view):
        if number == _GRAPH_NODE:
            graph.nodes.append(_node(part))
        elif number == _GRAPH_INITIALIZER:
            graph.weights.update(text(name) for inner, name in fields(part) if inner == _TENSOR_NAME)
        elif number in (_GRAPH_INPUT, _GRAPH_OUTPUT, _GRAPH_VALUE):
            name, value = _value(part)
            if value is not None:
                graph.values[name] = value
            if number != _GRAPH_VALUE:
                (graph.inputs if number == _GRAPH_INPUT else graph.outputs).append(name)


def _node(view: memoryview) -> Node:
    kind, inputs, outputs = "", list[str](), list[str]()
    for number, part in fields(view):
        if number == _NODE_OP_TYPE:
            kind = text(part)
        elif number in (_NODE_INPUT, _NODE_OUTPUT):
            (inputs if number == _NODE_INPUT else outputs).append(text(part))
    return Node(kind, tuple(filter(None, inputs)), tuple(filter(None, outputs)))


def _value(view: memoryview) -> tuple[str, Value | None]:
    name, found = "", None
    for number, part in fields(view):
        if number == _VALUE_NAME:
            name = text(part)
        elif number == _VALUE_TYPE:
            for kind, tensor in fields(part):
                if kind == _TYPE_TENSOR:
                    found = _tensor(tensor)
    return name, found


def _tensor(view: memoryview) -> Value | None:
    """None where its shape isn't written."""
    element_bytes = _ELEMENT_BYTES.get(numbers(view).get(_TENSOR_ELEMENT, 0), 4)
    for number, shape in fields(view):
        if number == _TENSOR_SHAPE:
            return Value(tuple(_side(side) for _, side in fields(shape)), element_bytes)
    return None


def _side(view: memoryview) -> Side:
    names = [text(part) for number, part in fields(view) if number == _SIDE_NAME]
    # A side that is neither numbered nor named is one nobody knows.
    return numbers(view).get(_SIDE_SIZE, names[0] if names else "?")
