"""The page of the board: scene headers and panels in sight, and what a drag shows over them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from sora_studio.ui import theme
from sora_studio.ui.board.film_grid import FilmGrid
from sora_studio.ui.board.looks import Look
from sora_studio.ui.board.panel_painter import PanelState, paint_panel
from sora_studio.ui.board.panel_text import length, panel_text, scene_line
from sora_studio.ui.board.thumbnail_size import thumbnail_height
from sora_studio.ui.language import translate

if TYPE_CHECKING:
    from sora_studio.ui.board.canvas import BoardCanvas
    from sora_studio.ui.board.gestures import Gestures

GHOST_WIDTH = 160
_Flag = Qt.AlignmentFlag


def paint_page(painter: QPainter, canvas: "BoardCanvas", look: Look, top: float, bottom: float) -> None:
    """Everything between two heights of the page."""
    grid = canvas.grid
    for scene in grid.layout.scenes_between(top, bottom):
        _header(painter, grid, scene, look)
    for index in grid.layout.panels_between(top - 8, bottom + 8):
        state = panel_state(canvas, index)
        paint_panel(painter, grid.layout.panel(index), grid.layout.picture_height, state, look, grid.layout.has_text)


def panel_state(canvas: "BoardCanvas", index: int) -> PanelState:
    document = canvas.document
    scene, shot = canvas.grid.shot(index)
    height = thumbnail_height(canvas.grid.layout.picture_height * canvas.devicePixelRatioF())
    return PanelState(
        number=document.label(shot.id),
        text=panel_text(document.project, scene, shot),
        badge=document.badge(shot.id),
        progress=document.progress(shot.id),
        image=document.pictures.thumbnail(shot.id, shot.duration_frames // 2, height),
        selected=shot.id in document.selection,
        current=shot.id == document.selection.current,
        playhead=index == canvas.playhead,
    )


def _header(painter: QPainter, grid: FilmGrid, at: int, look: Look) -> None:
    box = grid.layout.header(at)
    scene = grid.project.scenes[at]
    number, heading = scene_line(scene, at + 1)
    line = QRectF(box.x, box.y, box.width, box.height - 12)
    frames = sum(shot.duration_frames for shot in scene.shots)
    shots = len(scene.shots)
    # Of a single shot the panel says how long it is.
    about = (
        f"{translate('Board', '%n shot(s)', '', shots)}  ·  {length(frames, grid.project.frame_rate)}"
        if shots > 1
        else ""
    )
    if not shots:
        about = QCoreApplication.translate("Board", "No shots")
    small, strong = theme.font("small"), theme.font("strong")
    left = QFontMetricsF(strong).horizontalAdvance(number) + 12
    text = heading or QCoreApplication.translate("Board", "Untitled scene")
    used = QFontMetricsF(small).horizontalAdvance(about) + 24
    if left + QFontMetricsF(strong).horizontalAdvance(text) + used > line.width():
        # The slug line says where we are; the count can be seen.
        about, used = "", 0
    painter.setFont(small)
    painter.setPen(look.dim)
    painter.drawText(line, _Flag.AlignRight | _Flag.AlignVCenter, about)
    painter.setFont(strong)
    painter.setPen(look.faint)
    painter.drawText(line, _Flag.AlignLeft | _Flag.AlignVCenter, number)
    room = line.adjusted(left, 0, -used, 0)
    shown = QFontMetricsF(strong).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.setPen(look.text if heading else look.faint)
    painter.drawText(room, _Flag.AlignLeft | _Flag.AlignVCenter, shown)
    painter.setPen(QPen(look.text if look.paper else look.line, 1))
    painter.drawLine(QPointF(box.x, line.bottom() + 0.5), QPointF(box.x + box.width, line.bottom() + 0.5))


def paint_overlays(painter: QPainter, gestures: "Gestures", grid: FilmGrid) -> None:
    """The rubber band, or where dragged panels would go and what is dragged."""
    colours = theme.colours()
    if gestures.band is not None:
        band = gestures.band
        fill = QColor(colours.accent)
        fill.setAlphaF(0.14)
        painter.setBrush(fill)
        painter.setPen(QPen(colours.accent, 1))
        painter.drawRect(QRectF(band.x + 0.5, band.y + 0.5, band.width, band.height))
    if gestures.insertion is not None:
        mark = gestures.insertion.mark
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.accent)
        painter.drawRoundedRect(QRectF(mark.x, mark.y, mark.width, mark.height), 1.5, 1.5)
        painter.drawEllipse(QPointF(mark.x + mark.width / 2, mark.y), 4, 4)
        _ghost(painter, gestures, grid)


def _ghost(painter: QPainter, gestures: "Gestures", grid: FilmGrid) -> None:
    x, y = gestures.pointer
    state = panel_state(gestures.canvas, gestures.pressed)
    frame = QRectF(x + 14, y + 14, GHOST_WIDTH, GHOST_WIDTH / grid.layout.aspect)
    colours = theme.colours()
    painter.save()
    painter.setOpacity(0.9)
    painter.setPen(QPen(colours.accent, 2))
    painter.setBrush(colours.raised)
    painter.drawRect(frame)
    if state.image is not None:
        painter.drawImage(frame, state.image)
    painter.setOpacity(1)
    dragged = len(gestures.canvas.document.selection.shot_ids)
    text = state.number if dragged == 1 else QCoreApplication.translate("Board", "%s shots") % dragged
    font = theme.font("label")
    pill = QRectF(frame.x() + 8, frame.y() + 8, QFontMetricsF(font).horizontalAdvance(text) + 16, 20)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours.accent)
    painter.drawRoundedRect(pill, 10, 10)
    painter.setFont(font)
    painter.setPen(colours.accent_text)
    painter.drawText(pill, _Flag.AlignCenter, text)
    painter.restore()
