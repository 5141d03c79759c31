"""The queue beside the film: when it is ready, what is being made, and every way to change that."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QProgressBar, QStackedLayout, QVBoxLayout, QWidget

from sora_studio.errors import SoraError
from sora_studio.ui import theme
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument, Message
from sora_studio.ui.kit import ElidedLabel, EmptyState, HLine, IconButton, PlainLabel
from sora_studio.ui.queue.banner import Banner
from sora_studio.ui.queue.model import QueueModel
from sora_studio.ui.queue.queue_list import QueueList
from sora_studio.ui.queue.row_painter import RowPainter
from sora_studio.ui.queue.words import headline


class QueuePanel(QWidget):
    def __init__(self, document: FilmDocument, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._commands = document, commands
        self.setAccessibleName(self.tr("Queue"))
        self.setMinimumWidth(280)
        self.model = QueueModel(document)
        self.painter = RowPainter(document, self.model)
        self.list = QueueList(self.model, self.painter)
        self.banner = Banner()
        self._register_commands()
        self._make_head()
        self._lay_out()
        self._connect()
        self._refresh()

    def cancel_chosen(self) -> None:
        """Take the selected takes out of the queue."""
        for digest in self.list.chosen:
            self._do(lambda digest=digest: self._document.queue.cancel(digest))

    def retry_failed(self) -> None:
        """Queue every failed take again."""
        for item in self._document.queue.items:
            if item.state == "failed":
                self._do(lambda digest=item.digest: self._document.queue.retry(digest))

    def toggle_pause(self) -> None:
        queue = self._document.queue
        self._do(queue.resume if queue.paused else queue.pause)

    def _do(self, work: Callable[[], object]) -> None:
        try:
            work()
        except SoraError as error:
            self._document.tell(Message(error.message, error.hint, grave=True))
        self._document.refresh_queue()

    def _on_button(self, digest: str) -> None:
        row = self.model.row(digest)
        if row < 0:
            return
        queue = self._document.queue
        again = self.model.items[row].state in ("failed", "cancelled")
        self._do(lambda: queue.retry(digest) if again else queue.cancel(digest))

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Not a focus proxy: Tab would go past whatever stands before it.
        self.list.setFocus(event.reason())

    def _on_shot(self, shot_id: str) -> None:
        if self._document.find(shot_id):
            self._document.selection.select([shot_id])

    def _refresh(self) -> None:
        queue = self._document.queue
        items = queue.items
        self.model.sync(items)
        self.head.setText(headline(items, queue.paused, queue.seconds_left, datetime.now()))
        made = [item.progress for item in items if item.state in ("waiting", "running", "done")]
        unfinished = any(item.unfinished for item in items)
        self.bar.setVisible(unfinished)
        self.bar.setValue(round(1000 * sum(made) / len(made)) if made else 0)
        self.pause.set_icon("play" if queue.paused else "pause")
        self.pause.setEnabled(unfinished or queue.paused)
        self.pause.set_tooltip(self.tr("Go on rendering") if queue.paused else self.tr("Pause rendering"))
        last = queue.from_last_time
        self.banner.show_items(last, [self._line(item) for item in last])
        self._pages.setCurrentIndex(0 if items else 1)
        self._commands.refresh_soon()

    def _line(self, item) -> str:
        text = f"{self.model.label(item)}: {self.model.prompt(item)}"
        return f"{text} ({item.message})" if item.message else text

    # Parts

    def _connect(self) -> None:
        document, queue = self._document, self._document.queue
        document.queue_changed.connect(self._refresh)
        document.project_changed.connect(lambda *_: self.list.viewport().update())
        document.preview_changed.connect(self.model.shot_changed)
        document.pictures.thumbnail_ready.connect(self.model.shot_changed)
        document.pictures.take_ready.connect(lambda shot_id, _: self.model.shot_changed(shot_id))
        theme.changed.connect(self.list.viewport().update)
        self.list.move_asked.connect(lambda digest, row: self._do(lambda: queue.move(digest, row)))
        self.list.cancel_asked.connect(self.cancel_chosen)
        self.list.button_pressed.connect(self._on_button)
        self.list.shot_chosen.connect(self._on_shot)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._show_menu)
        self.banner.resumed.connect(lambda: self._do(queue.resume_last))
        self.banner.discarded.connect(lambda: self._do(queue.discard_last))

    def _register_commands(self) -> None:
        queue, group = self._document.queue, self.tr("Queue")

        def has(*states: str) -> Callable[[], bool]:
            return lambda: any(item.state in states for item in self.model.items)

        def chosen(*states: str) -> Callable[[], bool]:
            return lambda: any(self.model.items[self.model.row(d)].state in states for d in self.list.chosen)

        going = ("waiting", "running")
        add = self._commands.add
        add(
            "queue.pause", self.tr("Pause rendering"), self.toggle_pause, group=group, icon="pause",
            enabled=lambda: queue.paused or has(*going)(), checked=lambda: queue.paused,
        )  # fmt: skip
        add(
            "queue.cancel_all", self.tr("Cancel all takes"), lambda: self._do(queue.cancel_all), group=group,
            icon="ban", enabled=has(*going),
        )  # fmt: skip
        add(
            "queue.retry_failed", self.tr("Retry failed takes"), self.retry_failed, group=group, icon="rotate-cw",
            enabled=has("failed"),
        )  # fmt: skip
        add(
            "queue.clear_finished", self.tr("Clear finished takes"), lambda: self._do(queue.clear), group=group,
            icon="check", enabled=has("done", "cancelled"),
        )  # fmt: skip
        add(
            "queue.cancel", self.tr("Cancel the selected takes"), self.cancel_chosen, group=group, icon="x",
            enabled=chosen(*going),
        )  # fmt: skip
        for name, text, by, icon in (
            ("queue.earlier", self.tr("Make the take earlier"), -1, "arrow-up"),
            ("queue.later", self.tr("Make the take later"), 1, "arrow-down"),
        ):
            move = lambda by=by: self.list.move_chosen(by)  # noqa: E731
            add(name, text, move, group=group, icon=icon, enabled=chosen("waiting"))

    def _make_head(self) -> None:
        self.head = ElidedLabel("", dim=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("All takes"))
        self.pause = IconButton("pause", self.tr("Pause rendering"))
        self.pause.clicked.connect(lambda: self._commands.run("queue.pause"))
        self.more = IconButton("ellipsis", self.tr("More for the queue"))
        self.more.clicked.connect(lambda: self._show_more(self.more.mapToGlobal(QPoint(0, self.more.height()))))

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(theme.GRID)
        first.addWidget(PlainLabel(self.tr("Queue"), "title"), 1)
        first.addWidget(self.pause)
        first.addWidget(self.more)
        head = QVBoxLayout()
        head.setContentsMargins(12, 8, 12, 12)
        head.setSpacing(theme.GRID)
        head.addLayout(first)
        head.addWidget(self.head)
        head.addWidget(self.bar)
        around = QVBoxLayout()
        around.setContentsMargins(12, 0, 12, 12)
        around.addWidget(self.banner)
        empty = EmptyState(
            "list-video",
            self.tr("Nothing in the queue"),
            self.tr("Render a shot or the whole film: its takes wait here, and you go on working while they are made."),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(around)
        column.addWidget(HLine())
        self._pages = QStackedLayout()
        column.addLayout(self._pages, 1)
        # Once it is this widget's: until then what is put in would be shown as a window of its own.
        self._pages.addWidget(self.list)
        self._pages.addWidget(empty)

    def _show_more(self, at: QPoint) -> None:
        self._menu("queue.retry_failed", "queue.clear_finished", "", "queue.cancel_all").popup(at)

    def _show_menu(self, at: QPoint) -> None:
        self._menu(
            "queue.earlier", "queue.later", "", "queue.cancel", "", "queue.retry_failed", "queue.clear_finished"
        ).popup(self.list.viewport().mapToGlobal(at))

    def _menu(self, *ids: str) -> QMenu:
        self._commands.about_to_show()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in ids:
            if name:
                menu.addAction(self._commands.action(name))
            else:
                menu.addSeparator()
        return menu
