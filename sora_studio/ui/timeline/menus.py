"""Which commands the timeline's context menus offer, by what was clicked."""

from collections.abc import Sequence

from PySide6.QtWidgets import QMenu

from sora_studio.ui.commands import Commands
from sora_studio.ui.timeline.hit import Part

_MENUS: dict[str, Sequence[str]] = {
    "shot": (
        "timeline.edit_prompt", "", "shot.draft", "shot.refine", "shot.another_take", "",
        "timeline.cut", "timeline.copy", "timeline.paste", "timeline.duplicate", "timeline.delete", "",
        "timeline.insert_shot", "timeline.insert_card", "timeline.split", "timeline.dissolve",
        "timeline.dissolve_length",
        "timeline.continue_from_previous", "", "timeline.scene.begin", "timeline.scene.join", "",
        "timeline.zoom_selection",
    ),
    "sound": (
        "timeline.split", "timeline.sound.louder", "timeline.sound.quieter", "timeline.delete", "",
        "timeline.sound.import", "timeline.sound.add_track",
    ),
    "marker": ("timeline.marker.name", "timeline.delete", "", "timeline.marker.next", "timeline.marker.previous"),
    "ruler": (
        "timeline.marker.add", "", "playback.mark_in", "playback.mark_out", "playback.mark_clear", "",
        "timeline.zoom_in", "timeline.zoom_out", "timeline.zoom_fit",
    ),
    "track": ("timeline.sound.import", "timeline.sound.add_track"),
    "nothing": (
        "timeline.insert_shot", "timeline.insert_card", "timeline.paste", "timeline.select_all", "",
        "timeline.sound.import",
        "timeline.sound.add_track", "", "timeline.zoom_fit",
    ),
}  # fmt: skip


def sort_of_menu(part: Part) -> str:
    """The menu for what lies under the pointer."""
    if part in ("body", "label", "head", "tail", "scene") or part.startswith("dissolve"):
        return "shot"
    if part.startswith(("cue", "fade")):
        return "sound"
    if part in ("ruler", "playhead", "in", "out"):
        return "ruler"
    return part if part in ("marker", "track") else "nothing"


def add_commands(menu: QMenu, commands: Commands, sort: str) -> None:
    """Fill a menu; commands no view has registered are left out, and no two lines meet."""
    pending = False
    for id in _MENUS[sort]:
        if not id:
            pending = not menu.isEmpty()
        elif commands.get(id) is not None:
            if pending:
                menu.addSeparator()
                pending = False
            menu.addAction(commands.action(id))
