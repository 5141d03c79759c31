"""The pointer's shape for what it would do."""

from functools import cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor, QPainter, QPixmap

from sora_studio.ui import theme
from sora_studio.ui.timeline.deeds import Deed

_Shape = Qt.CursorShape
_SHAPES: dict[str, Qt.CursorShape] = {
    "trim_head": _Shape.SizeHorCursor,
    "trim_tail": _Shape.SizeHorCursor,
    "roll": _Shape.SplitHCursor,
    "dissolve_head": _Shape.SizeHorCursor,
    "dissolve_tail": _Shape.SizeHorCursor,
    "cue_head": _Shape.SizeHorCursor,
    "cue_tail": _Shape.SizeHorCursor,
    "fade_in": _Shape.SizeHorCursor,
    "fade_out": _Shape.SizeHorCursor,
    "in": _Shape.SizeHorCursor,
    "out": _Shape.SizeHorCursor,
    "scene": _Shape.PointingHandCursor,
    "marker": _Shape.PointingHandCursor,
}
_ICONS = {"split": "scissors", "split_cue": "scissors", "slip": "move-horizontal", "cue_slip": "move-horizontal"}
_ICONS["slide"] = "arrow-left-right"
SIZE = 20


def cursor_for(deed: Deed) -> QCursor:
    if deed in _ICONS:
        return _drawn(_ICONS[deed], theme.current())
    return QCursor(_SHAPES.get(deed, _Shape.ArrowCursor))


@cache
def _drawn(icon: str, _theme: str) -> QCursor:
    """An icon with a rim, so that it is seen on any picture."""
    colours = theme.colours()
    drawn = QPixmap(SIZE + 4, SIZE + 4)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    rim = theme.pixmap(icon, colours.window, SIZE)
    for dx in (1, 2, 3):
        for dy in (1, 2, 3):
            painter.drawPixmap(dx, dy, rim)
    painter.drawPixmap(2, 2, theme.pixmap(icon, colours.text, SIZE))
    painter.end()
    return QCursor(drawn)
