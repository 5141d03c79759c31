"""The film seen from far away: neighbouring shots that look alike, merged into runs of one colour."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from sora_studio.timeline.strip import ShotStrip
from sora_studio.ui.timeline.geometry import Span

COLUMN = 2.0
Sort = TypeVar("Sort")


@dataclass(frozen=True, slots=True)
class Run(Generic[Sort]):
    """Pixels `left` to `right` that show shots of one sort."""

    left: float
    right: float
    sort: Sort


def runs(span: Span, strip: ShotStrip, left: float, right: float, sort: Callable[[int], Sort]) -> Iterator[Run[Sort]]:
    """The film between two pixels. One shot stands for each column of two, so a film of any length costs the same."""
    x = left - left % COLUMN
    end = min(right, span.x(strip.duration))
    begun = x = max(x, span.x(0))
    known: Sort | None = None
    # Each column is looked up from the one before on: this loop is most of what a long film's painting costs.
    starts, count, zoom, scroll = strip.starts, len(strip), span.pixels_per_frame, span.scroll
    last, until = 0, -1
    while x < end:
        frame = int((x + scroll) / zoom)
        if frame >= until:
            last = min(max(0, bisect_right(starts, frame, last) - 1), count - 1)
            until = starts[last + 1]
            found = sort(last)
            if known is not None and found != known:
                yield Run(begun, x, known)
                begun = x
            known = found
        x += COLUMN
    if known is not None and end > begun:
        yield Run(begun, end, known)
