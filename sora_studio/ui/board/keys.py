"""What keys do while the board has the keyboard."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from sora_studio.timeline.edits import remove
from sora_studio.timeline.project import Project
from sora_studio.ui.board.layout import Key
from sora_studio.ui.board.reorder import moved
from sora_studio.ui.language import translate

if TYPE_CHECKING:
    from sora_studio.ui.board.canvas import BoardCanvas

_Key = Qt.Key
STEPS: dict[int, Key] = {
    _Key.Key_Left: "left",
    _Key.Key_Right: "right",
    _Key.Key_Up: "up",
    _Key.Key_Down: "down",
    _Key.Key_Home: "home",
    _Key.Key_End: "end",
}
WRITE = (_Key.Key_Return, _Key.Key_Enter, _Key.Key_F2)
REMOVE = (_Key.Key_Delete, _Key.Key_Backspace)
_OURS = (*STEPS, *WRITE, *REMOVE, _Key.Key_Escape)


def is_ours(event: QKeyEvent) -> bool:
    """Whether the board takes this key before any shortcut of the window does."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    plain = modifiers in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
    alt = modifiers == Qt.KeyboardModifier.AltModifier
    return event.key() in _OURS and (plain or (alt and event.key() in STEPS))


def handle_key(canvas: "BoardCanvas", event: QKeyEvent) -> bool:
    """Do what the key asks; False where the board has no use for it."""
    if not is_ours(event):
        return False
    key, selection = event.key(), canvas.document.selection
    if key == _Key.Key_Escape:
        if canvas.gestures.active:
            canvas.gestures.cancel()
        else:
            selection.select(())
    elif key in WRITE:
        if selection.current:
            canvas.prompt_wanted.emit(selection.current)
    elif key in REMOVE:
        remove_selected(canvas)
    elif event.modifiers() & Qt.KeyboardModifier.AltModifier:
        shift_selected(canvas, -1 if STEPS[key] in ("left", "up", "home") else 1)
    else:
        step(canvas, STEPS[key], bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
    return True


def step(canvas: "BoardCanvas", key: Key, extend: bool) -> None:
    """Select the panel in that direction, or as far as it."""
    if not len(canvas.grid):
        return
    selection = canvas.document.selection
    index = canvas.grid.index(selection.current)
    wanted = canvas.grid.id(canvas.grid.layout.step(index, key) if index >= 0 else 0)
    if extend:
        selection.extend_to(wanted)
    else:
        selection.select([wanted])


def remove_selected(canvas: "BoardCanvas") -> None:
    """Take the selected shots out in one step; the panel that follows is selected."""
    document, ids = canvas.document, canvas.document.selection.shot_ids
    if not ids:
        return
    one, several = translate("Edits", "Remove shot {shot}"), translate("Edits", "Remove %n shot(s)", "", len(ids))
    label = one.format(shot=document.label(ids[0])) if len(ids) == 1 else several
    at = canvas.grid.index(ids[0])

    def removed(project: Project) -> Project:
        for shot_id in ids:
            project = remove(project, shot_id)
        return project

    if document.edit(label, removed) and len(canvas.grid):
        document.selection.select([canvas.grid.id(min(at, len(canvas.grid) - 1))])


def shift_selected(canvas: "BoardCanvas", by: int) -> None:
    """Move the selected shots one place earlier (-1) or later (1), into the next scene at a scene's end."""
    document, ids = canvas.document, canvas.document.selection.shot_ids
    project = document.project
    if not ids:
        return
    first = document.find(ids[0] if by < 0 else ids[-1])
    if first is None:
        return
    scene_at = next(at for at, scene in enumerate(project.scenes) if scene.id == first[0].id)
    place = next(at for at, shot in enumerate(first[0].shots) if shot.id == first[1].id)
    target = place - 1 if by < 0 else place + 2
    if target < 0 and scene_at > 0:
        scene_at -= 1
        target = len(project.scenes[scene_at].shots)
    elif target > len(project.scenes[scene_at].shots) and scene_at + 1 < len(project.scenes):
        scene_at, target = scene_at + 1, 0
    if not 0 <= target <= len(project.scenes[scene_at].shots):
        return
    one, several = translate("Edits", "Move shot {shot}"), translate("Edits", "Move %n shot(s)", "", len(ids))
    label = one.format(shot=document.label(ids[0])) if len(ids) == 1 else several
    document.edit(label, lambda film: moved(film, ids, scene_at, target))
