"""The ONNX messages of little models made on the spot (github.com/onnx/onnx, onnx.proto): no onnx package needed."""

from collections.abc import Iterable

_IR_VERSION, _OPSET = 8, 17
_ELEMENT_TYPES = {"float32": 1, "float16": 10}
_WHOLE_NUMBER = 2


def model(name: str, nodes: Iterable[bytes], inputs: Iterable[bytes], outputs: Iterable[bytes]) -> bytes:
    """ModelProto: ir_version = 1, graph = 7, opset_import = 8.

    GraphProto: node = 1, name = 2, input = 11, output = 12.
    """
    graph = b"".join(_bytes(1, node) for node in nodes) + _text(2, name)
    graph += b"".join(_bytes(11, each) for each in inputs) + b"".join(_bytes(12, each) for each in outputs)
    opset = _text(1, "") + _number(2, _OPSET)
    return _number(1, _IR_VERSION) + _bytes(7, graph) + _bytes(8, opset)


def node(operator: str, inputs: list[str], outputs: list[str], **attributes: int) -> bytes:
    """NodeProto: input = 1, output = 2, op_type = 4, attribute = 5; AttributeProto: name = 1, i = 3, type = 20."""
    ends = b"".join(_text(1, name) for name in inputs) + b"".join(_text(2, name) for name in outputs)
    given = (_text(1, name) + _number(3, value) + _number(20, _WHOLE_NUMBER) for name, value in attributes.items())
    return ends + _text(4, operator) + b"".join(_bytes(5, each) for each in given)


def tensor(name: str, dtype: str, size: int | None = None) -> bytes:
    """ValueInfoProto of a vector of `size`, or with None of a tensor of any shape."""
    shape = b"" if size is None else _bytes(2, _bytes(1, _number(1, size)))
    return _text(1, name) + _bytes(2, _bytes(1, _number(1, _ELEMENT_TYPES[dtype]) + shape))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
