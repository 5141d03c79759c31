"""Which pictures lie along a clip, and the pictures themselves."""

from collections.abc import Iterator
from math import floor

from PySide6.QtGui import QImage

from sora_studio.timeline.time import FrameRange
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.timeline.geometry import Span

# Heights are asked for in steps, so that dragging a splitter doesn't ask for every size on the way.
HEIGHT_STEP = 32


def places(span: Span, frames: FrameRange, width: float, left: float, right: float) -> Iterator[tuple[float, int]]:
    """Where thumbnails of that width stand on a clip, from its head on, and the shot frame each shows.

    Only those seen from `left` to `right`. Frames are taken in steps of a power of two, so that zooming a little asks
    for nothing new.
    """
    start = span.x(frames.start)
    per_picture = width / span.pixels_per_frame
    step = 1 << max(0, floor(per_picture).bit_length() - 2)
    at = max(0, floor((left - start) / width))
    while (x := start + at * width) < min(right, span.x(frames.stop)):
        frame = floor(at * per_picture)
        yield x, min(frame - frame % step, max(0, len(frames) - 1))
        at += 1


class Thumbnails:
    """The film's thumbnails; where one is still being made, the shot's last one stands in."""

    def __init__(self, document: FilmDocument) -> None:
        self._pictures = document.pictures
        self._last: dict[str, QImage] = {}

    def image(self, shot_id: str, frame: int, pixels: float) -> QImage | None:
        """A picture at least that many device pixels high; None where the shot shows nothing yet."""
        height = -(-int(pixels) // HEIGHT_STEP) * HEIGHT_STEP
        found = self._pictures.thumbnail(shot_id, frame, height)
        if found is None:
            return self._last.get(shot_id)
        self._last[shot_id] = found
        return found

    def forget(self, shot_ids: frozenset[str]) -> None:
        """These shots show something else now."""
        for shot_id in shot_ids:
            self._last.pop(shot_id, None)
