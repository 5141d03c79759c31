"""The menu bar: which command is found where. What no menu names is reached by the palette."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu, QMenuBar

from sora_studio.ui.commands import Commands

SEPARATOR = ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Menus", text)


def layout() -> dict[str, Sequence[str]]:
    """Every menu's title and the ids of its commands; "" is a line between them."""
    ratings = [f"shot.rate_{stars}" for stars in range(1, 6)]
    masks = [f"viewer.mask.{ratio}" for ratio in ("2.39", "2.00", "1.85", "16:9", "4:3", "1:1", "9:16")]
    return {
        _tr("&File"): (
            "file.new", "file.open", "file.close", SEPARATOR, "film.save_copy", "film.export", "film.export_cancel",
            SEPARATOR, "file.preferences", "file.quit",
        ),
        _tr("&Edit"): (
            "edit.undo", "edit.redo", SEPARATOR, "timeline.cut", "timeline.copy", "timeline.paste",
            "timeline.duplicate", "timeline.delete", SEPARATOR, "timeline.select_all", "timeline.select_none",
        ),
        _tr("Fil&m"): (
            "film.render", "film.render_drafts", SEPARATOR, "queue.pause", "queue.retry_failed", "queue.cancel_all",
            SEPARATOR, "models.add_folder",
        ),
        _tr("&Shot"): (
            "timeline.insert_shot", "shot.edit_prompt", "timeline.continue_from_previous", SEPARATOR, "shot.draft",
            "shot.refine", "shot.another_take", SEPARATOR, "shot.pin_take", "shot.delete_take",
            "shot.use_as_first_frame", *ratings, SEPARATOR, "shot.lock_seed", "shot.roll_seed",
        ),
        _tr("&Timeline"): (
            "timeline.split", "timeline.dissolve", SEPARATOR, "timeline.tool.select", "timeline.tool.ripple",
            "timeline.tool.roll", "timeline.tool.slip", "timeline.tool.slide", "timeline.tool.razor", SEPARATOR,
            "timeline.snap", "timeline.marker.add", "timeline.marker.next", "timeline.marker.previous", SEPARATOR,
            "timeline.zoom_in", "timeline.zoom_out", "timeline.zoom_fit",
        ),
        _tr("&Playback"): (
            "playback.toggle", "playback.shuttle_forward", "playback.shuttle_stop", "playback.shuttle_back",
            "playback.loop", SEPARATOR, "playback.step_forward", "playback.step_back", "playback.next_cut",
            "playback.previous_cut", "playback.start", "playback.end", SEPARATOR, "playback.mark_in",
            "playback.mark_out", "playback.mark_clear",
        ),
        _tr("&View"): (
            "workspace.edit", "workspace.board", "workspace.models", "view.queue", SEPARATOR, "viewer.full_screen",
            "viewer.compare.wipe", "viewer.compare.flip", "viewer.burn_ins", SEPARATOR, "viewer.guides.thirds",
            "viewer.guides.safe", "viewer.guides.centre", *masks, SEPARATOR, "viewer.zoom_fit", "viewer.zoom_100",
            SEPARATOR, "board.print_look", "view.palette",
        ),
    }  # fmt: skip


def fill(bar: QMenuBar, commands: Commands) -> list[QMenu]:
    """Put the commands there are into the bar's menus; a menu with none is left out. The menus, to be kept."""
    bar.clear()
    known = {command.id for command in commands.all()}
    menus: list[QMenu] = []
    for title, ids in layout().items():
        present = [name for name in ids if name == SEPARATOR or name in known]
        if not any(present):
            continue
        menu = bar.addMenu(title)
        menu.setToolTipsVisible(False)
        for name in present:
            if name == SEPARATOR:
                menu.addSeparator()
            else:
                menu.addAction(commands.action(name))
        menu.aboutToShow.connect(commands.refresh)
        menus.append(menu)
    return menus
