"""What the panel is about now: the film, one scene, or the selected shots; and its edits, one undo step each."""

from collections.abc import Callable
from itertools import count

from PySide6.QtCore import QObject, Signal

from sora_studio.timeline.cascade import Level
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Direction, Shot
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.shot_panel.several import (
    DirectionField,
    Mixed,
    directions,
    inherited,
    shared,
    with_direction,
    with_shots,
)


class Scope(QObject):
    """`changed` tells of another subject; what happens to the subject itself the document tells."""

    changed = Signal()

    def __init__(self, document: FilmDocument, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self._level: Level = "shot"
        self._scene_id = ""
        self._turns = count()
        document.selection.changed.connect(self._on_selected)

    @property
    def level(self) -> Level:
        """The level shown: what was asked for, as far as there is one."""
        if self._level == "shot" and not self.shot_ids:
            return "film"
        if self._level == "scene" and self.scene is None:
            return "film"
        return self._level

    @property
    def shot_ids(self) -> tuple[str, ...]:
        selected = self.document.selection.shot_ids
        return tuple(shot_id for shot_id in selected if self.document.position(shot_id))

    @property
    def current(self) -> str:
        """The one shot whose takes and reading are shown; "" for none."""
        current = self.document.selection.current
        if current and self.document.position(current):
            return current
        return self.shot_ids[-1] if self.shot_ids else ""

    @property
    def scene(self) -> Scene | None:
        """The scene named, else the current shot's."""
        for scene in self.document.project.scenes if self._scene_id else ():
            if scene.id == self._scene_id:
                return scene
        found = self.document.find(self.current) if self.current else None
        return found[0] if found else None

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of what the level's directions belong to."""
        if self.level == "scene":
            return (self.scene.id,) if self.scene else ()
        return self.shot_ids if self.level == "shot" else ()

    def show(self, level: Level, scene_id: str = "") -> None:
        """Turn to the film, to a scene (the current shot's unless one is named), or to the selected shots."""
        self._level, self._scene_id = level, scene_id
        self.changed.emit()

    def name(self) -> str:
        """What is edited, for the Undo menu: "shot 4", "3 shots", "scene 2", "the film"."""
        if self.level == "film":
            return self.tr("the film")
        if self.level == "scene":
            return self.tr("scene %s") % self.scene_label()
        ids = self.shot_ids
        return self.tr("shot %s") % self.document.label(ids[0]) if len(ids) == 1 else self.tr("%d shots") % len(ids)

    def scene_label(self) -> str:
        """The scene's own number, else its place."""
        scene = self.scene
        if scene is None:
            return ""
        ids = [other.id for other in self.document.project.scenes]
        return scene.number or str(ids.index(scene.id) + 1)

    def shots(self) -> list[Shot]:
        found = (self.document.find(shot_id) for shot_id in self.shot_ids)
        return [each[1] for each in found if each is not None]

    def shared(self, get: Callable[[Shot], object]) -> object:
        """What all selected shots share, MIXED, or None of none."""
        return shared(get(shot) for shot in self.shots())

    def direction_of(self, field: DirectionField) -> str | Mixed:
        found: list[Direction] = directions(self.document.project, self.level, self.ids)
        return shared(getattr(direction, field) for direction in found) or ""

    def is_mixed(self, field: DirectionField) -> bool:
        found = directions(self.document.project, self.level, self.ids)
        return isinstance(shared(getattr(direction, field) for direction in found), Mixed)

    def inherited(self, field: DirectionField) -> tuple[str | Mixed, Level | None]:
        return inherited(self.document.project, self.level, self.ids, field)

    def turn(self) -> str:
        """A key under which a stretch of typing or dragging becomes one step: another one for each stretch."""
        return f"panel/{next(self._turns)}"

    def set_direction(self, field: DirectionField, value: str, what: str, merge_key: str | None = None) -> bool:
        """Set a field of the level's directions; `what` is its name in the Undo menu."""
        level, ids = self.level, self.ids
        return self.edit(what, lambda project: with_direction(project, level, ids, field, value), merge_key)

    def edit_shots(self, what: str, change: Callable[[Shot], Shot], merge_key: str | None = None) -> bool:
        """Change every selected shot in one step."""
        ids = self.shot_ids
        return self.edit(what, lambda project: with_shots(project, ids, change), merge_key)

    def edit(self, what: str, change: Callable[[Project], Project], merge_key: str | None = None) -> bool:
        label = self.tr("Change %s of %s") % (what, self.name())
        return self.document.edit(label, change, merge_key)

    def _on_selected(self) -> None:
        if self.document.selection.shot_ids:
            self._level, self._scene_id = "shot", ""
        self.changed.emit()
