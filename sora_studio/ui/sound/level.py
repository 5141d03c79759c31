"""The loudness a film is exported with, heard in the window too: measured beside it, and again after every edit."""

from PySide6.QtCore import QObject, QTimer, Signal

from sora_studio.errors import Cancelled, StorageError
from sora_studio.studio.film_level import CancelToken, level_gain
from sora_studio.studio.sound import FilmSound, film_sound
from sora_studio.studio.studio import Studio
from sora_studio.timeline.project import Project
from sora_studio.ui.beside import Beside

# Edits closer than this are measured once.
REST_MS = 400


class FilmLevel(QObject):
    """`found` when the gain of the sound last asked for is known; until then the one before it counts."""

    found = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._gain = 1.0
        self._key: list[object] = []
        self._cancel = CancelToken()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._measure)

    def gain(self, project: Project, sound: FilmSound) -> float:
        """Linear, as it is known now."""
        key = [project.loudness_lufs, project.duration_frames, *sound.key] if project.loudness_lufs else []
        if key != self._key:
            self._key, self._asked = key, (project, sound)
            self._cancel.cancel()
            self._rest.stop()
            if key:
                self._rest.start()
            else:
                self._gain = 1.0
        return self._gain

    def prepare(self, project: Project, studio: Studio) -> None:
        """Measure what may be heard soon."""
        if project.loudness_lufs:
            self.gain(project, film_sound(project, studio.store))

    def _measure(self) -> None:
        (project, sound), cancel = self._asked, CancelToken()
        self._cancel = cancel
        self.destroyed.connect(cancel.cancel)

        def measured() -> float | None:
            try:
                return level_gain(project, sound, cancel)
            except (Cancelled, StorageError):
                return None  # Nobody waits for it any more; or a file is gone, which is told where it is played.

        Beside(self, measured, lambda gain: self._told(gain, cancel), lambda error: None)

    def _told(self, gain: float | None, cancel: CancelToken) -> None:
        if gain is not None and not cancel.cancelled and gain != self._gain:
            self._gain = gain
            self.found.emit()


def heard_alike(before: Project, after: Project) -> bool:
    """Whether an edit changes nothing that is heard."""
    if before.tracks != after.tracks or before.frame_rate != after.frame_rate:
        return False
    same_end = before.duration_frames == after.duration_frames
    return before.loudness_lufs == after.loudness_lufs and (same_end or not after.loudness_lufs)
