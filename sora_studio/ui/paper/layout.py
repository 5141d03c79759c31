# pyright: strict
"""Where everything goes on a printed page, in points (1/72 inch) from its top left. Plain arithmetic, no Qt."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import sqrt

from sora_studio.studio.box import Box

# Width and height upright, in points (ISO 216 and ANSI Y14.1).
PAPERS: Mapping[str, tuple[float, float]] = {
    "A4": (595.276, 841.890),
    "Letter": (612.0, 792.0),
    "A3": (841.890, 1190.551),
    "11x17": (792.0, 1224.0),
}
PER_PAGE = (1, 2, 3, 4, 6, 9, 12)
SHEET_COLUMNS = (3, 4, 5, 6, 8)

MARGIN = 36.0
HEADER, FOOTER, BODY_GAP = 32.0, 14.0, 12.0
ACROSS, DOWN = 18.0, 16.0
PAIR_GAP, TEXT_GAP = 6.0, 5.0
# Of a panel: the least of its height left for text under the picture, of its width for text beside it.
TEXT_UNDER, TEXT_BESIDE = 0.26, 0.4
CAPTION = 13.0
READABLE_WIDTH = 110.0
HEAD_WIDTH = 160.0
# Under one another two pictures take the text's room: there they must be that much larger to be worth it.
STACKED_FROM = 1.15


@dataclass(frozen=True, slots=True)
class PageFrame:
    """A page's size and its three parts, one under the other within the margins."""

    width: float
    height: float
    header: Box
    body: Box
    footer: Box


@dataclass(frozen=True, slots=True)
class PanelBoxes:
    """The parts of one panel: the line above, one picture or two, and the text. `size` is the text's type size."""

    head: Box
    pictures: tuple[Box, ...]
    text: Box
    size: float


def page_frame(paper: str, landscape: bool) -> PageFrame:
    """The parts of a page of that paper."""
    short, long = PAPERS[paper]
    width, height = (long, short) if landscape else (short, long)
    inner = width - 2 * MARGIN
    top, bottom = MARGIN + HEADER + BODY_GAP, height - MARGIN - FOOTER - BODY_GAP
    return PageFrame(
        width,
        height,
        Box(MARGIN, MARGIN, inner, HEADER),
        Box(MARGIN, top, inner, bottom - top),
        Box(MARGIN, height - MARGIN - FOOTER, inner, FOOTER),
    )


def cells(body: Box, columns: int, rows: int, across: float = ACROSS, down: float = DOWN) -> tuple[Box, ...]:
    """A grid of equal boxes that fills the body, read left to right and down."""
    width = (body.width - (columns - 1) * across) / columns
    height = (body.height - (rows - 1) * down) / rows
    return tuple(
        Box(body.x + column * (width + across), body.y + row * (height + down), width, height)
        for row in range(rows)
        for column in range(columns)
    )


def panel_cells(body: Box, per_page: int, aspect: float, beside: bool) -> tuple[Box, ...]:
    """The grid of `per_page` panels in which pictures of that aspect (width by height) come out largest."""

    def merit(grid: tuple[int, int]) -> tuple[float, float]:
        boxes = panel_boxes(cells(body, *grid)[0], aspect, beside, pair=False)
        (picture,) = boxes.pictures
        # Text in too narrow a column counts against larger pictures; of equal ones the wider text reads better.
        worth = picture.width**2 * min(1.0, boxes.text.width / READABLE_WIDTH)
        return (round(worth), boxes.text.width)

    return cells(body, *max(_grids(per_page), key=merit))


def panel_boxes(cell: Box, aspect: float, beside: bool, pair: bool) -> PanelBoxes:
    """The parts of a panel in its cell: one picture, or two of the same size for a pair."""
    size = type_size(cell)
    head = Box(cell.x, cell.y, cell.width, round(size * 1.9, 2))
    body = Box(cell.x, head.bottom, cell.width, cell.height - head.height)
    if beside:
        room = Box(body.x, body.y, body.width * (1 - TEXT_BESIDE), body.height)
        pictures = tuple(_pictures(room, aspect, pair, stacked_from=1.0))
        left = max(picture.right for picture in pictures) + 2 * TEXT_GAP
        return PanelBoxes(head, pictures, Box(left, body.y, cell.right - left, body.height), size)
    least = max(4 * LEADING * size, TEXT_UNDER * cell.height)
    room = Box(body.x, body.y, body.width, body.height - least - TEXT_GAP)
    pictures = tuple(_pictures(room, aspect, pair))
    top = max(picture.bottom for picture in pictures) + TEXT_GAP
    # The length stands over the picture's right edge, unless number, size and move have no room before it.
    right = max(*(picture.right for picture in pictures), cell.x + min(cell.width, HEAD_WIDTH))
    head = replace(head, width=right - cell.x)
    return PanelBoxes(head, pictures, Box(cell.x, top, cell.width, cell.bottom - top), size)


def continued_boxes(cell: Box) -> PanelBoxes:
    """A panel of text alone, for what had no room beside its picture."""
    size = type_size(cell)
    head = Box(cell.x, cell.y, cell.width, round(size * 1.9, 2))
    return PanelBoxes(head, (), Box(cell.x, head.bottom, cell.width, cell.height - head.height), size)


def sheet_cells(body: Box, columns: int, aspect: float) -> tuple[Box, ...]:
    """A contact sheet: as many rows of pictures with their captions as the page holds."""
    across, down = ACROSS / 2, DOWN / 2
    width = (body.width - (columns - 1) * across) / columns
    height = min(width / aspect + CAPTION, body.height)
    rows = max(1, int((body.height + down) // (height + down)))
    return tuple(
        Box(body.x + column * (width + across), body.y + row * (height + down), width, height)
        for row in range(rows)
        for column in range(columns)
    )


def sheet_boxes(cell: Box, aspect: float) -> PanelBoxes:
    """A contact sheet's picture and the caption under it."""
    room = Box(cell.x, cell.y, cell.width, cell.height - CAPTION)
    (picture,) = _pictures(room, aspect, pair=False)
    picture = replace(picture, x=cell.x + (cell.width - picture.width) / 2)
    caption = Box(cell.x, cell.bottom - CAPTION, cell.width, CAPTION)
    no_text = Box(cell.x, cell.bottom, cell.width, 0.0)
    return PanelBoxes(caption, (picture,), no_text, min(8.0, max(6.5, cell.width / 14)))


LEADING = 1.28
SMALLEST, LARGEST = 7.5, 11.0


def type_size(cell: Box) -> float:
    """The size of type that suits a panel: larger panels are read from further away."""
    return min(max(sqrt(cell.width * cell.height) / 27, SMALLEST), LARGEST)


def _grids(count: int) -> Iterator[tuple[int, int]]:
    """Columns and rows that make `count`."""
    return ((columns, count // columns) for columns in range(1, count + 1) if count % columns == 0)


def _pictures(room: Box, aspect: float, pair: bool, stacked_from: float = STACKED_FROM) -> Iterator[Box]:
    """One picture as large as the room holds, at its top; or two, side by side, or stacked where that is larger."""
    columns, rows = (2, 1) if pair else (1, 1)
    width = _picture_width(room, aspect, columns, rows)
    if pair and _picture_width(room, aspect, 1, 2) > stacked_from * width:
        columns, rows = 1, 2
        width = _picture_width(room, aspect, columns, rows)
    height = width / aspect
    for row in range(rows):
        for column in range(columns):
            yield Box(room.x + column * (width + PAIR_GAP), room.y + row * (height + PAIR_GAP), width, height)


def _picture_width(room: Box, aspect: float, columns: int, rows: int) -> float:
    width = (room.width - (columns - 1) * PAIR_GAP) / columns
    return min(width, (room.height - (rows - 1) * PAIR_GAP) / rows * aspect)
