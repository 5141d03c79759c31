"""The application: fonts, theme, the window; `sora-studio` with no command comes here."""

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from sora_studio import __version__
from sora_studio.studio.config import Config, SafeConfig, load_config
from sora_studio.studio.log import note, start_log
from sora_studio.studio.offline import watch
from sora_studio.studio.session_note import Session
from sora_studio.ui import theme
from sora_studio.ui.main_window import MainWindow
from sora_studio.ui.recovery.starting import Starting, safe_settings
from sora_studio.ui.terms import use_terms
from sora_studio.ui.warming import Warming


def make_application(arguments: Sequence[str] = ()) -> QApplication:
    """The one QApplication of the process, dressed."""
    # Fractional scales stay as they are, so that nothing is blurred on a laptop at 150%.
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = QApplication.instance() or QApplication([sys.argv[0], *arguments])
    assert isinstance(application, QApplication)
    application.setApplicationName("Sora Studio")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("sora-studio")
    return application


def dress(application: QApplication, config: Config) -> None:
    """Give the application its fonts, its colours, and its words for the parts of a film."""
    theme.apply(application, config.theme)
    use_terms(application, config.terms)


def run(film: Path | None = None) -> int:
    """Open the window, on a film where one is named. Returns the exit status. Raises SoraError."""
    watch()
    config = load_config()
    application = make_application()
    dress(application, config)
    session = Session()
    if session.safe_mode:
        window = MainWindow(SafeConfig.of(config), safe_settings())
    else:
        window = MainWindow(config)
        geometry = QSettings("Sora Studio", "Sora Studio").value("window/geometry")
        if geometry is not None:
            window.restoreGeometry(geometry)
    starting = Starting(window, session, config)
    window.show()
    _look_after(window)
    starting.begin(film)
    if window.document is None:
        Warming(window)
    status = application.exec()
    session.end()
    note("closed")
    window.deleteLater()
    return status


def _look_after(window: MainWindow) -> None:
    """What the first window needn't wait for."""
    from sora_studio.ui.recovery.ending import Ending

    start_log()
    Ending(window)
