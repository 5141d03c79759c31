"""Where the picture sits in the viewer, and where guides and masks lie on it: arithmetic in logical pixels, no Qt."""

from dataclasses import dataclass
from fractions import Fraction

from sora_studio.studio.box import Box

# Shares of the picture's width and height that every screen shows (SMPTE ST 2046-1).
ACTION_SAFE = 0.93
TITLE_SAFE = 0.90
CROSS_SHARE = 0.04

MASKS: dict[str, Fraction] = {
    "2.39": Fraction(239, 100),
    "2.00": Fraction(2),
    "1.85": Fraction(185, 100),
    "16:9": Fraction(16, 9),
    "4:3": Fraction(4, 3),
    "1:1": Fraction(1),
    "9:16": Fraction(9, 16),
}

# Faster than the film's own speed the eye can't read detail, and small pictures arrive in time.
COARSE_HEIGHT = 240


@dataclass(frozen=True, slots=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Zoom:
    """How large the picture is: `scale` device pixels to one film pixel, 0 to fit; `pan` logical pixels off centre."""

    scale: float = 0.0
    pan_x: float = 0.0
    pan_y: float = 0.0


FIT = Zoom()


def fitted(area: Box, aspect: float) -> Box:
    """The largest box of the aspect (width to height) in the middle of the area."""
    width = min(area.width, area.height * aspect)
    height = width / aspect
    return Box(area.x + (area.width - width) / 2, area.y + (area.height - height) / 2, width, height)


def picture_box(area: Box, film_size: tuple[int, int], zoom: Zoom, pixel_ratio: float) -> Box:
    """Where the film's picture is painted, on whole device pixels; a picture larger than the area goes beyond it."""
    film_width, film_height = film_size
    if not zoom.scale:
        return _on_pixels(fitted(area, film_width / film_height), pixel_ratio)
    width, height = film_width * zoom.scale / pixel_ratio, film_height * zoom.scale / pixel_ratio
    pan_x, pan_y = _within(zoom.pan_x, width, area.width), _within(zoom.pan_y, height, area.height)
    box = Box(area.x + (area.width - width) / 2 + pan_x, area.y + (area.height - height) / 2 + pan_y, width, height)
    return _on_pixels(box, pixel_ratio)


def _on_pixels(box: Box, pixel_ratio: float) -> Box:
    """Between pixels a picture of just the right size would be blurred."""
    return Box(*(round(side * pixel_ratio) / pixel_ratio for side in (box.x, box.y, box.width, box.height)))


def panned(area: Box, film_size: tuple[int, int], zoom: Zoom, pixel_ratio: float, dx: float, dy: float) -> Zoom:
    """The zoom after dragging the picture by (dx, dy); it stops where the picture's edge meets the area's."""
    if not zoom.scale:
        return zoom
    width, height = (side * zoom.scale / pixel_ratio for side in film_size)
    return Zoom(
        zoom.scale,
        _within(_within(zoom.pan_x, width, area.width) + dx, width, area.width),
        _within(_within(zoom.pan_y, height, area.height) + dy, height, area.height),
    )


def _within(pan: float, side: float, room: float) -> float:
    reach = max(0.0, (side - room) / 2)
    return min(max(pan, -reach), reach)


def height_wanted(box: Box, film_height: int, pixel_ratio: float, speed: int) -> int:
    """How many rows of picture to ask for: what the screen shows, never more than the film has."""
    rows = round(box.height * pixel_ratio)
    if abs(speed) > 1:
        rows = min(rows, COARSE_HEIGHT)
    return max(2, min(rows, film_height))


def thirds(box: Box) -> tuple[Line, ...]:
    """Two upright and two level lines."""
    return (
        *(Line(box.x + box.width * n / 3, box.y, box.x + box.width * n / 3, box.bottom) for n in (1, 2)),
        *(Line(box.x, box.y + box.height * n / 3, box.right, box.y + box.height * n / 3) for n in (1, 2)),
    )


def centre_cross(box: Box) -> tuple[Line, ...]:
    """A small cross in the middle, as wide as it is high."""
    x, y = box.centre
    arm = CROSS_SHARE * box.height
    return Line(x - arm, y, x + arm, y), Line(x, y - arm, x, y + arm)


def masked(box: Box, mask: str) -> Box:
    """The part of the picture that the mask leaves; all of it for no mask."""
    return fitted(box, float(MASKS[mask])) if mask else box


def mask_bars(box: Box, mask: str) -> tuple[Box, ...]:
    """The two bars a mask covers the picture with; none where the picture has that shape."""
    seen = masked(box, mask)
    if box.height - seen.height > 0.5:
        return (
            Box(box.x, box.y, box.width, seen.y - box.y),
            Box(box.x, seen.bottom, box.width, box.bottom - seen.bottom),
        )
    if box.width - seen.width > 0.5:
        return (
            Box(box.x, box.y, seen.x - box.x, box.height),
            Box(seen.right, box.y, box.right - seen.right, box.height),
        )
    return ()
