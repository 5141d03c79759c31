"""A rectangle with no Qt in it: what layouts are worked out in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """Its left top corner and its sides, in whatever unit the layout counts; the right and bottom edge lie outside."""

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

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2

    def share(self, share: float) -> "Box":
        """The box of this share of both sides around the same centre."""
        width, height = self.width * share, self.height * share
        return Box(self.x + (self.width - width) / 2, self.y + (self.height - height) / 2, width, height)

    def holds(self, x: float, y: float) -> bool:
        return self.x <= x < self.right and self.y <= y < self.bottom

    def meets(self, other: "Box") -> bool:
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom
