"""Camera keyframes over the shot's pictures: set at the playhead, seen at once in the viewer."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sora_studio.timeline.camera import FARTHEST, MOVES, NEAREST, CameraKey, Ease, View, move, view_at, with_key
from sora_studio.ui import camera_keys, theme
from sora_studio.ui.kit import Choice, Field, Number, PlainLabel, PushButton
from sora_studio.ui.shot_panel.scope import Scope


class Moves(QWidget):
    """Of the one shot that is current. Whatever is changed here is a key at the playhead."""

    def __init__(self, scope: Scope, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = scope.document
        self.ready = Choice(self.tr("Ready-made move"))
        self.ready.add(self.tr("Set by hand"), "")
        for name, text in camera_keys.move_names().items():
            self.ready.add(text, name)
        self.ready.changed.connect(self._use)
        self.zoom = Number(round(100 * FARTHEST), round(100 * NEAREST), "%")
        self.across, self.down = Number(-100, 200, "%"), Number(-100, 200, "%")
        self.turn = Number(-360, 360, "°")
        self.ease = Choice(self.tr("On to the next key"))
        for ease, text in camera_keys.ease_names().items():
            self.ease.add(text, ease)
        self.told = PlainLabel("", "small", dim=True)
        self.told.setWordWrap(True)
        self.key = PushButton("", "quiet")
        self.key.clicked.connect(lambda: camera_keys.toggle_key(self._document))
        self.clear = PushButton(self.tr("Remove all"), "quiet")
        self.clear.clicked.connect(lambda: camera_keys.clear_keys(self._document))
        for number, change in (
            (self.zoom, lambda view, value: replace(view, zoom=value / 100)),
            (self.across, lambda view, value: replace(view, x=value / 100)),
            (self.down, lambda view, value: replace(view, y=value / 100)),
            (self.turn, lambda view, value: replace(view, degrees=float(value))),
        ):
            number.valueChanged.connect(lambda value, change=change: self._look(lambda view: change(view, value)))
        self.ease.changed.connect(self._ease)
        scope.document.transport.moved.connect(self._follow)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID * 2)
        column.addWidget(Field(self.tr("Ready-made move"), self.ready))
        for pair in (
            (Field(self.tr("Zoom"), self.zoom), Field(self.tr("Turned by"), self.turn)),
            (Field(self.tr("Looks at, across"), self.across), Field(self.tr("Looks at, down"), self.down)),
        ):
            row = QHBoxLayout()
            row.setSpacing(theme.GRID * 2)
            for field in pair:
                row.addWidget(field, 1)
            column.addLayout(row)
        column.addWidget(Field(self.tr("On to the next key"), self.ease))
        buttons = QHBoxLayout()
        buttons.addWidget(self.key)
        buttons.addWidget(self.clear)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addWidget(self.told)

    def refresh(self) -> None:
        here = camera_keys.at_playhead(self._document)
        self.setEnabled(here is not None)
        if here is None:
            return
        shot, frame = here
        view = view_at(shot.camera, frame)
        for number, value in (
            (self.zoom, 100 * view.zoom),
            (self.across, 100 * view.x),
            (self.down, 100 * view.y),
            (self.turn, view.degrees),
        ):
            number.blockSignals(True)
            number.setValue(round(value))
            number.blockSignals(False)
        same = (name for name in MOVES if shot.camera == move(name, shot.duration_frames))
        self.ready.value = next(same, "")
        key = next((key for key in shot.camera if key.frame == frame), None)
        self.ease.value = key.ease if key is not None else None
        self.ease.setEnabled(key is not None)
        self.key.setText(self.tr("Remove this key") if key is not None else self.tr("Set a key here"))
        self.clear.setEnabled(bool(shot.camera))
        frames = ", ".join(str(key.frame) for key in shot.camera)
        self.told.setText(self.tr("Keys at frames %s of the shot.") % frames if frames else self.tr("No keys yet."))

    def _follow(self, *_: object) -> None:
        if self.isVisible():
            self.refresh()

    def _use(self, name: str) -> None:
        here = camera_keys.at_playhead(self._document)
        if name and here is not None:
            camera_keys.change_keys(self._document, lambda _: move(name, here[0].duration_frames))
        self.refresh()

    def _look(self, change: Callable[[View], View]) -> None:
        """Let the camera see something else at the playhead; steps one after the other are one to undo."""
        here = camera_keys.at_playhead(self._document)
        if here is None:
            return
        shot, frame = here

        def looked(keys: tuple[CameraKey, ...]) -> tuple[CameraKey, ...]:
            ease: Ease = next((key.ease for key in keys if key.frame == frame), "both")
            return with_key(keys, CameraKey(frame, change(view_at(keys, frame)), ease))

        camera_keys.change_keys(self._document, looked, f"camera/{shot.id}/{frame}")
        self.refresh()

    def _ease(self, ease: Ease) -> None:
        here = camera_keys.at_playhead(self._document)
        if here is not None:
            _, frame = here
            camera_keys.change_keys(
                self._document,
                lambda keys: tuple(replace(key, ease=ease) if key.frame == frame else key for key in keys),
            )
        self.refresh()
