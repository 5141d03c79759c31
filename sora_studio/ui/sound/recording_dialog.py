"""Recording over a shot: a count-in, then the shot plays while the microphone listens, until it is stopped."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QWidget

from sora_studio.ui.document import FilmDocument
from sora_studio.ui.kit import PlainLabel, PushButton, lay_out_dialog
from sora_studio.ui.sound.level_meter import LevelMeter
from sora_studio.ui.sound.microphone import Microphone

COUNT_IN, COUNT_MS, CLOCK_MS = 3, 1000, 100
# Nobody speaks so long over one shot: a recording that was forgotten must not fill the memory.
LONGEST_S = 600


class RecordingDialog(QDialog):
    """Accepted with `samples` in `sample_rate`; rejected, nothing was kept."""

    def __init__(self, document: FilmDocument, shot_id: str, parent: QWidget | None = None) -> None:
        """Raises NoInput."""
        super().__init__(parent)
        self._document, self._shot_id = document, shot_id
        self._pieces: list[bytes] = []
        self._length = 0
        self._left = COUNT_IN
        self.setWindowTitle(self.tr("Record over shot %s") % document.label(shot_id))
        self._microphone: Microphone | None = Microphone(self._hear, self)
        self.sample_rate = self._microphone.sample_rate
        self.count = PlainLabel("", "title")
        self.count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.meter = LevelMeter()
        self.discard = PushButton(self.tr("Discard"), "quiet")
        self.stop = PushButton(self.tr("Stop and keep"), "primary")
        self.stop.setDefault(True)
        # Return keeps, wherever the focus is.
        self.discard.setAutoDefault(False)
        self.discard.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.discard.clicked.connect(self.reject)
        self.stop.clicked.connect(self.accept)
        hint = PlainLabel(self.tr("Wear headphones, or the microphone hears the film too."), "small", dim=True)
        lay_out_dialog(self, (self.count, self.meter, hint), (self.discard, self.stop))
        self._timer = QTimer(self, interval=COUNT_MS)
        self._timer.timeout.connect(self._count)
        document.transport.pause()
        document.transport.seek(document.project.shot_range(shot_id).start)
        self._show()
        self.setFocus()
        self._timer.start()

    @property
    def recording(self) -> bool:
        """Whether the count-in is over."""
        return self._left == 0

    @property
    def samples(self) -> bytes:
        """What was heard, 16 bits in one channel."""
        return b"".join(self._pieces)

    def done(self, result: int) -> None:
        self._timer.stop()
        if self._microphone is not None:
            self._microphone.close()
            self._microphone = None
        self._document.transport.pause()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.reject()
        super().closeEvent(event)

    def _hear(self, samples: bytes) -> None:
        self.meter.hear(samples)
        if self.recording and self._microphone is not None:
            self._pieces.append(samples)
            self._length += len(samples)
            if self._length >= LONGEST_S * self.sample_rate * 2:
                self.accept()

    def _count(self) -> None:
        if not self.recording:
            self._left -= 1
            if self.recording:
                self._timer.setInterval(CLOCK_MS)
                self.stop.setEnabled(True)
                self.stop.setFocus()
                self._document.transport.play()
        if self._microphone is not None and self._microphone.failed:
            self.accept()  # What came before the device went is kept.
            return
        self._show()

    def _show(self) -> None:
        self.stop.setEnabled(self.recording)
        if self.recording:
            seconds = self._length / 2 / self.sample_rate
            self.count.setText(self.tr("Recording {seconds:.1f} s").format(seconds=seconds))
        else:
            self.count.setText(str(self._left))
        self.count.setAccessibleName(self.count.text())
