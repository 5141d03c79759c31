"""Places on the board, in logical pixels, and what was found at one."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def holds(self, x: float, y: float) -> bool:
        return self.x <= x < self.right and self.y <= y < self.bottom

    def meets(self, other: "Box") -> bool:
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom


@dataclass(frozen=True, slots=True)
class Hit:
    """A panel's or a header's index, or nothing's."""

    part: Literal["panel", "header", "nothing"]
    index: int = -1


@dataclass(frozen=True, slots=True)
class Insertion:
    """Where dragged panels would go: before the shot at `place` in the scene; `mark` is the line that shows it."""

    scene: int
    place: int
    mark: Box
