"""What a model takes while it runs, beside its weights: the most that its tensors take together at any moment.

The graph is gone through in its order. A tensor takes room from the node that makes it to the last that reads it. A
new view of another's numbers takes none, and what is calculated element by element takes the place of what is read
for the last time, as onnxruntime's allocation planner has it (onnxruntime, core/framework/allocation_planner.cc).
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import prod
from pathlib import Path

from sora_studio.inference.graph_nodes import Graph, Node, read_nodes
from sora_studio.inference.graph_shapes import worked_out
from sora_studio.inference.operator_room import own_bytes

_VIEWS = frozenset(("Reshape", "Squeeze", "Unsqueeze", "Flatten", "Identity"))
_IN_PLACE = frozenset(
    ("Add", "Sub", "Mul", "Div", "Sigmoid", "Relu", "Tanh", "Clip", "Sqrt", "Exp", "Neg", "Abs", "Reciprocal")
)
# With more shapes missing than this, the rest is no measure of the whole.
_UNKNOWN_SHARE = 0.1
_FLOAT_BYTES = 4

Shapes = Mapping[str, tuple[int, ...]]


def activation_bytes(path: Path, given: Shapes, otherwise: int = 1) -> int | None:
    """The most that the tensors of the model in that file take at once, given inputs of these shapes, by name.

    Sides only other inputs have are taken to be `otherwise` long. None where its tensors' shapes aren't to be found.
    """
    return _peak(str(path), tuple(sorted(given.items())), otherwise)


@lru_cache(maxsize=256)
def _peak(path: str, given: tuple[tuple[str, tuple[int, ...]], ...], otherwise: int) -> int | None:
    try:
        graph = _graph(path)
    except (OSError, ValueError, IndexError):
        return None
    sides = _sides(graph, dict(given), otherwise)
    written = {name: value.at(sides) for name, value in graph.values.items()}
    shapes = worked_out(graph, {name: shape for name, shape in written.items() if shape is not None})
    made = [name for node in graph.nodes for name in node.outputs]
    if sum(name not in shapes for name in made) > _UNKNOWN_SHARE * len(made):
        return None
    sizes = {name: prod(shape) * _element_bytes(graph, name) for name, shape in shapes.items()}
    return _walked(graph, sizes, [own_bytes(node, shapes) for node in graph.nodes])


def _element_bytes(graph: Graph, name: str) -> int:
    """As it is written; else those of a float32, which most are."""
    return graph.values[name].element_bytes if name in graph.values else _FLOAT_BYTES


@lru_cache(maxsize=16)
def _graph(path: str) -> Graph:
    return read_nodes(Path(path))


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


def _walked(graph: Graph, sizes: Mapping[str, int], own: Sequence[int]) -> int:
    """`own` is what each node takes for itself while it runs."""
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
        most = max(most, now + own[index])
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
    fixed = graph.constants.keys() | set(graph.inputs)
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
