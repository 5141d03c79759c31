"""Numbers on the way to a shape: a graph of sides that vary asks how long they are, and calculates others from that."""

from collections.abc import Callable, Mapping
from math import prod

import numpy as np

from sora_studio.inference.graph_nodes import Constant, Node
from sora_studio.inference.runtime import Array
from sora_studio.inference.shape_rules import Shapes, shape_of, whole_numbers

# Longer ones are pictures, not shapes.
_MOST_NUMBERS = 64
_ARITHMETIC: Mapping[str, Callable[..., Array]] = {
    "Add": np.add,
    "Sub": np.subtract,
    "Mul": np.multiply,
    "Equal": np.equal,
    "Where": np.where,
    "Sqrt": np.sqrt,
    "Floor": np.floor,
    "Ceil": np.ceil,
    "Cast": np.asarray,
    "Identity": np.asarray,
}
_REARRANGED = {"Gather", "Concat", "Slice", "ConstantOfShape", "Unsqueeze", "Squeeze", "Reshape"}
_CALCULATED = {*_ARITHMETIC, *_REARRANGED, "Div", "Range"}


def calculated(node: Node, found: Shapes) -> Array | None:
    """The numbers of a result that holds a shape, or part of one; None where it doesn't."""
    if node.operator == "Shape":
        x = found.of[node.inputs[0]]
        return np.array(x[node.number("start") : node.number("end", len(x))], np.int64)
    given = [found.numbers.get(name) for name in node.inputs if name]
    known = [each for each in given if each is not None and each.size <= _MOST_NUMBERS]
    if node.operator not in _CALCULATED or not given or len(known) < len(given):
        return None
    with np.errstate(all="ignore"):
        return _from_numbers(node, found, known)


def _from_numbers(node: Node, found: Shapes, given: list[Array]) -> Array | None:
    match node.operator:
        case "Div":
            whole = all(each.dtype.kind == "i" for each in given)
            return given[0] // given[1] if whole else given[0] / given[1]
        case "Gather":
            return np.take(given[0], given[1].astype(np.int64), axis=node.number("axis"))
        case "Concat":
            return np.concatenate(given, axis=node.number("axis"))
        case "Slice":
            starts, ends = (whole_numbers(node, found, place, name) for place, name in ((1, "starts"), (2, "ends")))
            return given[0][starts[0] : ends[0]] if given[0].ndim == 1 and len(node.inputs) < 5 else None
        case "ConstantOfShape":
            value = node.attributes.get("value")
            worth = value.numbers if isinstance(value, Constant) and value.numbers is not None else np.zeros(1)
            sides = [int(each) for each in given[0]]
            return np.full(sides, worth.reshape(-1)[0], worth.dtype) if prod(sides) <= _MOST_NUMBERS else None
        case "Unsqueeze" | "Squeeze" | "Reshape":
            return np.reshape(given[0], shape_of(node, found) or ())
        case "Range":
            [count] = shape_of(node, found) or (0,)
            return given[0] + given[2] * np.arange(count) if count <= _MOST_NUMBERS else None
        case _:
            return _ARITHMETIC[node.operator](*given)
