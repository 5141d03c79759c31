"""A field that hears the keys one presses, whatever they would do elsewhere."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from sora_studio.ui.kit import PushButton

ALONE = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr, Qt.Key.Key_unknown)


class KeyRecorder(PushButton):
    """Press it, then press keys: `recorded` brings them in Qt's portable spelling. Esc leaves things as they are."""

    recorded = Signal(str)
    # Qt sends the first events while the button is still being made.
    _hearing = False

    def __init__(self, parent: QWidget | None = None) -> None:
        self._idle = QCoreApplication.translate("KeyRecorder", "Change…")
        super().__init__(self._idle, icon="keyboard", parent=parent)
        self.setAccessibleName(self.tr("Change the keys"))
        self.setMinimumWidth(130)
        self.clicked.connect(self.begin)

    @property
    def hearing(self) -> bool:
        return self._hearing

    def begin(self) -> None:
        """Hear the next keys."""
        self._hearing = True
        self.setText(self.tr("Press the keys…"))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop(self) -> None:
        self._hearing = False
        self.setText(self._idle)

    def event(self, event: QEvent) -> bool:
        if self._hearing and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                # Here and not in keyPressEvent, which Tab never reaches.
                self._hear(event)
                return True
        return super().event(event)

    def _hear(self, event: QKeyEvent) -> None:
        if event.key() in ALONE:
            return
        self.stop()
        if event.keyCombination().toCombined() != Qt.Key.Key_Escape:
            self.recorded.emit(key_text(event))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.stop()
        super().focusOutEvent(event)


def key_text(event: QKeyEvent) -> str:
    """The keys pressed as keymaps spell them, such as "Ctrl+Shift+P"; those of the number pad as of the others."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = Qt.Key(event.key())
    if key == Qt.Key.Key_Backtab:
        key = Qt.Key.Key_Tab
    return QKeySequence(modifiers | key).toString(QKeySequence.SequenceFormat.PortableText)
