"""A little ONNX model made on the spot: Σ weights[i]·tensors[i], for devices numpy can't reach.

Written as the bytes of its protobuf message (github.com/onnx/onnx, onnx.proto), so that no onnx package is needed.
"""

from functools import cache

_IR_VERSION, _OPSET = 8, 17
_ELEMENT_TYPES = {"float32": 1, "float16": 10}


@cache
def combine_model(terms: int, dtype: str = "float32") -> bytes:
    """A model with the inputs weights (terms,), x0, x1 ... of one shape, and the output `combined` of that shape.

    The sum is taken from left to right, so that it is equal to numpy's to the last bit.
    """
    names = [f"w{term}" for term in range(terms)]
    nodes = [_node("Split", ["weights"], names) if terms > 1 else _node("Identity", ["weights"], names)]
    nodes += [_node("Mul", [f"x{term}", f"w{term}"], [f"p{term}" if term else "s0"]) for term in range(terms)]
    nodes += [_node("Add", [f"s{term - 1}", f"p{term}"], [f"s{term}"]) for term in range(1, terms)]
    nodes.append(_node("Identity", [f"s{terms - 1}"], ["combined"]))
    element = _ELEMENT_TYPES[dtype]
    graph = b"".join(_bytes(1, node) for node in nodes) + _text(2, "combine")
    graph += _bytes(11, _argument("weights", element, terms))
    graph += b"".join(_bytes(11, _argument(f"x{term}", element, None)) for term in range(terms))
    graph += _bytes(12, _argument("combined", element, None))
    opset = _text(1, "") + _number(2, _OPSET)
    return _number(1, _IR_VERSION) + _bytes(7, graph) + _bytes(8, opset)


def _node(operator: str, inputs: list[str], outputs: list[str]) -> bytes:
    """NodeProto: input = 1, output = 2, op_type = 4."""
    ends = b"".join(_text(1, name) for name in inputs) + b"".join(_text(2, name) for name in outputs)
    return ends + _text(4, operator)


def _argument(name: str, element_type: int, size: int | None) -> bytes:
    """ValueInfoProto of a vector of `size`, or with None of a tensor of any shape."""
    shape = b"" if size is None else _bytes(2, _bytes(1, _number(1, size)))
    return _text(1, name) + _bytes(2, _bytes(1, _number(1, element_type) + shape))


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
