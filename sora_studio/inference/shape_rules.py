"""What shape an operator's result has, by the shapes of what it reads (onnx.ai, Operators).

Operators are those of published models; what follows from none of them stays unknown.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import ceil, prod

import numpy as np

from sora_studio.inference.graph_nodes import Node
from sora_studio.inference.runtime import Array

Shape = tuple[int, ...]


@dataclass(slots=True)
class Shapes:
    """What is known of tensors by name: their shapes, and the numbers of the few that hold shapes."""

    of: dict[str, Shape] = field(default_factory=dict[str, Shape])
    numbers: dict[str, Array] = field(default_factory=dict[str, Array])


def shape_of(node: Node, found: Shapes) -> Shape | None:
    """Of the node's first result; None for operators without a rule. Raises KeyError where what it reads is unknown."""
    if node.operator in _SAME:
        return _in(node, found)
    rule = _RULES.get(node.operator)
    return None if rule is None else rule(node, found)


def _in(node: Node, found: Shapes, place: int = 0) -> Shape:
    return found.of[node.inputs[place]]


def whole_numbers(node: Node, found: Shapes, place: int, attribute: str = "") -> list[int]:
    """Whole numbers that are an input in newer operators, an attribute in older ones."""
    if place < len(node.inputs) and node.inputs[place]:
        return [int(each) for each in found.numbers[node.inputs[place]].reshape(-1)]
    return list(node.numbers(attribute))


def _broadcast(node: Node, found: Shapes) -> Shape:
    return np.broadcast_shapes(*(found.of[name] for name in node.inputs if name))


def _product(node: Node, found: Shapes) -> Shape:
    one, other = _in(node, found), _in(node, found, 1)
    if len(other) == 1:
        return one[:-1]
    return (*np.broadcast_shapes(one[:-2], other[:-2]), *one[-2:-1], other[-1])


def _gemm(node: Node, found: Shapes) -> Shape:
    one, other = _in(node, found), _in(node, found, 1)
    return one[1 if node.number("transA") else 0], other[0 if node.number("transB") else 1]


def _convolved(node: Node, found: Shapes) -> Shape:
    x, weights = _in(node, found), _in(node, found, 1) if node.operator == "Conv" else ()
    kernel = weights[2:] or node.numbers("kernel_shape")
    count = len(kernel)
    strides, dilations = node.numbers("strides") or (1,) * count, node.numbers("dilations") or (1,) * count
    pads = node.numbers("pads") or (0,) * 2 * count
    sides = (
        (side + pads[at] + pads[at + count] - dilations[at] * (kernel[at] - 1) - 1) // strides[at] + 1
        for at, side in enumerate(x[2:])
    )
    return (x[0], weights[0] if weights else x[1], *sides)


def _resized(node: Node, found: Shapes) -> Shape:
    if len(node.inputs) > 3 and node.inputs[3]:
        return tuple(whole_numbers(node, found, 3))
    scales = found.numbers[node.inputs[2 if node.operator == "Resize" else 1]].reshape(-1)
    return tuple(int(side * scale) for side, scale in zip(_in(node, found), scales, strict=True))


def _reshaped(node: Node, found: Shapes) -> Shape:
    x, asked = _in(node, found), whole_numbers(node, found, 1)
    sides = [x[at] if side == 0 and not node.number("allowzero") else side for at, side in enumerate(asked)]
    if -1 in sides:
        sides[sides.index(-1)] = prod(x) // -prod(sides)
    return tuple(sides)


def _transposed(node: Node, found: Shapes) -> Shape:
    x = _in(node, found)
    return tuple(x[axis] for axis in node.numbers("perm") or range(len(x) - 1, -1, -1))


def _joined(node: Node, found: Shapes) -> Shape:
    parts, axis = [found.of[name] for name in node.inputs], node.number("axis")
    sides = list(parts[0])
    sides[axis] = sum(part[axis] for part in parts)
    return tuple(sides)


def _widened(node: Node, found: Shapes) -> Shape:
    axes = whole_numbers(node, found, 1, "axes")
    x = list(_in(node, found))
    rank = len(x) + len(axes)
    for axis in sorted(each % rank for each in axes):
        x.insert(axis, 1)
    return tuple(x)


def _narrowed(node: Node, found: Shapes) -> Shape:
    x, axes = _in(node, found), whole_numbers(node, found, 1, "axes")
    gone = {axis % len(x) for axis in axes} or {at for at, side in enumerate(x) if side == 1}
    return tuple(side for at, side in enumerate(x) if at not in gone)


def _sliced(node: Node, found: Shapes) -> Shape:
    x = list(_in(node, found))
    starts, ends = whole_numbers(node, found, 1, "starts"), whole_numbers(node, found, 2, "ends")
    axes = whole_numbers(node, found, 3, "axes") or list(range(len(starts)))
    steps = whole_numbers(node, found, 4) or [1] * len(starts)
    for start, end, axis, step in zip(starts, ends, axes, steps, strict=True):
        x[axis] = len(range(*slice(start, end, step).indices(x[axis])))
    return tuple(x)


def _gathered(node: Node, found: Shapes) -> Shape:
    x, axis = _in(node, found), node.number("axis")
    axis %= len(x)
    return (*x[:axis], *_in(node, found, 1), *x[axis + 1 :])


def _gathered_deep(node: Node, found: Shapes) -> Shape:
    x, indices = _in(node, found), _in(node, found, 1)
    return (*indices[:-1], *x[node.number("batch_dims") + indices[-1] :])


def _reduced(node: Node, found: Shapes) -> Shape:
    x = _in(node, found)
    axes = {axis % len(x) for axis in whole_numbers(node, found, 1, "axes")} or set(range(len(x)))
    kept = [1 if at in axes else side for at, side in enumerate(x)]
    return tuple(kept) if node.number("keepdims", 1) else tuple(x[at] for at in range(len(x)) if at not in axes)


def _expanded(node: Node, found: Shapes) -> Shape:
    return np.broadcast_shapes(_in(node, found), tuple(whole_numbers(node, found, 1)))


def _repeated(node: Node, found: Shapes) -> Shape:
    return tuple(side * times for side, times in zip(_in(node, found), whole_numbers(node, found, 1), strict=True))


def _padded(node: Node, found: Shapes) -> Shape:
    x, pads = _in(node, found), whole_numbers(node, found, 1, "pads")
    return tuple(side + pads[at] + pads[at + len(x)] for at, side in enumerate(x))


def _filled(node: Node, found: Shapes) -> Shape:
    return tuple(whole_numbers(node, found, 0))


def _counted(node: Node, found: Shapes) -> Shape:
    start, limit, step = (float(found.numbers[name].item()) for name in node.inputs)
    return (max(0, ceil((limit - start) / step)),)


def _deep_to_wide(node: Node, found: Shapes) -> Shape:
    frames, channels, height, width = _in(node, found)
    block = node.number("blocksize")
    return frames, channels // block**2, height * block, width * block


def _sampled(node: Node, found: Shapes) -> Shape:
    return (*_in(node, found)[:2], *_in(node, found, 1)[1:-1])


def _placed(node: Node, found: Shapes) -> Shape:
    x, axis = list(_in(node, found)), node.number("axis")
    x[axis] = 1
    return tuple(x) if node.number("keepdims", 1) else tuple(side for at, side in enumerate(x) if at != axis % len(x))


def _attended(node: Node, found: Shapes) -> Shape:
    batch, tokens, width = _in(node, found)
    value = _in(node, found, 2)
    return batch, tokens, value[-1] if len(value) == 3 else width


def shapes_of_several(node: Node, found: Shapes) -> list[Shape]:
    """Of all results of an operator that has more than one. Raises KeyError as above, and for other operators."""
    x, count = list(_in(node, found)), len(node.outputs)
    if node.operator == "DynamicQuantizeLinear":
        return [tuple(x), (), ()]
    if node.operator == "SkipLayerNormalization":
        # The mean and the deviation go unused, and may be left out.
        return [tuple(x), *[(*x[:-1], 1)] * (count - 2), tuple(x)]
    if node.operator != "Split":
        raise KeyError(node.operator)
    axis = node.number("axis") % len(x)
    sizes = whole_numbers(node, found, 1, "split") or [ceil(x[axis] / count)] * count
    return [(*x[:axis], size, *x[axis + 1 :]) for size in sizes]


_SAME = {
    "Abs", "Cast", "Ceil", "Clip", "Cos", "CumSum", "DequantizeLinear", "Elu", "Erf", "Exp", "Floor", "Gelu",
    "GroupNormalization", "HardSigmoid", "Identity", "InstanceNormalization", "IsNaN", "LayerNormalization",
    "LeakyRelu", "Log", "Neg", "Not", "QuickGelu", "Reciprocal", "Relu", "Round", "ScatterND", "Sigmoid", "Sign", "Sin",
    "Softmax", "Softplus", "Sqrt", "Tanh", "Trilu",
}  # fmt: skip
_ELEMENTWISE = (
    "Add", "And", "Div", "Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "Max", "Min", "Mod", "Mul", "Or",
    "Pow", "Sub", "Where",
)  # fmt: skip
_REDUCING = ("ReduceL2", "ReduceMax", "ReduceMean", "ReduceMin", "ReduceProd", "ReduceSum")
_RULES: Mapping[str, Callable[[Node, Shapes], Shape]] = {
    **dict.fromkeys(_ELEMENTWISE, _broadcast),
    **dict.fromkeys(_REDUCING, _reduced),
    **dict.fromkeys(("Conv", "MaxPool", "AveragePool"), _convolved),
    "MatMul": _product,
    "MatMulInteger": _product,
    "Gemm": _gemm,
    "Resize": _resized,
    "Upsample": _resized,
    "Reshape": _reshaped,
    "Transpose": _transposed,
    "Concat": _joined,
    "Unsqueeze": _widened,
    "Squeeze": _narrowed,
    "Slice": _sliced,
    "Gather": _gathered,
    "GatherND": _gathered_deep,
    "Expand": _expanded,
    "Tile": _repeated,
    "Pad": _padded,
    "ConstantOfShape": _filled,
    "Range": _counted,
    "DepthToSpace": _deep_to_wide,
    "GridSample": _sampled,
    "ArgMax": _placed,
    "MultiHeadAttention": _attended,
}
