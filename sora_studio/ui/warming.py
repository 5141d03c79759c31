"""What an open film needs, brought in while the welcome page is looked at: the window is there first, and a film that
is chosen then opens at once."""

from importlib import import_module

from PySide6.QtCore import QObject, QTimer

# In the order one needs the other, so that no turn takes long.
MODULES = (
    "sora_studio.ui.welcome.new_page", "numpy", "sora_studio.studio.opening", "sora_studio.ui.document",
    "sora_studio.ui.viewer.view",
    "sora_studio.ui.timeline.view", "sora_studio.ui.board.view", "sora_studio.ui.shot_panel.view",
    "sora_studio.ui.editor", "sora_studio.ui.film_commands", "sora_studio.ui.palette",
    "sora_studio.ui.preferences.view",
)  # fmt: skip
PAUSE_MS = 30


class Warming(QObject):
    """One module a turn, with pauses in which keys and clicks are heard."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting = list(MODULES)
        self._timer = QTimer(self)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._next)
        self._timer.start()

    def _next(self) -> None:
        if self._waiting:
            import_module(self._waiting.pop(0))
        else:
            self._timer.stop()
