"""Finished clips as pictures, so that scrolling, trimming and playing redraw only what has changed."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap

from sora_studio.timeline.shot import Shot

KEPT_BYTES = 48_000_000


@dataclass(frozen=True, slots=True)
class _Kept:
    shot: Shot
    version: int
    pixmap: QPixmap


class ClipCache:
    """Holds pictures up to a number of bytes. `touch` tells that a shot looks otherwise now."""

    def __init__(self, kept_bytes: int = KEPT_BYTES) -> None:
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._versions: dict[str, int] = {}
        self._bytes, self._most = 0, kept_bytes

    def touch(self, shot_id: str) -> None:
        self._versions[shot_id] = self._versions.get(shot_id, 0) + 1

    def clear(self) -> None:
        self._kept.clear()
        self._bytes = 0

    def clip(
        self, shot: Shot, key: Hashable, width: int, height: int, scale: float, draw: Callable[[QPainter], None]
    ) -> QPixmap:
        """The clip's picture of that size in logical pixels; `key` holds all that it depends on beside the shot."""
        whole = (shot.id, width, height, key)
        version = self._versions.get(shot.id, 0)
        found = self._kept.get(whole)
        if found is not None and found.shot is shot and found.version == version:
            self._kept.move_to_end(whole)
            return found.pixmap
        made = QPixmap(max(1, round(width * scale)), max(1, round(height * scale)))
        made.setDevicePixelRatio(scale)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        draw(painter)
        painter.end()
        self._keep(whole, _Kept(shot, version, made))
        return made

    def _keep(self, key: Hashable, entry: _Kept) -> None:
        old = self._kept.pop(key, None)
        self._bytes += _size(entry) - (_size(old) if old is not None else 0)
        self._kept[key] = entry
        while self._bytes > self._most and len(self._kept) > 1:
            _, gone = self._kept.popitem(last=False)
            self._bytes -= _size(gone)


def _size(entry: _Kept) -> int:
    return 4 * entry.pixmap.width() * entry.pixmap.height()
