"""The status bar: never a guess. Saved means on the disk; green means no socket was opened."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from sora_studio.studio.offline import sockets_opened
from sora_studio.ui import theme
from sora_studio.ui.kit import ElidedLabel, PlainLabel, PushButton
from sora_studio.ui.language import translate
from sora_studio.ui.paper.progress import FileEnded, FileProgress
from sora_studio.ui.status.light import Light

if TYPE_CHECKING:
    from sora_studio.studio.events import Event
    from sora_studio.ui.document import FilmDocument

LOOK_AT_SOCKETS_MS = 5000
HEIGHT = 28


class StatusBar(QWidget):
    """`device_wanted` asks for the place where another device is chosen."""

    device_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status-bar")
        self.setFixedHeight(HEIGHT)
        self._document: FilmDocument | None = None
        self.saved = ElidedLabel("", role="small")
        self.device = ElidedLabel("", role="small", dim=True)
        self.other_device = PushButton(self.tr("Choose a device"), "quiet")
        self.other_device.setFont(theme.font("small"))
        self.other_device.clicked.connect(self.device_wanted)
        self.other_device.hide()
        self.network = PlainLabel("", role="small", dim=True)
        self.saved_light, self.network_light, self.device_light = Light(), Light(), Light()
        self.device_light.hide()
        self.work = PlainLabel("", role="small", dim=True)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedSize(160, 4)
        self.progress.hide()
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look_at_sockets)
        self._timer.start(LOOK_AT_SOCKETS_MS)
        self._look_at_sockets()

    def show_document(self, document: "FilmDocument | None") -> None:
        """Speak of this film; None: of none."""
        self._document = document
        self.saved.setVisible(document is not None)
        self.saved_light.setVisible(document is not None)
        self.work.clear()
        self.progress.hide()
        if document is not None:
            document.save_changed.connect(self._show_saved)
            document.queue_changed.connect(self._show_work)
            document.event_arrived.connect(self._hear)
            self._show_saved()
            self._show_work()

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(3 * theme.GRID, 0, 3 * theme.GRID, 0)
        layout.setSpacing(2 * theme.GRID)
        for part in (self.saved_light, self.saved):
            layout.addWidget(part)
        layout.addStretch(1)
        for part in (self.work, self.progress):
            layout.addWidget(part)
        layout.addSpacing(3 * theme.GRID)
        layout.addWidget(self.device_light)
        layout.addWidget(self.device)
        layout.addWidget(self.other_device)
        layout.addSpacing(3 * theme.GRID)
        for part in (self.network_light, self.network):
            layout.addWidget(part)

    def _show_saved(self) -> None:
        if self._document is None:
            return
        state = self._document.save_state
        at = f"{state.saved:%H:%M:%S}"
        if self._document.studio.read_only:
            self._show_read_only()
            return
        self.saved_light.show_colour("danger" if state.problem else "success")
        if state.problem:
            said = self.tr("Not saved: {why} Your last save from {time} is safe. {hint}")
            why = state.problem.removeprefix("Not saved: ")
            self.saved.setText(said.format(why=why, time=at, hint=state.hint))
        elif state.saving:
            self.saved.setText(self.tr("Saving…"))
        else:
            self.saved.setText(self.tr("Saved %s") % at)
        self.saved.setAccessibleName(self.saved.text())

    def _show_read_only(self) -> None:
        self.saved_light.show_colour("warning")
        self.saved.setText(self.tr("Read only: it plays and exports. To change it, save a copy."))
        self.saved.setAccessibleName(self.saved.text())

    def _show_work(self) -> None:
        if self._document is None:
            return
        queue = self._document.queue
        making = [item for item in queue.items if item.state in ("waiting", "running")]
        self.progress.setVisible(bool(making))
        if not making:
            self.work.clear()
            return
        self.progress.setRange(0, 1000)
        self.progress.setValue(round(1000 * sum(item.progress for item in making) / len(making)))
        takes = translate("Status", "%n take(s)", "", len(making))
        stopped = self._document.stopped
        self.work.setToolTip(f"{stopped.text} {stopped.hint}".strip() if stopped else "")
        if stopped is not None:
            self.work.setText(self.tr("{takes} wait: {why}").format(takes=takes, why=stopped.text))
        elif queue.paused:
            self.work.setText(self.tr("%s, paused") % takes)
        elif queue.seconds_left is None:
            self.work.setText(self.tr("Rendering %s") % takes)
        else:
            ready = datetime.now() + timedelta(seconds=queue.seconds_left)
            self.work.setText(self.tr("Rendering {takes}, ready at {time}").format(takes=takes, time=f"{ready:%H:%M}"))

    def _hear(self, event: "Event") -> None:
        # Here and not above: they bring numpy, and the window is to be there before any film.
        from sora_studio.studio.events import (
            DeviceInUse,
            DeviceMissing,
            FilmFailed,
            FilmProgress,
            FilmStopped,
            FilmWritten,
            MovieProgress,
        )

        match event:
            case DeviceInUse(description):
                self._show_device(description, self.tr("Device in use: %s") % description)
            case DeviceMissing(message, hint):
                self._show_device(message, f"{message} {hint}", missing=True)
            case FilmProgress(done, total):
                self.progress.show()
                self.progress.setRange(0, max(1, total))
                self.progress.setValue(done)
                self.work.setText(self.tr("Exporting frame {done} of {total}").format(done=done, total=total))
            case MovieProgress(name, done, total):
                self.progress.show()
                self.progress.setRange(0, max(1, total))
                self.progress.setValue(done)
                self.work.setText(self.tr("Reading %s") % name)
            case FileProgress(name, done, total):
                self.progress.show()
                self.progress.setRange(0, max(1, total))
                self.progress.setValue(done)
                self.work.setText(self.tr("Writing %s") % name)
            case FilmWritten() | FilmFailed() | FilmStopped() | FileEnded():
                self._show_work()
            case _:
                pass

    def _show_device(self, text: str, in_full: str, missing: bool = False) -> None:
        self.device.setText(text)
        self.other_device.setToolTip(in_full)
        self.device.setAccessibleName(in_full)
        self.device_light.show_colour("danger")
        self.device_light.setVisible(missing)
        self.other_device.setVisible(missing)

    def _look_at_sockets(self) -> None:
        opened = sockets_opened()
        self.network_light.show_colour("warning" if opened else "success")
        self.network.setText(self.tr("Online: a network was used") if opened else self.tr("Offline"))
        self.network.setToolTip(
            self.tr("This program has reached for a network since it started.")
            if opened
            else self.tr("This program has opened no network connection since it started.")
        )
