"""What a model takes while it runs, beside its weights: the most that its tensors take together at any moment.

The graph is gone through in its order. A tensor takes room from the node that makes it to the last that reads it. A
new view of another's numbers takes none, and what is calculated element by element takes the place of what is read
for the last time, as onnxruntime's allocation planner has it (onnxruntime, core/framework/allocation_planner.cc).
"""

from collections.abc import Mapping
from functools import lru_cache
from math import prod
from pathlib import Path

from sora_studio.inference.graph_sizes import Graph, Node, read_graph_sizes, value_of

_VIEWS = frozenset(("Reshape", "Squeeze", "Unsqueeze", "Flatten", "Identity"))
_IN_PLACE = frozenset(
    ("Add", "Sub", "Mul", "Div", "Sigmoid", "Relu", "Tanh", "Clip", "Sqrt", "Exp", "Neg", "Abs", "Reciprocal")
)
# What follows from the sizes of what they read; of others the shape must be written.
_AS_LARGE = (
    _VIEWS | _IN_PLACE | {"MatMul", "Transpose", "Softmax", "InstanceNormalization", "LayerNormalization", "Cast"}
)
# With more shapes missing than this, the rest is no measure of the whole.
_UNKNOWN_SHARE = 0.1

Shapes = Mapping[str, tuple[int, ...]]


def activation_bytes(path: Path, given: Shapes, otherwise: int = 1) -> int | None:
    """The most that the tensors of the model in that file take at once, given inputs of these shapes, by name.

    Sides only other inputs have are taken to be `otherwise` long. None where the file doesn't say its tensors' shapes.
    """
    return _peak(str(path), tuple(sorted(given.items())), otherwise)


@lru_cache(maxsize=256)
def _peak(path: str, given: tuple[tuple[str, tuple[int, ...]], ...], otherwise: int) -> int | None:
    try:
        graph = _graph(path)
    except (OSError, ValueError, IndexError):
        return None
    sides = _sides(graph, dict(given), otherwise)
    sizes: dict[str, int] = {}
    for name, value in graph.values.items():
        size = value.bytes_at(sides)
        if size is not None:
            sizes[name] = size
    unknown = 0
    for node in graph.nodes:
        for name in node.outputs:
            if name not in sizes:
                unknown += node.operator not in _AS_LARGE
                sizes[name] = _followed(node, graph, sides, sizes)
    return _walked(graph, sizes) if unknown <= _UNKNOWN_SHARE * len(graph.nodes) else None


@lru_cache(maxsize=16)
def _graph(path: str) -> Graph:
    return read_graph_sizes(Path(path))


def _sides(graph: Graph, given: Shapes, otherwise: int) -> Mapping[str, int]:
    """How long the named sides of the inputs are."""
    found: dict[str, int] = {}
    for name, shape in given.items():
        value = graph.values.get(name)
        for side, length in zip(value.shape if value else (), shape, strict=False):
            if isinstance(side, str):
                found[side] = length
    for name in graph.inputs:
        value = graph.values.get(name)
        for side in value.shape if value else ():
            if isinstance(side, str):
                found.setdefault(side, otherwise)
    return found


def _followed(node: Node, graph: Graph, sides: Mapping[str, int], sizes: Mapping[str, int]) -> int:
    """How large a result is whose shape isn't written: as the largest of what is read; or a product (m, k) x (k, n)."""
    largest = max((sizes.get(name, 0) for name in node.inputs), default=0)
    first = graph.values.get(node.inputs[0]) if node.inputs else None
    if node.operator != "MatMul" or first is None:
        return largest
    *batch, _, inner = (value_of(side, sides) for side in first.shape)
    shared = [side or 1 for side in batch]
    if not inner or len(first.shape) != len(shared) + 2:
        return largest
    rows, columns = (sizes.get(name, 0) // (prod(shared) * inner) for name in node.inputs[:2])
    return prod(shared) * rows * columns // first.element_bytes or largest


def _walked(graph: Graph, sizes: Mapping[str, int]) -> int:
    place, last = _places(graph, sizes)
    ends: dict[int, list[str]] = {}
    for owner, index in last.items():
        ends.setdefault(index, []).append(owner)
    now = most = 0
    taken: set[str] = set()
    for index, node in enumerate(graph.nodes):
        for name in node.outputs:
            owner = place[name]
            if owner not in taken:
                taken.add(owner)
                now += sizes.get(owner, 0)
        most = max(most, now)
        now -= sum(sizes.get(owner, 0) for owner in ends.get(index, ()) if owner in taken)
    return most


def _places(graph: Graph, sizes: Mapping[str, int]) -> tuple[Mapping[str, str], Mapping[str, int]]:
    """Whose room each tensor lies in, by the name of the tensor that took it, and the last node that needs that."""
    reads: dict[str, int] = {}
    for index, node in enumerate(graph.nodes):
        for name in node.inputs:
            reads[name] = index
    for name in graph.outputs:
        reads[name] = len(graph.nodes)
    fixed = graph.weights | set(graph.inputs)
    place: dict[str, str] = {}
    last: dict[str, int] = {}
    for index, node in enumerate(graph.nodes):
        for name in node.outputs:
            owner = _room_of(node, name, index, place, last, fixed, sizes) or name
            place[name] = owner
            last[owner] = max(last.get(owner, index), reads.get(name, index))
    return place, last


def _room_of(
    node: Node,
    name: str,
    index: int,
    place: Mapping[str, str],
    last: Mapping[str, int],
    fixed: set[str],
    sizes: Mapping[str, int],
) -> str:
    """The room the node's result can lie in, "" for one of its own."""
    if node.operator in _VIEWS:
        return place.get(node.inputs[0], "")
    if node.operator in _IN_PLACE:
        for each in node.inputs:
            owner = place.get(each, "")
            if owner and each not in fixed and last[owner] == index and sizes.get(owner) == sizes.get(name):
                return owner
    return ""
