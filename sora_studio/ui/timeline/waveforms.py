"""Waveforms as pictures: tiles of a sound's peaks at a zoom, made once and kept."""

from collections import OrderedDict

import numpy as np
from PySide6.QtGui import QColor, QImage, QPixmap

from sora_studio.errors import SoraError
from sora_studio.studio.sound_keeping import PEAKS_PER_SECOND, peaks

TILE = 256
KEPT_TILES, KEPT_SOUNDS = 400, 64


class Waveforms:
    """`store` is the open film's. A sound that can't be read has no picture, and `problem` says why."""

    def __init__(self, store) -> None:
        self._store = store
        self._peaks: OrderedDict[str, np.ndarray | None] = OrderedDict()
        self._tiles: OrderedDict[tuple[object, ...], QPixmap] = OrderedDict()
        self._problems: dict[str, str] = {}

    def problem(self, media: str) -> str:
        """Why a sound can't be shown; "" when nothing is known against it."""
        self._of(media)
        return self._problems.get(media, "")

    def forget(self) -> None:
        """Files came or went: look again."""
        self._problems.clear()
        self._peaks.clear()

    def tile(
        self, media: str, number: int, pixels_per_second: float, height: int, colour: QColor, scale: float
    ) -> QPixmap | None:
        """Tile `number` of a sound, TILE logical pixels wide, at that zoom; None where the sound is gone."""
        key = (media, number, round(pixels_per_second, 6), height, colour.rgba(), scale)
        found = self._tiles.get(key)
        if found is not None:
            self._tiles.move_to_end(key)
            return found
        known = self._of(media)
        if known is None:
            return None
        made = _drawn(known, number, pixels_per_second * scale, round(TILE * scale), round(height * scale), colour)
        made.setDevicePixelRatio(scale)
        self._tiles[key] = made
        if len(self._tiles) > KEPT_TILES:
            self._tiles.popitem(last=False)
        return made

    def _of(self, media: str) -> np.ndarray | None:
        if media not in self._peaks:
            try:
                self._peaks[media] = peaks(self._store, media)
            except SoraError as error:
                self._peaks[media] = None
                self._problems[media] = error.message
            if len(self._peaks) > KEPT_SOUNDS:
                self._peaks.popitem(last=False)
        return self._peaks[media]


def _drawn(known: np.ndarray, number: int, per_second: float, width: int, height: int, colour: QColor) -> QPixmap:
    lowest, highest = columns(known, number * width, width, per_second)
    middle = height / 2
    rows = np.arange(height)[:, None] + 0.5
    shown = (rows >= middle - highest * middle - 0.5) & (rows <= middle - lowest * middle + 0.5)
    picture = np.zeros((height, width), np.uint32)
    picture[shown] = colour.rgba() | 0xFF000000
    image = QImage(picture.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
    return QPixmap.fromImage(image.copy())


def columns(known: np.ndarray, first: int, count: int, per_second: float) -> tuple[np.ndarray, np.ndarray]:
    """The lowest and highest value in each of `count` pixel columns from column `first` on; silence past the end."""
    edges = ((first + np.arange(count + 1)) * (PEAKS_PER_SECOND / per_second)).astype(np.int64)
    starts = np.minimum(edges[:-1], len(known))
    stops = np.minimum(np.maximum(edges[1:], edges[:-1] + 1), len(known))
    lowest, highest = np.zeros(count, np.float32), np.zeros(count, np.float32)
    inside = starts < stops
    if inside.any():
        # reduceat works between neighbours, so each column gives its start and its stop; one row more ends the last.
        padded = np.concatenate((known, np.zeros((1, 2), np.float32)))
        pairs = np.stack((starts[inside], stops[inside]), 1).ravel()
        lowest[inside] = np.minimum.reduceat(padded[:, 0], pairs)[::2]
        highest[inside] = np.maximum.reduceat(padded[:, 1], pairs)[::2]
    return lowest, highest
