"""The takes tray: every take of the current shot, newest first, and those on their way."""

from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from sora_studio.ui import theme
from sora_studio.ui.commands import Commands
from sora_studio.ui.kit import IconButton, PlainLabel, PushButton
from sora_studio.ui.shot_panel.scope import Scope
from sora_studio.ui.shot_panel.take_actions import TakeActions
from sora_studio.ui.shot_panel.take_rows import TakeRow, rows_of
from sora_studio.ui.shot_panel.take_tile import TakeTile

COLUMNS = 2
PICTURE_PX = 90
MENU = ("pin_take", "another_take", "use_as_first_frame", "save_still", "delete_take")


class Takes(QWidget):
    """Tiles in two columns, and what can be done with the one looked at."""

    def __init__(self, scope: Scope, commands: Commands, actions: TakeActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scope, self._commands, self._actions = scope, commands, actions
        self._document = scope.document
        self.tiles: list[TakeTile] = []
        self._shot_id = ""
        self.grid = TileGrid()
        self.empty = PlainLabel(self.tr("No takes yet. Draft makes the first in seconds."), "small", dim=True)
        self.empty.setWordWrap(True)
        self.whose = PlainLabel("", "label")
        self.another = PushButton(self.tr("Another like this"), "", "copy")
        self.another.clicked.connect(lambda: commands.run("shot.another_take"))
        self.compare = IconButton("columns-2", self.tr("Compare with the shown take"))
        self.compare.clicked.connect(actions.compare)
        self.next = self._button("use_as_first_frame", "arrow-right-to-line")
        self.still = self._button("save_still", "image")
        self.delete = self._button("delete_take", "trash-2")
        self.retry = PushButton(self.tr("Retry"), "", "refresh-cw")
        self.retry.clicked.connect(self._retry)
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self.another)
        row.addWidget(self.retry)
        row.addStretch(1)
        for button in (self.compare, self.next, self.still, self.delete):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID * 2)
        column.addWidget(self.whose)
        column.addWidget(self.empty)
        column.addWidget(self.grid)
        column.addLayout(row)
        self._document.pictures.take_ready.connect(self._on_picture)
        self._document.preview_changed.connect(self._on_preview)
        self._document.look_changed.connect(lambda _: self._mark())

    def _button(self, command: str, icon: str) -> IconButton:
        button = IconButton(icon, "")
        self._commands.tell_tip(f"shot.{command}", button.set_tooltip)
        button.clicked.connect(lambda: self._commands.run(f"shot.{command}"))
        return button

    def refresh(self) -> None:
        """The current shot's takes as they are now."""
        self._shot_id = self._scope.current
        shown = self._document.shown(self._shot_id)
        rows: list[TakeRow] = []
        if shown is not None:
            request = self._document.request(self._shot_id)
            rows = rows_of(shown.shot, shown.shown, request, self._document.queue.items)
        self._show(rows)
        kept = any(row.state == "kept" for row in rows)
        failed = [row for row in rows if row.state == "failed"]
        self.whose.setVisible(len(self._scope.shot_ids) > 1)
        self.whose.setText(self.tr("Shot %s") % self._document.label(self._shot_id))
        self.empty.setVisible(not rows)
        self.grid.setVisible(bool(rows))
        self.another.setVisible(kept and not failed)
        self.retry.setVisible(bool(failed))
        for button in (self.compare, self.next, self.still, self.delete):
            button.setVisible(kept)
        self.compare.setEnabled(len([row for row in rows if row.state == "kept"]) > 1)
        self.next.setEnabled(self._actions.can_begin_next())
        self._mark()

    def _show(self, rows: list[TakeRow]) -> None:
        project = self._document.project
        shape = project.width / project.height
        known = {tile.row.digest: tile for tile in self.tiles}
        tiles: list[TakeTile] = []
        for row in rows:
            tile = known.pop(row.digest, None)
            if tile is None or tile.shape != shape:
                tile = self._tile(row, shape)
            tile.show_row(row)
            tiles.append(tile)
        gone = [tile for tile in self.tiles if tile not in tiles]
        had_focus = any(tile.hasFocus() for tile in gone)
        for tile in gone:
            tile.hide()
            tile.deleteLater()
        self.tiles = tiles
        self.grid.place(tiles)
        if had_focus and tiles:
            tiles[0].setFocus(Qt.FocusReason.OtherFocusReason)
        for tile in tiles:
            self._fill(tile)

    def _tile(self, row: TakeRow, shape: float) -> TakeTile:
        tile = TakeTile(row, shape, self.grid)
        tile.clicked.connect(lambda: self._look(tile.row))
        tile.rated.connect(lambda digest, stars: self._actions.rate(stars, digest))
        tile.pinned.connect(self._actions.pin)
        tile.deleted.connect(self._actions.delete)
        tile.stepped.connect(lambda by: self._step(tile, by))
        tile.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        tile.customContextMenuRequested.connect(lambda at: self._menu(tile, at))
        return tile

    def _fill(self, tile: TakeTile) -> None:
        row = tile.row
        if row.state == "running":
            tile.show_image(self._preview())
        elif row.state == "kept":
            shot = self._document.shown(self._shot_id)
            at = shot.shot.duration_frames // 2 if shot else 0
            height = round(PICTURE_PX * self.devicePixelRatioF())
            image = self._document.pictures.take_thumbnail(self._shot_id, row.digest, at, height)
            problem = self._document.pictures.take_problem(self._shot_id, row.digest)
            tile.show_image(image, problem)

    def _preview(self) -> QImage | None:
        frames = self._document.preview(self._shot_id)
        if frames is None or not len(frames):
            return None
        frame = frames[len(frames) // 2].copy()
        height, width = frame.shape[:2]
        return QImage(frame.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()

    # What is looked at

    def _mark(self) -> None:
        found = self._actions.current()
        digest = found[1].digest if found is not None else ""
        for tile in self.tiles:
            tile.setChecked(tile.row.state == "kept" and tile.row.digest == digest)

    def _look(self, row: TakeRow) -> None:
        if row.state == "kept":
            self._document.set_look(self._shot_id, None if row.shown else row.digest)
            self._commands.refresh()
        elif row.state == "failed":
            self._retry()

    def _retry(self) -> None:
        for tile in self.tiles:
            if tile.row.state == "failed":
                self._document.queue.retry(tile.row.digest)
        self._document.refresh_queue()

    def _step(self, tile: TakeTile, by: int) -> None:
        at = min(max(self.tiles.index(tile) + by, 0), len(self.tiles) - 1)
        self.tiles[at].setFocus(Qt.FocusReason.TabFocusReason)
        self._look_quietly(self.tiles[at].row)

    def _look_quietly(self, row: TakeRow) -> None:
        if row.state == "kept":
            self._look(row)

    def _menu(self, tile: TakeTile, at: QPoint) -> None:
        if tile.row.state != "kept":
            return
        self._look(tile.row)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in MENU:
            menu.addAction(self._commands.action(f"shot.{name}"))
        menu.popup(tile.mapToGlobal(at))

    def _on_picture(self, shot_id: str, digest: str) -> None:
        if shot_id == self._shot_id:
            for tile in self.tiles:
                if tile.row.digest == digest:
                    self._fill(tile)

    def _on_preview(self, shot_id: str) -> None:
        if shot_id == self._shot_id:
            for tile in self.tiles:
                if tile.row.state == "running":
                    self._fill(tile)


class TileGrid(QWidget):
    """Lays tiles out in columns of equal width; its height follows from its width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tiles: list[TakeTile] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def place(self, tiles: list[TakeTile]) -> None:
        self._tiles = tiles
        for tile in tiles:
            tile.show()
        for before, after in pairwise(tiles):
            QWidget.setTabOrder(before, after)
        self._lay_out()

    def sizeHint(self) -> QSize:
        return QSize(300, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._lay_out()

    def _lay_out(self) -> None:
        gap = theme.GRID * 2
        width = (self.width() - gap * (COLUMNS - 1)) // COLUMNS
        bottom = 0
        for at, tile in enumerate(self._tiles):
            row, column = divmod(at, COLUMNS)
            height = tile.heightForWidth(width)
            room = QRect(column * (width + gap), row * (height + theme.GRID), width, height)
            tile.setGeometry(room)
            bottom = room.bottom() + 1
        self.setFixedHeight(bottom)
