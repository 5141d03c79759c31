"""An ONNX graph as its nodes in their order, found without loading it: for working out what it will take.

Of its weights only shapes are read, and the few numbers that are shapes themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import prod
from pathlib import Path

import numpy as np

from sora_studio.inference import onnx_fields as proto
from sora_studio.inference.graph_sizes import Side, Value
from sora_studio.inference.protobuf import all_numbers, fields, mapped, numbers, text
from sora_studio.inference.runtime import Array

# By TensorProto.DataType: bytes an element.
ELEMENT_BYTES: Mapping[int, int] = {1: 4, 2: 1, 3: 1, 4: 2, 5: 2, 6: 4, 7: 8, 9: 1, 10: 2, 11: 8, 12: 4, 13: 8, 16: 2}
_FLOAT, _INT32, _INT64 = 1, 6, 7
_READ_AS: Mapping[int, str] = {_FLOAT: "<f4", _INT32: "<i4", _INT64: "<i8"}
# What is longer is read where it lies: weights are not to be copied.
_COPIED_BYTES = 4096
# Shapes, indices and scales are no longer.
_MOST_NUMBERS = 64


@dataclass(frozen=True, slots=True)
class Constant:
    """A tensor in the file: its shape, and its numbers where they are few."""

    shape: tuple[int, ...]
    numbers: Array | None = None


Worth = int | tuple[int, ...] | Constant


# Without slots, so that attributes are read once, and only of nodes whose shapes nobody wrote down.
@dataclass(frozen=True)
class Node:
    """`inputs` by place, "" where one is left out."""

    operator: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    written: tuple[bytes | tuple[str, Worth], ...] = ()

    @cached_property
    def attributes(self) -> Mapping[str, Worth]:
        """Those that are whole numbers, or a tensor."""
        return dict(_attribute(memoryview(each)) if isinstance(each, bytes) else each for each in self.written)

    def number(self, name: str, otherwise: int = 0) -> int:
        found = self.attributes.get(name, otherwise)
        return found if isinstance(found, int) else otherwise

    def numbers(self, name: str) -> tuple[int, ...]:
        found = self.attributes.get(name, ())
        return found if isinstance(found, tuple) else ()


@dataclass(slots=True)
class Graph:
    """The nodes in the order they run, what is written of tensors by name, what goes in and what comes out."""

    nodes: list[Node] = field(default_factory=list[Node])
    values: dict[str, Value] = field(default_factory=dict[str, Value])
    inputs: list[str] = field(default_factory=list[str])
    outputs: list[str] = field(default_factory=list[str])
    constants: dict[str, Constant] = field(default_factory=dict[str, Constant])


def read_nodes(path: Path) -> Graph:
    """Raises ValueError or IndexError where the file is no model, OSError where it can't be read."""
    graph = Graph()
    with mapped(path) as view:
        _read_model(view, graph)
    return graph


def _read_model(view: memoryview, graph: Graph) -> None:
    for number, part in fields(view):
        if number == proto.MODEL_GRAPH:
            _read_graph(part, graph)


def _read_graph(view: memoryview, graph: Graph) -> None:
    for number, part in fields(view):
        if number == proto.GRAPH_NODE:
            graph.nodes.append(_node(part))
        elif number == proto.GRAPH_INITIALIZER:
            name, constant = _constant(part)
            graph.constants[name] = constant
        elif number in (proto.GRAPH_INPUT, proto.GRAPH_OUTPUT, proto.GRAPH_VALUE):
            name, value = _value(part)
            if value is not None:
                graph.values[name] = value
            if number != proto.GRAPH_VALUE:
                (graph.inputs if number == proto.GRAPH_INPUT else graph.outputs).append(name)


def _node(view: memoryview) -> Node:
    kind, inputs, outputs = "", list[str](), list[str]()
    attributes: list[bytes | tuple[str, Worth]] = []
    for number, part in fields(view):
        if number == proto.NODE_OP_TYPE:
            kind = text(part)
        elif number in (proto.NODE_INPUT, proto.NODE_OUTPUT):
            (inputs if number == proto.NODE_INPUT else outputs).append(text(part))
        elif number == proto.NODE_ATTRIBUTE:
            attributes.append(bytes(part) if len(part) <= _COPIED_BYTES else _attribute(part))
    return Node(kind, tuple(inputs), tuple(filter(None, outputs)), tuple(attributes))


def _attribute(view: memoryview) -> tuple[str, Worth]:
    name, tensor = "", None
    for number, part in fields(view):
        if number == proto.ATTRIBUTE_NAME:
            name = text(part)
        elif number == proto.ATTRIBUTE_TENSOR:
            tensor = _constant(part)[1]
    if tensor is not None:
        return name, tensor
    several = _signed(all_numbers(view, proto.ATTRIBUTE_NUMBERS))
    return name, several or _signed([numbers(view).get(proto.ATTRIBUTE_NUMBER, 0)])[0]


def _signed(found: list[int]) -> tuple[int, ...]:
    """Protobuf writes what is below zero as the largest there is."""
    return tuple(each - (1 << 64) if each >> 63 else each for each in found)


def _constant(view: memoryview) -> tuple[str, Constant]:
    shape = tuple(all_numbers(view, proto.TENSOR_SIDES))
    kind = numbers(view).get(proto.TENSOR_ELEMENT, 0)
    name, held = "", None
    for number, part in fields(view):
        if number == proto.TENSOR_NAME:
            name = text(part)
        elif prod(shape) <= _MOST_NUMBERS and kind in _READ_AS:
            if number == proto.TENSOR_RAW or (number == proto.TENSOR_FLOATS and kind == _FLOAT):
                held = np.frombuffer(bytes(part), _READ_AS[kind])
            elif number == proto.TENSOR_INT64S:
                held = np.array(_signed(all_numbers(view, proto.TENSOR_INT64S)), np.int64)
    fits = held is not None and held.size == prod(shape)
    return name, Constant(shape, held.reshape(shape) if held is not None and fits else None)


def _value(view: memoryview) -> tuple[str, Value | None]:
    name, found = "", None
    for number, part in fields(view):
        if number == proto.VALUE_NAME:
            name = text(part)
        elif number == proto.VALUE_TYPE:
            for kind, tensor in fields(part):
                if kind == proto.TYPE_TENSOR:
                    found = _tensor(tensor)
    return name, found


def _tensor(view: memoryview) -> Value | None:
    """None where its shape isn't written."""
    element_bytes = ELEMENT_BYTES.get(numbers(view).get(proto.TYPE_ELEMENT, 0), 4)
    for number, shape in fields(view):
        if number == proto.TYPE_SHAPE:
            return Value(tuple(_side(side) for _, side in fields(shape)), element_bytes)
    return None


def _side(view: memoryview) -> Side:
    names = [text(part) for number, part in fields(view) if number == proto.SIDE_NAME]
    # A side that is neither numbered nor named is one nobody knows.
    return numbers(view).get(proto.SIDE_SIZE, names[0] if names else "?")
