"""The shapes of a graph's tensors where nobody wrote them down, worked out node by node."""

from collections.abc import Mapping

from sora_studio.inference.graph_nodes import Constant, Graph, Node
from sora_studio.inference.shape_numbers import calculated
from sora_studio.inference.shape_rules import Shape, Shapes, shape_of, shapes_of_several


def worked_out(graph: Graph, known: Mapping[str, Shape]) -> Mapping[str, Shape]:
    """All shapes that follow from those that are known."""
    found = Shapes(dict(known))
    for name, constant in graph.constants.items():
        _put(found, name, constant)
    for node in graph.nodes:
        try:
            _follow(node, found)
        except (KeyError, IndexError, ValueError, TypeError, ZeroDivisionError, OverflowError):
            # What it needs isn't known, or isn't as the operator has it.
            continue
    return found.of


def _put(found: Shapes, name: str, constant: Constant) -> None:
    found.of.setdefault(name, constant.shape)
    if constant.numbers is not None:
        found.numbers[name] = constant.numbers


def _follow(node: Node, found: Shapes) -> None:
    if node.operator == "Constant":
        value = node.attributes.get("value")
        if isinstance(value, Constant):
            _put(found, node.outputs[0], value)
        return
    worth = calculated(node, found)
    if worth is not None:
        found.numbers[node.outputs[0]] = worth
        found.of.setdefault(node.outputs[0], worth.shape)
    elif any(name not in found.of for name in node.outputs):
        shape = shape_of(node, found)
        shapes = shapes_of_several(node, found) if shape is None else [shape]
        for name, each in zip(node.outputs, shapes, strict=False):
            found.of.setdefault(name, each)
