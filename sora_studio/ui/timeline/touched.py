"""What an edit changed of what the timeline shows, so that only that is painted anew. No Qt."""

from sora_studio.timeline.order import shared_ends
from sora_studio.timeline.strip import ShotStrip
from sora_studio.ui.timeline.hit import Sight

Pixels = tuple[float, float]


def touched(before: Sight, after: Sight) -> Pixels | None:
    """From where to where, across, scenes and clips look otherwise; None where more than them may."""
    if _around(before) != _around(after) or not before.strip.shots or not after.strip.shots:
        return None
    old, new = before.strip, after.strip
    start, tail = shared_ends(old.scenes, new.scenes)
    if start == len(old.scenes) == len(new.scenes):
        return 0.0, 0.0
    # A dissolve reaches into the scene beside, and no further than one shot.
    left, end = after.span.x(_cut(new, new.firsts[start] - 1)), after.span.width
    if len(old) == len(new) and old.duration == new.duration:
        # What lies behind is neither moved nor counted otherwise.
        end = after.span.x(_cut(new, new.firsts[len(new.scenes) - tail] + 1))
    left, right = max(0.0, left), min(end, after.span.width)
    return (left, right) if left < right else (0.0, 0.0)


def _around(sight: Sight) -> tuple[object, ...]:
    """All that is painted beside scenes and clips, and where it is. The playhead has strips of its own painted."""
    film, span, marks = sight.project, sight.span, sight.marks
    # Up to the film's end, where no out is set, goes the bar from in on.
    open_range = sight.strip.duration if marks.mark_in is not None and marks.mark_out is None else 0
    place = span.pixels_per_frame, span.scroll, span.width, sight.lanes
    marked = marks.mark_in, marks.mark_out, open_range
    return (*place, film.tracks, film.markers, film.frame_rate, film.start_timecode, *marked)


def _cut(strip: ShotStrip, place: int) -> int:
    """The first frame of a shot; the film's start or end beyond them."""
    return strip.starts[min(max(place, 0), len(strip))]
