"""What an ONNX file would make the runtime read and run, found without running it.

A walk over the protobuf fields of ModelProto (github.com/onnx/onnx, onnx.proto) that steps over the weights, so it
costs milliseconds on a large file and needs no onnx package.
"""

import mmap
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sora_studio.errors import PackError

# Field numbers of onnx.proto.
_MODEL_GRAPH, _MODEL_OPSET, _MODEL_FUNCTIONS = 7, 8, 25
_GRAPH_NODE, _GRAPH_INITIALIZER, _GRAPH_SPARSE = 1, 5, 15
_FUNCTION_NODE, _FUNCTION_DOMAIN = 7, 10
_NODE_OP_TYPE, _NODE_ATTRIBUTE, _NODE_DOMAIN = 4, 5, 7
_ATTRIBUTE_TENSOR, _ATTRIBUTE_GRAPH, _ATTRIBUTE_TENSORS, _ATTRIBUTE_GRAPHS = 5, 6, 10, 11
_TENSOR_EXTERNAL_DATA, _SPARSE_VALUES, _SPARSE_INDICES = 13, 1, 2
_ENTRY_KEY, _ENTRY_VALUE = 1, 2

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
# Subgraphs nest a few levels in real models; a file made to exhaust the stack nests thousands.
_MAX_NESTING = 32


@dataclass(slots=True)
class OnnxHeader:
    """The operators a model uses, as (domain, name), and the files its weights lie in beside it."""

    operators: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    own_domains: set[str] = field(default_factory=set[str])
    external_files: set[str] = field(default_factory=set[str])


def read_onnx_header(path: Path) -> OnnxHeader:
    """Raises PackError when the file is not an ONNX model."""
    header = OnnxHeader()
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            view = memoryview(content)
            try:
                has_graph = _read_model(view, header)
            finally:
                view.release()
    except (ValueError, IndexError, BufferError) as error:
        raise PackError(f"{path.name} is not an ONNX model.", "It may be cut short: install the pack again.") from error
    if not has_graph:
        raise PackError(f"{path.name} is not an ONNX model: it holds no graph.", "Install the pack again.")
    return header


def _read_model(view: memoryview, header: OnnxHeader) -> bool:
    has_graph = False
    for number, part in _fields(view):
        if number == _MODEL_GRAPH:
            has_graph = True
            _read_graph(part, header, 0)
        elif number == _MODEL_FUNCTIONS:
            for inner, value in _fields(part):
                if inner == _FUNCTION_DOMAIN:
                    header.own_domains.add(_text(value))
                elif inner == _FUNCTION_NODE:
                    _read_node(value, header, 0)
    return has_graph


def _read_graph(view: memoryview, header: OnnxHeader, depth: int) -> None:
    if depth > _MAX_NESTING:
        raise ValueError("subgraphs nested too deep")
    for number, part in _fields(view):
        if number == _GRAPH_NODE:
            _read_node(part, header, depth)
        elif number == _GRAPH_INITIALIZER:
            _read_tensor(part, header)
        elif number == _GRAPH_SPARSE:
            _read_sparse(part, header)


def _read_node(view: memoryview, header: OnnxHeader, depth: int) -> None:
    domain = operator = ""
    for number, part in _fields(view):
        if number == _NODE_OP_TYPE:
            operator = _text(part)
        elif number == _NODE_DOMAIN:
            domain = _text(part)
        elif number == _NODE_ATTRIBUTE:
            for inner, value in _fields(part):
                if inner in (_ATTRIBUTE_TENSOR, _ATTRIBUTE_TENSORS):
                    _read_tensor(value, header)
                elif inner in (_ATTRIBUTE_GRAPH, _ATTRIBUTE_GRAPHS):
                    _read_graph(value, header, depth + 1)
    header.operators.add((domain, operator))


def _read_sparse(view: memoryview, header: OnnxHeader) -> None:
    for number, part in _fields(view):
        if number in (_SPARSE_VALUES, _SPARSE_INDICES):
            _read_tensor(part, header)


def _read_tensor(view: memoryview, header: OnnxHeader) -> None:
    for number, part in _fields(view):
        if number == _TENSOR_EXTERNAL_DATA:
            entry = {inner: _text(value) for inner, value in _fields(part)}
            if entry.get(_ENTRY_KEY) == "location":
                header.external_files.add(entry.get(_ENTRY_VALUE, ""))


def _fields(view: memoryview) -> Iterator[tuple[int, memoryview]]:
    """The length-delimited fields of a message as (number, content); the others are stepped over."""
    position, end = 0, len(view)
    while position < end:
        tag, position = _varint(view, position)
        kind = tag & 7
        if kind == _VARINT:
            _, position = _varint(view, position)
        elif kind == _FIXED64:
            position += 8
        elif kind == _FIXED32:
            position += 4
        elif kind == _BYTES:
            length, position = _varint(view, position)
            if position + length > end:
                raise ValueError("a field reaches past its message")
            yield tag >> 3, view[position : position + length]
            position += length
        else:
            raise ValueError(f"wire type {kind} is not protobuf")


def _varint(view: memoryview, position: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        byte = view[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, position
    raise ValueError("a number longer than 10 bytes is not protobuf")


def _text(view: memoryview) -> str:
    return bytes(view).decode("utf-8")
