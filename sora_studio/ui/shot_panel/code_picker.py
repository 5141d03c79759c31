"""Picks a size, an angle or a move: a tile with its drawing that opens a sheet of all of them."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QGridLayout, QWidget

from sora_studio.timeline.vocabulary import VOCABULARY
from sora_studio.ui import theme
from sora_studio.ui.kit.buttons import PRESSING, keeps_its_keys
from sora_studio.ui.shot_panel import diagrams
from sora_studio.ui.shot_panel.names import long_name, short_name
from sora_studio.ui.shot_panel.several import Mixed

TILE = QSize(84, 66)
COLUMNS = 4
ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -COLUMNS, Qt.Key.Key_Down: COLUMNS}


class Tile(QAbstractButton):
    """A drawing over its name; `dim` where the value is only inherited."""

    def __init__(self, field: str, code: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field, self.code, self.dim, self.caption = field, code, False, ""
        self.setText(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFont(theme.font("label"))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return TILE

    def event(self, event: QEvent) -> bool:
        return keeps_its_keys(self, event) or super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = colours.accent_soft if self.isChecked() else colours.hover if self.underMouse() else colours.sunken
        painter.setBrush(ground)
        painter.setPen(colours.focus if self.hasFocus() else colours.line_strong)
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS, theme.RADIUS)
        drawn = diagrams.picture(self.field, self.code, self.devicePixelRatioF(), self.dim)
        painter.drawPixmap(QPoint((self.width() - diagrams.WIDTH) // 2, 8), drawn)
        painter.setFont(self.font())
        painter.setPen(colours.text_faint if self.dim else colours.text)
        room = QRect(4, self.height() - 24, self.width() - 8, 18)
        text = QFontMetrics(self.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()


class CodePicker(Tile):
    """Shows the value, or faintly the inherited one. `picked` tells what the user chose; "" inherits."""

    picked = Signal(str)

    def __init__(self, field: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(field, "", "", parent)
        self._name = name
        self.setCheckable(False)
        self.setAccessibleName(name)
        self.setMinimumWidth(72)
        self._value: str | Mixed = ""
        self._inherited: str | Mixed = ""
        self._from = ""
        self.sheet: Sheet | None = None
        self.clicked.connect(self.open_sheet)

    @property
    def value(self) -> str | Mixed:
        return self._value

    def set_value(self, value: str | Mixed, inherited: str | Mixed = "", level: str = "") -> None:
        """Show a value; `inherited` is what stands in for "", `level` whose word that is."""
        if (value, inherited, level) == (self._value, self._inherited, self._from) and self.text():
            return
        self._value, self._inherited, self._from = value, inherited, level
        shown = value or inherited
        mixed = isinstance(value, Mixed) or (not value and isinstance(inherited, Mixed))
        self.code = "" if mixed else str(shown)
        self.dim = not value
        self.setText(self.tr("Mixed") if mixed else short_name(self.code) if self.code else self.tr("Any"))
        self.setToolTip(self._tip(mixed))
        self.setAccessibleDescription(self.text())
        self.update()

    def _tip(self, mixed: bool) -> str:
        if mixed:
            return self.tr("%s: the selected shots differ") % self._name
        if not self.code:
            return self.tr("%s: nothing asked for") % self._name
        words = f"{self._name}: {long_name(self.field, self.code)}"
        return self.tr("%s (from the %s)") % (words, self._from) if self._from and not self._value else words

    def open_sheet(self) -> None:
        """Show all codes; Esc closes without choosing."""
        self.sheet = Sheet(self.field, self._value, self._inherited, self)
        self.sheet.picked.connect(self.picked)
        self.sheet.open_under(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in PRESSING or event.key() == Qt.Key.Key_Down:
            self.open_sheet()
        else:
            super().keyPressEvent(event)


class Sheet(QFrame):
    """All codes of a field as tiles. Arrow keys walk, Enter or Space picks, a letter jumps to the next of that name."""

    picked = Signal(str)

    def __init__(self, field: str, value: str | Mixed, inherited: str | Mixed, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("toast")
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 8, 8, 8)
        grid.setSpacing(theme.GRID)
        self.tiles: list[Tile] = []
        for code in ("", *VOCABULARY[field]):
            tile = Tile(field, code, short_name(code) if code else self.tr("Inherit"), self)
            tile.setAccessibleName(tile.text())
            tile.setToolTip(long_name(field, code) if code else self._inherit_tip(field, inherited))
            tile.setChecked(not isinstance(value, Mixed) and code == value)
            if not code and isinstance(inherited, str):
                tile.code, tile.dim = inherited, True
            tile.setProperty("code", code)
            tile.clicked.connect(lambda _=False, code=code: self._pick(code))
            at = len(self.tiles)
            grid.addWidget(tile, at // COLUMNS, at % COLUMNS)
            self.tiles.append(tile)

    def _inherit_tip(self, field: str, inherited: str | Mixed) -> str:
        if isinstance(inherited, Mixed) or not inherited:
            return self.tr("Ask for nothing here")
        return self.tr("Take it from above: %s") % long_name(field, inherited)

    def open_under(self, widget: QWidget) -> None:
        self.adjustSize()
        corner = widget.mapToGlobal(QPoint(0, widget.height() + theme.GRID))
        screen = widget.screen().availableGeometry()
        x = max(screen.left(), min(corner.x(), screen.right() - self.width()))
        y = corner.y()
        if y + self.height() > screen.bottom():
            y = max(screen.top(), widget.mapToGlobal(QPoint(0, 0)).y() - self.height() - theme.GRID)
        self.move(x, y)
        self.show()
        checked = next((tile for tile in self.tiles if tile.isChecked()), self.tiles[0])
        checked.setFocus(Qt.FocusReason.PopupFocusReason)

    def _pick(self, code: str) -> None:
        self.picked.emit(code)
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = next((index for index, tile in enumerate(self.tiles) if tile.hasFocus()), 0)
        step = ARROWS.get(Qt.Key(event.key()))
        if step is not None:
            at = min(max(at + step, 0), len(self.tiles) - 1)
            self.tiles[at].setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() in PRESSING:
            self.tiles[at].click()
        elif event.text().strip():
            self._jump(at, event.text().casefold())
        else:
            super().keyPressEvent(event)

    def _jump(self, at: int, letter: str) -> None:
        following = [*self.tiles[at + 1 :], *self.tiles[: at + 1]]
        for tile in following:
            if tile.text().casefold().startswith(letter):
                tile.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.rect().contains(event.position().toPoint()):
            self.close()
        super().mousePressEvent(event)
