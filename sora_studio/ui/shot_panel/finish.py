"""How the whole film is shown and heard: its framing, the matte over it, its fades, its loudness."""

from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sora_studio.timeline.project import Project
from sora_studio.ui import theme
from sora_studio.ui.document import Message
from sora_studio.ui.kit import Choice, Field
from sora_studio.ui.shot_panel.frames_spin import FramesSpin
from sora_studio.ui.shot_panel.scope import Scope

MATTES = {2.39: "2.39:1", 2.0: "2.00:1", 1.85: "1.85:1", 16 / 9: "16:9", 4 / 3: "4:3", 1.0: "1:1", 9 / 16: "9:16"}


class Finish(QWidget):
    """Changed at any time: nothing of it is in any take."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self._scope = scope
        self.framing = Choice(self.tr("Pictures of another shape"))
        self.framing.add(self.tr("Shown whole, with bars"), "letterbox")
        self.framing.add(self.tr("Filling it, cropped"), "crop")
        self.matte = Choice(self.tr("Matte"))
        self.loudness = Choice(self.tr("Loudness"))
        self.loudness.changed.connect(lambda lufs: self._set(self.tr("loudness"), None, loudness_lufs=lufs))
        self.fade_in = FramesSpin(self.tr("Fade in from black"), 0, scope.turn)
        self.fade_out = FramesSpin(self.tr("Fade out to black"), 0, scope.turn)
        self.framing.changed.connect(lambda framing: self._set(self.tr("framing"), None, framing=framing))
        self.matte.changed.connect(lambda shape: self._set(self.tr("matte"), None, matte=shape))
        self.fade_in.changed.connect(lambda frames, key: self._set(self.tr("fade in"), key, fade_in_frames=frames))
        self.fade_out.changed.connect(lambda frames, key: self._set(self.tr("fade out"), key, fade_out_frames=frames))
        for spin in (self.fade_in, self.fade_out):
            spin.refused.connect(lambda text, hint: scope.document.tell(Message(text, hint)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID * 2)
        for pair in (
            (Field(self.tr("Other shapes"), self.framing), Field(self.tr("Matte"), self.matte)),
            (Field(self.tr("Fade in from black"), self.fade_in), Field(self.tr("Fade out to black"), self.fade_out)),
        ):
            row = QHBoxLayout()
            row.setSpacing(theme.GRID * 2)
            for field in pair:
                row.addWidget(field, 1)
            column.addLayout(row)
        column.addWidget(Field(self.tr("Loudness of the film"), self.loudness))

    def refresh(self) -> None:
        project = self._scope.document.project
        self.framing.value = project.framing
        shapes = MATTES if not project.matte or project.matte in MATTES else {project.matte: f"{project.matte:g}:1"}
        offered = [(text, shape) for shape, text in {**MATTES, **shapes}.items()]
        self.matte.offer([(self.tr("None"), 0.0), *offered], project.matte)
        own = project.loudness_lufs
        lufs = {each: self.tr("%g LUFS") % each for each in (own,) if each} | {
            -23.0: self.tr("-23 LUFS, broadcast (EBU R 128)"),
            -16.0: self.tr("-16 LUFS, online"),
            -14.0: self.tr("-14 LUFS, loud"),
        }
        levels = [(lufs[each], each) for each in sorted(lufs)]
        self.loudness.offer([(self.tr("As mixed"), 0.0), *levels], own)
        self.fade_in.show_frames(project.fade_in_frames, project.frame_rate)
        self.fade_out.show_frames(project.fade_out_frames, project.frame_rate)

    def _set(self, what: str, key: str | None, **values: object) -> None:
        def changed(project: Project) -> Project:
            return replace(project, **values)  # type: ignore[arg-type]

        self._scope.edit(what, changed, key)


def of_finish(film: Project) -> tuple[object, ...]:
    """All of a film that this shows."""
    return film.framing, film.matte, film.fade_in_frames, film.fade_out_frames, film.loudness_lufs
