"""How a window begins: with the film that was asked for, with what the last session left, or in safe mode."""

from pathlib import Path

from PySide6.QtCore import QObject, QSettings, QTimer

from sora_studio import paths
from sora_studio.studio.config import Config, SafeConfig
from sora_studio.studio.session_note import Note, Session
from sora_studio.ui.main_window import MainWindow
from sora_studio.ui.messages import Message
from sora_studio.ui.recovery.crash_dialog import CrashDialog
from sora_studio.ui.recovery.safe_bar import SafeBar

# What lives so long after a film was opened was not ended by opening it.
SETTLE_MS = 10_000


def safe_settings() -> QSettings:
    """A desk that nobody has arranged yet; how it is left is forgotten."""
    settings = QSettings(str(paths.user_data_folder() / "safe-mode.ini"), QSettings.Format.IniFormat)
    settings.clear()
    return settings


class Starting(QObject):
    """Notes in `session` what the window does; `config` is what holds outside safe mode."""

    def __init__(self, window: MainWindow, session: Session, config: Config) -> None:
        super().__init__(window)
        self._window, self._session, self._config = window, session, config
        self.bar: SafeBar | None = None
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLE_MS)
        self._settling.timeout.connect(session.settled)
        window.film_opening.connect(self._on_opening)
        window.film_changed.connect(self._on_film)

    def begin(self, film: Path | None) -> None:
        """Open the film that was asked for, unless the last session calls for a question first."""
        self._settling.start()
        last = self._session.last
        if self._session.safe_mode:
            self._go_safe(
                self.tr(
                    "Safe mode: Sora Studio closed unexpectedly at its last %s starts. Only the bundled model is used, "
                    "on the processor, and the window is arranged as on the first day. No film was opened."
                )
                % self._session.failures
            )
        elif last is not None and last.film and Path(last.film).exists() and self._asks(last, film):
            self._ask(last)
        elif film is not None:
            self._window.open(film)

    def _asks(self, last: Note, film: Path | None) -> bool:
        """A film that was asked for is opened, but for one that the program may have ended with."""
        return film is None or (not last.settled and film.resolve() == Path(last.film))

    def _ask(self, last: Note) -> None:
        film = Path(last.film)
        dialog = CrashDialog(last, last.film_saved, self._window)
        dialog.open_button.clicked.connect(lambda: (dialog.accept(), self._window.open(film)))
        dialog.safe_button.clicked.connect(lambda: (dialog.accept(), self._open_safely(film)))
        dialog.finished.connect(dialog.deleteLater)
        # Until that is answered, this start has yet to show that it goes better.
        self._settling.stop()
        dialog.finished.connect(lambda _: self._settling.start())
        dialog.open()

    def _open_safely(self, film: Path) -> None:
        self._window.configure(SafeConfig.of(self._config))
        self._go_safe(self.tr("Safe mode: only the bundled model is used, on the processor."))
        self._window.open(film)

    def _go_safe(self, why: str) -> None:
        self.bar = SafeBar(why)
        self.bar.left.connect(self._leave_safe_mode)
        self._window.show_bar(self.bar)
        self._offer_leaving()

    def _offer_leaving(self) -> None:
        """In the list of commands too, which begins anew with each film."""
        commands = self._window.commands
        if self.bar is not None and commands.get("file.leave_safe_mode") is None:
            commands.add(
                "file.leave_safe_mode", self.tr("Leave safe mode"), self._leave_safe_mode, group=self.tr("Film"),
                enabled=lambda: self.bar is not None,
            )  # fmt: skip

    def _leave_safe_mode(self) -> None:
        if self.bar is not None:
            self.bar.deleteLater()
            self.bar = None
            self._window.configure(self._config)
            self._window.tell(Message(self.tr("Your models and your device are used again.")))

    # What is noted

    def _on_opening(self, film: Path) -> None:
        self._session.opening(film)

    def _on_film(self) -> None:
        self._offer_leaving()
        document = self._window.document
        if document is None:
            self._session.no_film()
        else:
            self._session.opening(document.studio.path)
        self._settling.start()
