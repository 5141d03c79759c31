"""One page drawn: its header, its panels, their pictures and words. For a PDF and for the preview alike."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from sora_studio.studio.box import Box
from sora_studio.ui.board.move_marks import draw_move, move_ends
from sora_studio.ui.paper.content import Panel, PaperFilm, _tr
from sora_studio.ui.paper.layout import LEADING
from sora_studio.ui.paper.pages import Book, Page, PlacedPanel
from sora_studio.ui.paper.text_flow import TextLine, elided
from sora_studio.ui.paper.type_on_paper import UNIT, draw_text, text_width
from sora_studio.ui.theme.colours import LIGHT
from sora_studio.ui.viewer.typesetting import fit_text

# Paper is white whatever the window's theme is.
INK, DIM, RULE, CARD = LIGHT.text, LIGHT.text_dim, LIGHT.line_strong, LIGHT.sunken
WHITE = LIGHT.raised
HAIRLINE = 0.5
DPI = 300

# A panel's picture of a frame of its shot, (h, w, 3) uint8 no higher than asked; None: it has none.
PictureOf = Callable[[Panel, int, int], np.ndarray | None]
Check = Callable[[], None]


def draw_page(
    painter: QPainter, book: Book, page: Page, picture_of: PictureOf, dpi: int = DPI, check: Check = lambda: None
) -> None:
    """The page, on a painter of UNIT units a point. `check` may raise between panels."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    _header(painter, book, page)
    for placed in page.panels:
        check()
        if book.choices.sheet:
            _caption(painter, placed)
        else:
            _head(painter, placed)
        for frame, box in zip(placed.frames, placed.boxes.pictures, strict=True):
            _picture(painter, placed, frame, box, picture_of, dpi)
        for line in placed.lines:
            _line(painter, line)


def _header(painter: QPainter, book: Book, page: Page) -> None:
    box, film = book.frame.header, book.film
    number = _tr("Page {number} of {pages}").format(number=page.number, pages=len(book.pages))
    _both_ends(painter, box, box.y + 11, film.title, number, (14, True, INK), (9, False, DIM))
    _both_ends(painter, box, box.y + 25, film.version, film.facts, (9, False, DIM), (9, False, DIM))
    _rule(painter, box.x, box.bottom, box.right)
    foot = book.frame.footer
    _rule(painter, foot.x, foot.y, foot.right)
    _both_ends(painter, foot, foot.bottom - 2, film.author, _scenes(page, film), (8, False, DIM), (8, False, DIM))


Type = tuple[float, bool, QColor]


def _both_ends(
    painter: QPainter, box: Box, baseline: float, left: str, right: str, left_type: Type, right_type: Type
) -> None:
    """A text at each end of a line; the left one is cut short where they would meet."""
    size, strong, colour = right_type
    right = elided(right, box.width * 0.75, size, text_width, strong)
    wide = text_width(right, size, strong)
    own_size, own_strong, own_colour = left_type
    # Left before right: text is copied out of a PDF in the order it was drawn.
    shown = elided(left, box.width - wide - 12, own_size, text_width, own_strong)
    draw_text(painter, shown, box.x, baseline, own_size, own_colour, own_strong)
    draw_text(painter, right, box.right - wide, baseline, size, colour, strong)


def _scenes(page: Page, film: PaperFilm) -> str:
    """The scenes a page is of, by their own numbers."""
    named = list(dict.fromkeys(placed.panel.scene for placed in page.panels))
    if len(named) == 1:
        return named[0]
    numbers = [name.split("  ")[0] for name in named]
    return _tr("Scenes {first} to {last}").format(first=numbers[0], last=numbers[-1]) if numbers else ""


def _head(painter: QPainter, placed: PlacedPanel) -> None:
    """Number, framing and length above the picture."""
    box, panel, size = placed.boxes.head, placed.panel, placed.boxes.size
    baseline = box.bottom - size * 0.55
    # A long number is set smaller before it is cut short.
    wide = text_width(panel.number, 1.25 * size, True)
    large = 1.25 * size * min(1.0, max(0.5, 0.6 * box.width / max(wide, 1e-6)))
    number = elided(panel.number, 0.6 * box.width + 0.01, large, text_width, True)
    draw_text(painter, number, box.x, baseline, large, INK, True)
    left = box.x + text_width(number, large, True) + size
    right = panel.duration if placed.is_first else ""
    width = text_width(right, size, True)
    draw_text(painter, right, box.right - width, baseline, size, INK, True)
    room = box.right - width - size - left
    middle = panel.framing if placed.is_first else "" if placed.frames else _tr("CONT.")
    draw_text(painter, elided(middle, max(0.0, room), size, text_width), left, baseline, size, DIM)
    if not placed.frames:
        _rule(painter, box.x, box.bottom - size * 0.2, box.right)


def _caption(painter: QPainter, placed: PlacedPanel) -> None:
    """Number and length under a contact sheet's picture."""
    box, size = placed.boxes.head, placed.boxes.size
    panel = placed.panel
    number, right = (size, True, INK), (size, False, DIM)
    told = panel.timecode if box.width > 95 else panel.duration
    _both_ends(painter, box, box.y + size * 1.25, panel.number, told, number, right)


def _line(painter: QPainter, line: TextLine) -> None:
    baseline = line.box.y + line.size * (LEADING + 0.72) / 2
    colour = DIM if line.quiet else INK
    draw_text(painter, line.label, line.box.x, baseline, line.size, DIM, True)
    draw_text(painter, line.text, line.box.x + line.indent, baseline, line.size, colour, line.strong)


def _picture(painter: QPainter, placed: PlacedPanel, frame: int, box: Box, picture_of: PictureOf, dpi: int) -> None:
    panel = placed.panel
    height = max(1, round(box.height * dpi / 72))
    pixels = picture_of(panel, frame, height)
    if pixels is None:
        _card(painter, panel, box)
    else:
        pixels = np.ascontiguousarray(pixels)
        rows, columns = pixels.shape[:2]
        image = QImage(pixels.data, columns, rows, 3 * columns, QImage.Format.Format_RGB888)
        painter.drawImage(_rect(box), image)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(RULE, HAIRLINE * UNIT))
    painter.drawRect(_rect(box))
    _move(painter, placed, frame, box)


def _card(painter: QPainter, panel: Panel, box: Box) -> None:
    """What stands for a picture that isn't there yet: the prompt, on grey."""
    painter.fillRect(_rect(box), CARD)
    margin = min(box.width, box.height) * 0.09
    sizes = tuple(size / 2 for size in range(round(min(28.0, 2 * box.height / 7)), 8, -1)) or (4.5,)
    block = fit_text(
        panel.card,
        box.width - 2 * margin,
        box.height - 2 * margin,
        sizes,
        lambda text, size: text_width(text, size, False),
    )
    top = box.y + max(margin, (box.height - block.height) / 2)
    for at, text in enumerate(block.lines):
        draw_text(painter, text, box.x + margin, top + block.leading * (at + 0.78), block.size, DIM)


def _move(painter: QPainter, placed: PlacedPanel, frame: int, box: Box) -> None:
    """The camera's arrow at the frame's edge. On a pair it goes on the first frame, and each says which it is."""
    panel = placed.panel
    if panel.move and frame == panel.frames[0]:
        draw_move(painter, _rect(box), panel.move, INK, WHITE)
    size = min(placed.boxes.size * 0.8, box.height / 9)
    if panel.pair:
        # At the top's middle, where no arrow goes.
        text = _tr("START") if frame == panel.frames[0] else _tr("STOP")
        _tag(painter, text, box.x + (box.width - _tag_width(text, size)) / 2, box.y, size)
        return
    ends = move_ends(panel.move) if panel.move and box.width > 90 else None
    if ends is None:
        return
    for text, (x, y), (other_x, other_y) in ((_tr("START"), *ends), (_tr("STOP"), *ends[::-1])):
        width, height = _tag_width(text, size), 1.5 * size
        # Beyond the arrow's end, away from its other one, and never over the frame's edge.
        away = 1 if x > other_x else -1 if x < other_x else 0
        below = 0 if away else 1 if y > other_y else -1
        left = box.x + x * box.width - width / 2 + away * (width / 2 + size)
        top = box.y + y * box.height - height / 2 + below * (height / 2 + size)
        left = min(max(left, box.x + size / 2), box.right - width - size / 2)
        _tag(painter, text, left, min(max(top, box.y + size / 2), box.bottom - height - size / 2), size)


def _tag(painter: QPainter, text: str, x: float, y: float, size: float) -> None:
    width, height = _tag_width(text, size), 1.5 * size
    painter.fillRect(_rect(Box(x, y, width, height)), INK)
    draw_text(painter, text, x + size / 2, y + height / 2 + size * 0.36, size, WHITE, True)


def _tag_width(text: str, size: float) -> float:
    return text_width(text, size, True) + size


def _rule(painter: QPainter, left: float, y: float, right: float) -> None:
    painter.setPen(QPen(RULE, HAIRLINE * UNIT))
    painter.drawLine(QPointF(left * UNIT, y * UNIT), QPointF(right * UNIT, y * UNIT))


def _rect(box: Box) -> QRectF:
    return QRectF(box.x * UNIT, box.y * UNIT, box.width * UNIT, box.height * UNIT)
