"""How large an ONNX graph's tensors are at given sizes of its inputs, from the shapes its exporter wrote down.

Sides that vary are written as names, and as sums and products of those: "2*s48", "4*frames - 3".
"""

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass

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

    def at(self, sides: Mapping[str, int]) -> tuple[int, ...] | None:
        """Its shape where the named sides are so long; None where one isn't known."""
        lengths = [value_of(side, sides) for side in self.shape]
        known = tuple(each for each in lengths if each is not None)
        return known if len(known) == len(lengths) else None


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
