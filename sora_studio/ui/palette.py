"""The command palette: type a few letters, press Enter. It reaches every action, and every shot."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QListView, QVBoxLayout, QWidget
from shiboken6 import isValid

from sora_studio.ui import theme
from sora_studio.ui.commands import Commands
from sora_studio.ui.kit import HLine, PlainLabel
from sora_studio.ui.palette_paint import ROW_HEIGHT, RowPainter, RowsModel
from sora_studio.ui.palette_rows import Row, ranked

OPENS_IT = "view.palette"
WIDTH, ROWS_SHOWN = 620, 10
REMEMBERED = 12
SHADOW = 28

Shots = Callable[[], Sequence[Row]]
MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: ROWS_SHOWN, Qt.Key.Key_PageUp: -ROWS_SHOWN}


class CommandPalette(QWidget):
    """Lies over the whole window while it is open. `shots`, where given, is asked for the film's shots each time."""

    def __init__(self, window: QWidget, commands: Commands, shots: Shots | None = None) -> None:
        super().__init__(window)
        self._window, self._commands, self._shots = window, commands, shots
        self._command_rows: list[Row] = []
        self._shot_rows: Sequence[Row] = ()
        self._focus_before: QWidget | None = None
        self.recent: list[str] = []
        self.model = RowsModel(self)
        self._build()
        self.setAccessibleName(self.tr("Command palette"))
        self.hide()
        window.installEventFilter(self)
        commands.ran.connect(self._remember)

    def open(self) -> None:
        """Show it, empty, ready to type."""
        if self.isVisible():
            self.close_up()
            return
        self._focus_before = QApplication.focusWidget()
        self._commands.refresh()
        self._command_rows = [self._row_of(each.id) for each in self._commands.all() if each.id != OPENS_IT]
        self._shot_rows = self._shots() if self._shots is not None else ()
        self.field.clear()
        self._list_what("")
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_up(self) -> None:
        """Go away, and give the keyboard back to where it was."""
        self.hide()
        before, self._focus_before = self._focus_before, None
        # What had it may have gone meanwhile: full screen was left, the film closed.
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def run_chosen(self) -> None:
        """Run the row that is marked; a dimmed one stays."""
        index = self.list.currentIndex()
        row = self.model.rows[index.row()] if index.isValid() else None
        if row is None or not row.enabled:
            return
        self.close_up()
        row.run()

    def _row_of(self, id: str) -> Row:
        command = self._commands.get(id)
        assert command is not None
        return Row(
            id=id,
            text=command.text,
            group=command.group,
            keys=self._commands.shortcut_text(id),
            icon=command.icon,
            enabled=command.action.isEnabled(),
            run=lambda: self._commands.run(id),
        )

    def _remember(self, id: str) -> None:
        if id != OPENS_IT:
            self.recent = [id, *(other for other in self.recent if other != id)][:REMEMBERED]

    def _list_what(self, typed: str) -> None:
        self.model.show(ranked(typed, self._command_rows, self._shot_rows, self.recent))
        self.list.setCurrentIndex(self.model.index(0))
        self.list.scrollToTop()
        none = not self.model.rows
        self.nothing.setVisible(none)
        self.list.setVisible(not none)
        self._place()

    def _build(self) -> None:
        self.card = QFrame(self)
        self.card.setObjectName("palette")
        self.field = QLineEdit()
        self.field.setObjectName("palette_field")
        self.field.setFont(theme.font("title"))
        self.field.setPlaceholderText(self.tr("What do you want to do?"))
        self.field.setAccessibleName(self.tr("Search commands and shots"))
        self.field.textChanged.connect(self._list_what)
        self.field.installEventFilter(self)
        self.list = QListView()
        self.list.setObjectName("palette_list")
        self.list.setModel(self.model)
        self.list.setItemDelegate(RowPainter(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self.list.setAccessibleName(self.tr("Commands found"))
        self.list.entered.connect(self.list.setCurrentIndex)
        self.list.clicked.connect(lambda _: self.run_chosen())
        self.nothing = PlainLabel(self.tr("Nothing is called that."), dim=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setFixedHeight(ROW_HEIGHT * 2)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.field, HLine(), self.list, self.nothing):
            column.addWidget(part)

    def _place(self) -> None:
        """Fill the window, the card in the upper middle and no taller than its rows."""
        self.setGeometry(self._window.rect())
        width = min(WIDTH, self.width() - theme.GRID * 12)
        rows = max(1, min(ROWS_SHOWN, len(self.model.rows)))
        self.list.setFixedHeight(rows * ROW_HEIGHT + theme.GRID * 4)
        height = self.card.sizeHint().height()
        self.card.setGeometry(QRect((self.width() - width) // 2, max(24, self.height() // 7), width, height))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dim = QColor(colours.overlay)
        dim.setAlphaF(dim.alphaF() * 0.6)
        painter.fillRect(self.rect(), dim)
        painter.setPen(Qt.PenStyle.NoPen)
        soft = QColor(colours.shadow)
        soft.setAlphaF(soft.alphaF() / 14)
        painter.setBrush(soft)
        for spread in range(2, SHADOW, 2):
            around = QRectF(self.card.geometry()).adjusted(-spread, -spread + 8, spread, spread + 8)
            painter.drawRoundedRect(around, 10 + spread, 10 + spread)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.card.geometry().contains(event.position().toPoint()):
            self.close_up()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        if watched is self.field and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                # While the palette is open every key is its own: arrows must not move the playhead.
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self._on_key(event)
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape or QKeySequence(event.keyCombination()) in self._own_keys():
            self.close_up()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.run_chosen()
        elif key in MOVES:
            self._move(MOVES[key])
        elif key not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return False
        return True

    def _own_keys(self) -> list[QKeySequence]:
        command = self._commands.get(OPENS_IT)
        return command.action.shortcuts() if command is not None else []

    def _move(self, by: int) -> None:
        count = len(self.model.rows)
        if count:
            row = self.list.currentIndex().row() + by
            row = row % count if abs(by) == 1 else min(max(row, 0), count - 1)
            self.list.setCurrentIndex(self.model.index(row))
