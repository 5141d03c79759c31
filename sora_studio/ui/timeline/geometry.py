"""Where a film frame stands on the screen, at any zoom: pixels per frame, scrolling and their limits."""

from dataclasses import dataclass, replace
from math import floor

from sora_studio.timeline.time import FrameRange

LEAST_ZOOM, MOST_ZOOM = 0.001, 60.0
# Room before the first frame, so that its edge and the playhead's head can be grasped.
LEFT_ROOM = 20.0
# How much of the window may show nothing after the film: a place to drop things.
RIGHT_ROOM = 0.5
# A film is fitted no larger than this: two seconds needn't fill the window.
FIT_ZOOM, EMPTY_ZOOM = 12.0, 4.0


@dataclass(frozen=True, slots=True)
class Span:
    """The part of a film a window of `width` pixels shows; `scroll` is how many pixels of the film lie left of it."""

    pixels_per_frame: float
    scroll: float
    width: float
    duration: int

    def x(self, frame: float) -> float:
        """The pixel where a frame begins."""
        return frame * self.pixels_per_frame - self.scroll

    def frame_at(self, x: float) -> int:
        """The frame shown at a pixel, never before the film's first."""
        return max(0, floor((x + self.scroll) / self.pixels_per_frame))

    def nearest(self, x: float) -> int:
        """The frame whose beginning is nearest to a pixel, never before the film's first."""
        return max(0, round((x + self.scroll) / self.pixels_per_frame))

    def frames(self, pixels: float) -> int:
        """A distance in whole frames."""
        return round(pixels / self.pixels_per_frame)

    @property
    def visible(self) -> FrameRange:
        """The frames of which anything is seen, those beyond the film's end too."""
        return FrameRange(self.frame_at(0), self.frame_at(max(0.0, self.width)) + 1)

    @property
    def least_scroll(self) -> float:
        return -LEFT_ROOM

    @property
    def most_scroll(self) -> float:
        return max(self.least_scroll, self.duration * self.pixels_per_frame - self.width * (1 - RIGHT_ROOM))

    def scrolled_to(self, scroll: float) -> "Span":
        """Scrolled there, or as near as the limits allow."""
        return replace(self, scroll=min(max(scroll, self.least_scroll), self.most_scroll))

    def scrolled(self, pixels: float) -> "Span":
        return self.scrolled_to(self.scroll + pixels)

    def zoomed(self, factor: float, about: float) -> "Span":
        """Zoomed so that the frame at the pixel `about` stays under it, as far as the limits of scrolling allow."""
        zoom = min(max(self.pixels_per_frame * factor, LEAST_ZOOM), MOST_ZOOM)
        frame = (about + self.scroll) / self.pixels_per_frame
        return replace(self, pixels_per_frame=zoom).scrolled_to(frame * zoom - about)

    def fitted(self, first: int = 0, stop: int | None = None) -> "Span":
        """The frames from `first` to `stop` (the film's end) fill the window, with a little air on both sides."""
        stop = self.duration if stop is None else stop
        frames, air = stop - first, LEFT_ROOM
        if frames < 1:
            return replace(self, pixels_per_frame=EMPTY_ZOOM).scrolled_to(first * EMPTY_ZOOM - air)
        zoom = min(max((self.width - 2 * air) / frames, LEAST_ZOOM), FIT_ZOOM)
        return replace(self, pixels_per_frame=zoom).scrolled_to(first * zoom - air)

    def resized(self, width: float) -> "Span":
        return replace(self, width=width).scrolled_to(self.scroll)

    def lasting(self, duration: int) -> "Span":
        """For the film at another length, scrolled no further than before."""
        return replace(self, duration=duration).scrolled_to(self.scroll)

    def paged_to(self, frame: int, forward: bool = True) -> "Span":
        """Turned like a page when the playhead has run out of sight; else unchanged."""
        x = self.x(frame)
        if 0 <= x < self.width - 2:
            return self
        return self.scrolled_to(frame * self.pixels_per_frame - self.width * (0.08 if forward else 0.92))

    def revealing(self, first: int, stop: int) -> "Span":
        """Scrolled as little as needed to show those frames, their beginning in any case."""
        margin = min(48.0, self.width / 8)
        scroll = self.scroll
        scroll = max(scroll, stop * self.pixels_per_frame - self.width + margin)
        return self.scrolled_to(min(scroll, first * self.pixels_per_frame - margin))


def zoom_of_slider(position: float) -> float:
    """Pixels per frame for a slider at 0 to 1: each step zooms by the same factor."""
    return LEAST_ZOOM * (MOST_ZOOM / LEAST_ZOOM) ** min(max(position, 0.0), 1.0)


def slider_of_zoom(pixels_per_frame: float) -> float:
    from math import log

    return log(pixels_per_frame / LEAST_ZOOM) / log(MOST_ZOOM / LEAST_ZOOM)
