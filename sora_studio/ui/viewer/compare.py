"""One take against another of the same shot: which, how, and where the line between them is."""

from typing import Literal

from PySide6.QtCore import QCoreApplication, QObject, Signal

from sora_studio.studio.box import Box
from sora_studio.timeline.shot import Shot
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.viewer.screen import seen_take

Mode = Literal["", "wipe", "flip"]


class Compare(QObject):
    """The shown take is A, on the left; the other is B. `changed` follows every change."""

    changed = Signal()

    def __init__(self, document: FilmDocument, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.mode: Mode = ""
        self.line = 0.5
        self.flipped = False
        self._chosen: dict[str, str] = {}

    def set_mode(self, mode: Mode) -> None:
        if mode != self.mode:
            self.mode = mode
            self.flipped = mode == "flip"
            self.changed.emit()

    def toggle_wipe(self) -> None:
        self.set_mode("" if self.mode == "wipe" else "wipe")

    def flip(self) -> None:
        """Show the other of the two; the first time, begin to compare."""
        if self.mode != "flip":
            self.set_mode("flip")
        else:
            self.flipped = not self.flipped
            self.changed.emit()

    def set_line(self, share: float) -> None:
        """Where the line is, from 0 (left) to 1."""
        self.line = min(max(share, 0.0), 1.0)
        self.changed.emit()

    def choose(self, shot_id: str, digest: str) -> None:
        """Compare the shot with this take of it from now on."""
        self._chosen[shot_id] = digest
        self.changed.emit()

    def shown_digest(self, shot: Shot) -> str:
        """The take that is seen; "" for none."""
        seen = seen_take(self._document, shot)
        return seen.take.digest if seen is not None else ""

    def other_digest(self, shot: Shot) -> str:
        """The take to compare with: the chosen one, else the newest that isn't shown; "" where there is no other."""
        others = [take.digest for take in shot.takes if take.digest != self.shown_digest(shot)]
        chosen = self._chosen.get(shot.id, "")
        return chosen if chosen in others else others[-1] if others else ""

    def label(self, shot: Shot, digest: str, side: str) -> str:
        """Such as "A · Take 2 · refined"."""
        number, take = next((n, take) for n, take in enumerate(shot.takes, 1) if take.digest == digest)
        stage = {"draft": _tr("draft"), "refined": _tr("refined")}[take.stage]
        name = _tr("Take {number}").format(number=number)
        return " · ".join(part for part in (side, name, stage) if part)


def line_at(compare: Compare, picture: Box) -> float:
    """Where the wipe line is on the screen, in logical pixels."""
    return picture.x + compare.line * picture.width


def _tr(text: str) -> str:
    return QCoreApplication.translate("Compare", text)
