"""The timeline's commands: what menus, keys, buttons and the palette reach here."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication

from sora_studio.errors import EditError
from sora_studio.timeline.transition import KINDS
from sora_studio.ui import camera_keys
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument, Message
from sora_studio.ui.timeline import clipboard, speeds
from sora_studio.ui.timeline.cutting import Cutting
from sora_studio.ui.timeline.deeds import TOOLS
from sora_studio.ui.timeline.model import TimelineModel
from sora_studio.ui.timeline.title_cards import insert_card
from sora_studio.ui.transition_names import kind_name

ZOOM_STEP = 1.6
TOOL_ICONS = {
    "select": "mouse-pointer-2", "ripple": "arrow-right-to-line", "roll": "unfold-horizontal",
    "slip": "move-horizontal", "slide": "arrow-left-right", "razor": "scissors",
}  # fmt: skip


def _tr(text: str) -> str:
    return QCoreApplication.translate("Timeline", text)


class TimelineActions:
    """Registers itself. `view` opens the editors and dialogs that some commands need."""

    def __init__(
        self, view, document: FilmDocument, model: TimelineModel, commands: Commands, cutting: Cutting
    ) -> None:
        self._view, self._document, self._model = view, document, model
        self._commands, self._cutting = commands, cutting
        self._ids: list[str] = []
        self._add_tools()
        self._add_editing()
        self._add_cutting()
        self._add_views()
        self._add_sound()

    def _add(self, id: str, text: str, run: Callable[[], object], icon: str = "", enabled=None, checked=None) -> None:
        name = f"timeline.{id}"
        self._ids.append(name)
        self._commands.add(name, text, run, group=_tr("Timeline"), icon=icon, enabled=enabled, checked=checked)

    def refresh(self) -> None:
        """Say what is possible now: a key does nothing for an action that isn't."""
        for id in self._ids:
            command = self._commands.get(id)
            if command is not None and command.enabled is not None:
                command.action.setEnabled(command.enabled())
            if command is not None and command.checked is not None:
                command.action.setChecked(command.checked())

    def _add_tools(self) -> None:
        names = {
            "select": _tr("Select and trim"), "ripple": _tr("Ripple"), "roll": _tr("Roll"),
            "slip": _tr("Slip"), "slide": _tr("Slide"), "razor": _tr("Razor"),
        }  # fmt: skip
        model = self._model
        for tool in TOOLS:
            self._add(
                f"tool.{tool}",
                names[tool],
                lambda tool=tool: model.use_tool(tool),
                TOOL_ICONS[tool],
                checked=lambda tool=tool: model.tool == tool,
            )
        self._add("snap", _tr("Snap"), model.toggle_snapping, "magnet", checked=lambda: model.snapping)

    def _add_editing(self) -> None:
        document = self._document
        add, some, any_shot = self._add, self._some, self._any_shot
        add("cut", _tr("Cut"), lambda: clipboard.cut(document), "scissors", some)
        add("copy", _tr("Copy"), lambda: clipboard.copy(document), "copy", some)
        add("paste", _tr("Paste"), self._paste, "clipboard-paste")
        add("duplicate", _tr("Duplicate"), lambda: clipboard.duplicate(document), "copy", some)
        add("delete", _tr("Delete"), self._cutting.delete, "trash-2", self._deletable)
        add("select_all", _tr("Select all shots"), self._select_all, "square-check", any_shot)
        add("select_none", _tr("Select nothing"), self._select_none, "", some)
        add("insert_shot", _tr("Insert shot"), self._view.insert_shot, "plus")
        add("insert_card", _tr("Insert title card"), lambda: insert_card(document, self._model), "type")
        add("edit_prompt", _tr("Write prompt on the clip"), self._view.edit_prompt, "square-pen", self._has_current)

    def _add_cutting(self) -> None:
        add, cutting, any_shot, document = self._add, self._cutting, self._any_shot, self._document
        transitions = self._view.transitions
        add("split", _tr("Split at the playhead"), cutting.split, "square-split-horizontal", any_shot)
        add(
            "dissolve",
            _tr("Dissolve into the next shot"),
            lambda: transitions.toggle("dissolve"),
            "blend",
            self._two,
            lambda: transitions.is_of("dissolve"),
        )
        for kind in KINDS:
            if kind not in ("cut", "dissolve"):  # a cut is the dissolve's command again
                id, toggle = f"transition.{kind.replace(' ', '_')}", partial(transitions.toggle, kind)
                add(id, kind_name(kind), toggle, "", self._two, partial(transitions.is_of, kind))
        ask = self._view.ask_dissolve
        add("dissolve_length", _tr("Length of the transition…"), ask, "timer", transitions.is_any)
        add(
            "continue_from_previous",
            _tr("Continue from the shot before"),
            cutting.toggle_continues,
            "link",
            self._has_current,
            cutting.continues,
        )
        add(
            "freeze",
            _tr("Freeze on this frame"),
            lambda: speeds.toggle_freeze(document),
            "snowflake",
            self._has_current,
            lambda: speeds.is_frozen(document),
        )
        add(
            "reverse",
            _tr("Run backwards"),
            lambda: speeds.toggle_reverse(document),
            "rewind",
            self._has_current,
            lambda: speeds.is_reversed(document),
        )
        add(
            "camera_key",
            _tr("Camera key at the playhead"),
            lambda: camera_keys.toggle_key(document),
            "video",
            self._has_current,
            lambda: camera_keys.has_key(document),
        )
        add(
            "camera_clear",
            _tr("Remove the camera's keys"),
            lambda: camera_keys.clear_keys(document),
            "x",
            lambda: camera_keys.has_keys(document),
        )
        add("scene.begin", _tr("Begin a scene here"), cutting.begin_scene, "clapperboard", self._has_current)
        add("scene.join", _tr("Join with the scene before"), cutting.join_scene, "merge", self._has_current)
        add("marker.add", _tr("Add marker"), cutting.add_marker, "map-pin", any_shot)
        add("marker.next", _tr("To the next marker"), lambda: cutting.to_marker(1), "", self._any_marker)
        add("marker.previous", _tr("To the marker before"), lambda: cutting.to_marker(-1), "", self._any_marker)
        add("marker.name", _tr("Name marker…"), self._view.name_marker, "tag", lambda: bool(self._model.marker))

    def _add_views(self) -> None:
        model, add = self._model, self._add
        add("zoom_in", _tr("Zoom in"), lambda: self._zoom(ZOOM_STEP), "zoom-in")
        add("zoom_out", _tr("Zoom out"), lambda: self._zoom(1 / ZOOM_STEP), "zoom-out")
        add("zoom_fit", _tr("Whole film"), lambda: model.look(model.span.fitted()), "maximize-2")
        add("zoom_selection", _tr("Zoom to the selection"), self._zoom_to_selection, "scan", self._some)

    def _add_sound(self) -> None:
        add, cutting, picked = self._add, self._cutting, lambda: bool(self._model.cues)
        add("sound.import", _tr("Add sound…"), self._view.ask_sound, "file-audio")
        add("sound.add_track", _tr("Add sound track"), cutting.add_track, "list-plus")
        add("sound.louder", _tr("Louder by 1 dB"), lambda: cutting.change_gain(1.0), "volume-2", picked)
        add("sound.quieter", _tr("Quieter by 1 dB"), lambda: cutting.change_gain(-1.0), "volume-1", picked)

    # What is possible

    def _some(self) -> bool:
        return bool(self._document.selection.shot_ids)

    def _any_shot(self) -> bool:
        return bool(self._model.strip.shots)

    def _two(self) -> bool:
        return len(self._model.strip) > 1

    def _any_marker(self) -> bool:
        return bool(self._document.project.markers)

    def _has_current(self) -> bool:
        return bool(self._document.selection.current)

    def _deletable(self) -> bool:
        return self._some() or bool(self._model.cues or self._model.marker)

    # What is done

    def _paste(self) -> None:
        try:
            clipboard.paste(self._document)
        except EditError as error:
            self._document.tell(Message(error.message, error.hint))

    def _select_all(self) -> None:
        current = self._document.selection.current
        self._document.selection.select([shot.id for shot in self._model.strip.shots], current=current or None)

    def _select_none(self) -> None:
        self._document.selection.select(())
        self._model.pick()

    def _zoom(self, factor: float) -> None:
        """About the playhead where it is in sight, else about the middle."""
        span = self._model.span
        x = span.x(self._document.transport.frame)
        self._model.look(span.zoomed(factor, x if 0 <= x <= span.width else span.width / 2))

    def _zoom_to_selection(self) -> None:
        ranges = [self._model.strip.range_of(shot_id) for shot_id in self._document.selection.shot_ids]
        found = [frames for frames in ranges if frames is not None]
        if found:
            self._model.look(self._model.span.fitted(min(f.start for f in found), max(f.stop for f in found)))
