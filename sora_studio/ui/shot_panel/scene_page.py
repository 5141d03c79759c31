"""A scene's heading and what it asks of all its shots."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sora_studio.ui import theme
from sora_studio.ui.kit import Field, PlainLabel, Section
from sora_studio.ui.shot_panel.camera import Camera
from sora_studio.ui.shot_panel.scope import Scope
from sora_studio.ui.shot_panel.several import MIXED
from sora_studio.ui.shot_panel.typing import LineText, LongText


class LevelPrompt(QWidget):
    """The prompt that a film or a scene adds to each of its shots."""

    def __init__(self, scope: Scope, teaches: str, note: str) -> None:
        super().__init__()
        self._scope = scope
        self.editor = LongText(self.tr("Prompt"), teaches, scope.turn, (2, 10))
        self.editor.typed.connect(lambda text, key: scope.set_direction("prompt", text, self.tr("prompt"), key))
        label = PlainLabel(note, "small", dim=True)
        label.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID * 2)
        column.addWidget(self.editor)
        column.addWidget(label)

    def refresh(self) -> None:
        mixed = self._scope.is_mixed("prompt")
        self.editor.show_text(MIXED if mixed else self._scope.direction_of("prompt"))

    def edit(self) -> None:
        self.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)


class ScenePage(QWidget):
    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self._scope = scope
        self.heading = LineText(self.tr("Scene heading"), self.tr("EXT. PLACE - DAY"), scope.turn)
        self.number = LineText(self.tr("Scene number"), "", scope.turn)
        self.heading.typed.connect(lambda text, key: self._set(self.tr("heading"), key, heading=text))
        self.number.typed.connect(lambda text, key: self._set(self.tr("number"), key, number=text.strip()))
        self.prompt = LevelPrompt(
            scope,
            self.tr("Where we are, such as: a snowy meadow under white mountains, morning light"),
            self.tr("Sent before the prompt of every shot of the scene."),
        )
        self.camera = Camera(scope)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        about = Section(self.tr("Scene"))
        about.body.addWidget(Field(self.tr("Heading"), self.heading))
        about.body.addWidget(Field(self.tr("Number"), self.number))
        for title, widget in ((self.tr("Prompt"), self.prompt), (self.tr("Camera and style"), self.camera)):
            section = Section(title)
            section.body.addWidget(widget)
            column.addWidget(section)
        column.insertWidget(0, about)
        column.addStretch(1)

    def refresh(self) -> None:
        scene = self._scope.scene
        if scene is not None:
            self.heading.show_text(scene.heading)
            self.number.show_text(scene.number)
            self.prompt.refresh()
            self.camera.refresh()

    def edit(self, field: str) -> None:
        """Put the keyboard where a field of the direction is edited."""
        if field == "prompt":
            self.prompt.edit()
        else:
            self.camera.focus(field)

    def _set(self, what: str, key: str, **values: str) -> None:
        scene = self._scope.scene
        if scene is not None:
            name = scene.id
            self._scope.edit(what, lambda project: project.with_scene(replace(project.scene(name), **values)), key)
