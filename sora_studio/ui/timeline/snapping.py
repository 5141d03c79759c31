"""What an edge snaps to: cuts, the playhead, markers, in and out, the ends of sounds."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

TOLERANCE_PX = 8.0


@dataclass(frozen=True, slots=True)
class Snapper:
    """Two sorted lists of film frames. `cuts` may be the strip's own, which is long and never copied."""

    cuts: Sequence[int] = ()
    others: Sequence[int] = ()

    @classmethod
    def to(cls, cuts: Sequence[int], *others: Iterable[int]) -> "Snapper":
        """`cuts` must be sorted already."""
        return cls(cuts, sorted({frame for group in others for frame in group}))

    def snapped(self, frame: int, tolerance: float) -> int | None:
        """The nearest point no further than `tolerance` frames away; None where there is none."""
        near = [point for points in (self.cuts, self.others) for point in _around(points, frame)]
        best = min(near, key=lambda point: abs(point - frame), default=None)
        return best if best is not None and abs(best - frame) <= tolerance else None

    def shifted(self, edges: Iterable[int], delta: int, tolerance: float) -> tuple[int, int | None]:
        """The shift, near `delta`, that brings one of the edges onto a point, and that point; else `delta`, None."""
        found: list[tuple[int, int, int]] = []
        for edge in edges:
            point = self.snapped(edge + delta, tolerance)
            if point is not None:
                found.append((abs(point - edge - delta), point - edge, point))
        return (min(found)[1], min(found)[2]) if found else (delta, None)


def _around(points: Sequence[int], frame: int) -> Sequence[int]:
    at = bisect_left(points, frame)
    return points[max(0, at - 1) : at + 1]
