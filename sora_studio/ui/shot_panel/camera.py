"""Size, angle, move, style and what must not be there: the same fields for film, scene and shots."""

from functools import partial
from operator import attrgetter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sora_studio.errors import SoraError
from sora_studio.studio.pack_words import drawable_words
from sora_studio.ui import theme
from sora_studio.ui.kit import Field
from sora_studio.ui.shot_panel.code_picker import CodePicker
from sora_studio.ui.shot_panel.scope import Scope
from sora_studio.ui.shot_panel.several import MIXED, DirectionField, Mixed
from sora_studio.ui.shot_panel.style_field import StyleField
from sora_studio.ui.shot_panel.typing import LongText


class Camera(QWidget):
    """Edits the direction of what the scope is about."""

    def __init__(self, scope: Scope, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scope = scope
        self._names: dict[DirectionField, str] = {
            "size": self.tr("Size"),
            "angle": self.tr("Angle"),
            "move": self.tr("Move"),
            "style": self.tr("Style"),
            "negative": self.tr("Negative prompt"),
        }
        self.pickers: dict[DirectionField, CodePicker] = {}
        row = QHBoxLayout()
        row.setSpacing(theme.GRID * 2)
        codes: tuple[DirectionField, ...] = ("size", "angle", "move")
        for field in codes:
            picker = CodePicker(field, self._names[field])
            picker.picked.connect(partial(self._set, field))
            self.pickers[field] = picker
            row.addWidget(Field(self._names[field], picker), 1)
        self.style_field = StyleField(self._names["style"], scope.turn, self._styles)
        self.style_field.typed.connect(lambda text, key: self._set("style", text, key))
        self.negative = LongText(
            self._names["negative"], self.tr("What must not be seen, such as: text, crowds"), scope.turn, (1, 4)
        )
        self.negative.typed.connect(lambda text, key: self._set("negative", text, key))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID * 2)
        column.addLayout(row)
        column.addWidget(Field(self._names["style"], self.style_field))
        column.addWidget(Field(self._names["negative"], self.negative))

    def refresh(self) -> None:
        whose = {"film": self.tr("film"), "scene": self.tr("scene")}
        for field, picker in self.pickers.items():
            value, (above, level) = self._value(field), self._scope.inherited(field)
            picker.set_value(value, above, whose.get(level or "", ""))
        texts: tuple[tuple[DirectionField, StyleField | LongText], ...]
        texts = (("style", self.style_field), ("negative", self.negative))
        for field, widget in texts:
            above, level = self._scope.inherited(field)
            told = self.tr("%s (from the %s)") % (above, whose.get(level or "", "")) if above else ""
            widget.show_text(self._value(field), told)

    def focus(self, field: str) -> None:
        """Put the keyboard where a field is edited."""
        edited: dict[str, QWidget] = {**self.pickers, "style": self.style_field, "negative": self.negative}
        if field in edited:
            edited[field].setFocus(Qt.FocusReason.OtherFocusReason)

    def _value(self, field: DirectionField) -> str | Mixed:
        return self._scope.direction_of(field) if not self._scope.is_mixed(field) else MIXED

    def _set(self, field: DirectionField, value: str, key: str | None = None) -> None:
        self._scope.set_direction(field, value, self._names[field].casefold(), key)

    def _styles(self) -> list[str]:
        """The styles the shot's model knows, then others this film uses."""
        document, project = self._scope.document, self._scope.document.project
        found = document.find(self._scope.current) if self._scope.level == "shot" else None
        packs = document.studio.packs
        try:
            pack = packs.of_film(project) if found is None else packs.of(project, found[1])
            known = drawable_words(pack).get("style", ())
        except SoraError:
            known = ()
        used = {each.direction.style for each in project.scenes} | {project.direction.style}
        used |= set(map(attrgetter("direction.style"), document.strip.shots))
        return [*known, *sorted(used - {"", *known})]
