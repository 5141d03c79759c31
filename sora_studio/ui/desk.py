"""How one likes to work, kept between sessions: what lies over the picture, how loud, which view is in front; and of
each film, which part of it the timeline showed."""

import json
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSettings

from sora_studio.studio.burn_ins import FIELDS, BurnIns
from sora_studio.ui.viewer.actions import GUIDES
from sora_studio.ui.viewer.layout import MASKS, Zoom

if TYPE_CHECKING:
    from sora_studio.ui.editor import Editor

PLACES = ("split", "top", "bottom")
ZOOMS = (0.0, 1.0, 2.0)
# So many films' timelines are remembered, the last ones; as many as are listed on the welcome page.
MOST_FILMS = 24


def keep_habits(editor: "Editor", settings: QSettings) -> None:
    """Write them down. Each film opens with the desk as the last one left it, but its timeline as it was left."""
    options, playback, board = editor.viewer.options, editor.viewer.playback, editor.board.canvas
    settings.setValue("viewer/guides", " ".join(sorted(options.guides)))
    settings.setValue("viewer/mask", options.mask)
    settings.setValue("viewer/burning-in", int(options.burning_in))
    settings.setValue("viewer/burn-ins", " ".join(sorted(options.burn_ins.fields)))
    settings.setValue("viewer/burn-in-place", options.burn_ins.place)
    settings.setValue("viewer/zoom", options.zoom.scale)
    settings.setValue("sound/volume", round(100 * playback.volume))
    settings.setValue("sound/muted", int(playback.muted))
    settings.setValue("board/print-look", int(board.print_look))
    settings.setValue("board/panel-width", round(board.panel_width))
    settings.setValue("timeline/snapping", int(editor.timeline.model.snapping))
    settings.setValue("desk/workspace", editor.workspace)
    settings.setValue("desk/queue", int(not editor.queue.isHidden()))
    _keep_timeline(editor, settings)


def take_up_habits(editor: "Editor", settings: QSettings) -> None:
    """Put everything as it was; what the settings don't know, or what no longer exists, stays as it is."""
    _take_up_viewer(editor, settings)
    playback, board, timeline = editor.viewer.playback, editor.board, editor.timeline
    playback.set_volume(_number(settings, "sound/volume", 0, 100, 100) / 100)
    playback.set_muted(bool(_number(settings, "sound/muted", 0, 1, 0)))
    if _number(settings, "board/print-look", 0, 1, 0):
        editor.commands.run("board.print_look")
    board.canvas.panel_width = _number(settings, "board/panel-width", 80, 1000, round(board.canvas.panel_width))
    board.slider.setValue(round(board.canvas.panel_width))
    _take_up_timeline(editor, settings)
    if bool(_number(settings, "timeline/snapping", 0, 1, 1)) != timeline.model.snapping:
        timeline.model.toggle_snapping()
    if bool(_number(settings, "desk/queue", 0, 1, 0)) == editor.queue.isHidden():
        editor.toggle_queue()
    editor.show_workspace(_word(settings, "desk/workspace", ("edit", "board", "models"), "edit"))


def _keep_timeline(editor: "Editor", settings: QSettings) -> None:
    """A timeline that shows the whole film does so again in a window of any size, and needs no remembering."""
    film, span = str(editor.document.studio.path), editor.timeline.model.span
    kept = [each for each in _timelines(settings) if each["film"] != film]
    if span != span.fitted():
        kept.insert(0, {"film": film, "zoom": span.pixels_per_frame, "scroll": span.scroll})
    settings.setValue("timeline/of-films", json.dumps(kept[:MOST_FILMS]))


def _take_up_timeline(editor: "Editor", settings: QSettings) -> None:
    film = str(editor.document.studio.path)
    for each in _timelines(settings):
        if each["film"] == film:
            editor.timeline.model.show_again(each["zoom"], each["scroll"])


def _timelines(settings: QSettings) -> list[dict[str, Any]]:
    try:
        found: object = json.loads(_text(settings, "timeline/of-films") or "[]")
    except ValueError:
        return []
    return [each for each in found if _is_timeline(each)] if isinstance(found, list) else []


def _is_timeline(each: object) -> bool:
    if not isinstance(each, dict):
        return False
    numbers = each.get("zoom"), each.get("scroll")
    return isinstance(each.get("film"), str) and all(isinstance(one, int | float) for one in numbers)


def _take_up_viewer(editor: "Editor", settings: QSettings) -> None:
    options = editor.viewer.options
    options.guides = frozenset(_text(settings, "viewer/guides").split()) & frozenset(GUIDES)
    options.mask = _word(settings, "viewer/mask", MASKS, "")
    options.burning_in = bool(_number(settings, "viewer/burning-in", 0, 1, 0))
    if settings.contains("viewer/burn-ins"):
        fields = frozenset(_text(settings, "viewer/burn-ins").split()) & frozenset(FIELDS)
        options.burn_ins = BurnIns(fields, _word(settings, "viewer/burn-in-place", PLACES, "split"))
    scale = next((each for each in ZOOMS if str(each) == _text(settings, "viewer/zoom")), 0.0)
    options.zoom = Zoom(scale)
    options.changed.emit()


def _text(settings: QSettings, key: str) -> str:
    return str(settings.value(key, ""))


def _word(settings: QSettings, key: str, known, otherwise: str):
    text = _text(settings, key)
    return text if text in known else otherwise


def _number(settings: QSettings, key: str, least: int, most: int, otherwise: int) -> int:
    text = _text(settings, key)
    return min(max(int(text), least), most) if text.isdecimal() else otherwise
