"""The column left of the lanes: what each lane holds, and mute and solo for the sound."""

from PySide6.QtCore import QPoint, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolButton, QWidget

from sora_studio.timeline import sound_edits
from sora_studio.timeline.sound import AudioTrack
from sora_studio.ui import theme
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.kit import IconButton
from sora_studio.ui.language import translate
from sora_studio.ui.timeline.line_editor import LineEditor
from sora_studio.ui.timeline.look import Look
from sora_studio.ui.timeline.model import TimelineModel

WIDTH = 132


class TrackButton(QToolButton):
    """M or S: a letter that lights up."""

    def __init__(self, letter: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("trackButton")
        self.setText(letter)
        self.setCheckable(True)
        self.setFixedSize(22, 20)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(name)
        self.setAccessibleName(name)


class TrackHeaders(QWidget):
    """Follows the lanes of the canvas beside it."""

    menu_wanted = Signal(str)

    def __init__(self, document: FilmDocument, model: TimelineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._model = document, model
        self._rows: list[tuple[AudioTrack, TrackButton, TrackButton]] = []
        self._look: Look | None = None
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(self.tr("Tracks"))
        self.add_button = IconButton("plus", self.tr("Add sound track"), size=14, parent=self)
        self.add_button.setFixedSize(22, 20)
        model.film_changed.connect(self._on_film)
        model.view_changed.connect(self._follow)
        theme.changed.connect(self._retint)
        self._follow()

    @Slot()
    def _on_film(self) -> None:
        if (self._model.project.tracks, self._model.lanes) != self._shown:
            self._follow()

    @Slot()
    def _follow(self) -> None:
        tracks = self._model.project.tracks
        self._shown = tracks, self._model.lanes
        if [row[0].id for row in self._rows] != [track.id for track in tracks]:
            self._rebuild(tracks)
        bands, below = self._model.lanes.sound, self._model.lanes.video.bottom
        for at, (track, band) in enumerate(zip(tracks, bands, strict=True)):
            _, mute, solo = self._rows[at]
            self._rows[at] = (track, mute, solo)
            for button, on in ((mute, track.muted), (solo, track.solo)):
                button.setChecked(on)
                button.setVisible(band.top + 26 > below)
            mute.move(WIDTH - 56, int(band.top + (band.height - 20) / 2))
            solo.move(WIDTH - 31, int(band.top + (band.height - 20) / 2))
        self.add_button.move(WIDTH - 31, 4)
        self.update()

    def _rebuild(self, tracks: tuple[AudioTrack, ...]) -> None:
        for _, *buttons in self._rows:
            for button in buttons:
                button.deleteLater()
        self._rows = []
        for track in tracks:
            mute = TrackButton("M", self.tr("Mute %s") % track.name, self)
            solo = TrackButton("S", self.tr("Hear only %s") % track.name, self)
            mute.clicked.connect(lambda on, track=track: self._mute(track, on))
            solo.clicked.connect(lambda on, track=track: self._solo(track, on))
            self._rows.append((track, mute, solo))

    def _mute(self, track: AudioTrack, on: bool) -> None:
        said = translate("Edits", "Mute “{name}”") if on else translate("Edits", "Unmute “{name}”")
        label = said.format(name=track.name)
        if not self._document.edit(label, lambda film: sound_edits.set_track(film, track.id, muted=on)):
            self._follow()

    def _solo(self, track: AudioTrack, on: bool) -> None:
        alone, all_ = translate("Edits", "Hear only “{name}”"), translate("Edits", "Hear “{name}” with the others")
        label = (alone if on else all_).format(name=track.name)
        if not self._document.edit(label, lambda film: sound_edits.set_track(film, track.id, solo=on)):
            self._follow()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = self._model.lanes.track_at(event.position().y())
        if 0 <= at < len(self._rows):
            self.rename(self._rows[at][0])

    def rename(self, track: AudioTrack) -> None:
        """Write a track's name, where it stands."""
        at = next((at for at, row in enumerate(self._rows) if row[0].id == track.id), None)
        if at is None:
            return

        def keep(name: str) -> bool:
            label = translate("Edits", "Name track “{name}”").format(name=name)
            return not name or self._document.edit(label, lambda film: sound_edits.set_track(film, track.id, name=name))

        top = round(self._model.lanes.sound[at].top) + 4
        LineEditor(self, self.tr("Name of the track"), track.name, QPoint(4, top), WIDTH - 8, keep)

    def contextMenuEvent(self, event) -> None:
        at = self._model.lanes.track_at(event.pos().y())
        self.menu_wanted.emit(self._rows[at][0].id if 0 <= at < len(self._rows) else "")

    def _retint(self) -> None:
        self._look = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._look is None or self._look.scale != self.devicePixelRatioF():
            self._look = Look(self.devicePixelRatioF())
        look, lanes, colours = self._look, self._model.lanes, self._look.colours
        painter = QPainter(self)
        painter.fillRect(self.rect(), colours.window)
        for band in (lanes.ruler, lanes.video, *lanes.sound):
            painter.fillRect(QRectF(0, band.top, WIDTH - 1, band.height), colours.panel)
        painter.setClipRect(QRectF(0, lanes.video.bottom, WIDTH, self.height()))
        for band, (track, _, _) in zip(lanes.sound, self._rows, strict=False):
            name = QRectF(12, band.top + 6, WIDTH - 74, band.height / 2 - 6)
            look.line(painter, name, track.name, "body", colours.text)
            gain = f"{track.gain_db:+.1f} dB" if track.gain_db else "0 dB"
            look.line(
                painter, QRectF(12, band.top + band.height / 2 + 2, WIDTH - 74, 16), gain, "small", colours.text_faint
            )
        painter.setClipping(False)
        painter.fillRect(QRectF(0, 0, WIDTH, lanes.video.bottom), colours.panel)
        painter.fillRect(QRectF(0, lanes.ruler.bottom - 1, WIDTH, 1), colours.line)
        painter.fillRect(QRectF(0, lanes.scenes.bottom, WIDTH, 1), colours.line)
        scenes, video = lanes.scenes, lanes.video
        tracks = QRectF(12, 0, WIDTH - 50, lanes.ruler.height - 2)
        look.line(painter, tracks, self.tr("Tracks"), "label", colours.text_dim)
        look.line(
            painter, QRectF(12, scenes.top, WIDTH - 24, scenes.height), self.tr("Scenes"), "label", colours.text_dim
        )
        look.line(painter, QRectF(12, video.top + 6, WIDTH - 60, 20), self.tr("Shots"), "body", colours.text)
        count = len(self._model.strip)
        said = self.tr("1 shot") if count == 1 else self.tr("%s shots") % count
        look.line(painter, QRectF(12, video.top + 26, WIDTH - 24, 16), said, "small", colours.text_faint)
        painter.fillRect(QRectF(0, video.bottom, WIDTH, 1), colours.line)
        painter.fillRect(QRectF(WIDTH - 1, 0, 1, self.height()), colours.line)
        painter.end()
