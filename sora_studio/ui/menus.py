"""The menu bar: which command is found where. What no menu names is reached by the palette."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

from sora_studio.ui.commands import Commands

SEPARATOR = ""
# What is said by another name in a menu already, or is about a row picked in a list that has a menu of its own.
ELSEWHERE = (
    "timeline.edit_prompt", "board.edit_prompt", "board.remove", "queue.cancel", "queue.earlier", "queue.later",
)  # fmt: skip


def _tr(text: str) -> str:
    return QCoreApplication.translate("Menus", text)


def layout() -> dict[str, Sequence[str]]:
    """Every menu's title and the ids of its commands; "" is a line between them."""
    ratings = [f"shot.rate_{stars}" for stars in range(1, 6)]
    wipes = (
        "dip_to_black",
        "dip_to_white",
        "wipe_left",
        "wipe_right",
        "wipe_up",
        "wipe_down",
        "push_left",
        "push_right",
    )
    transitions = [f"timeline.transition.{kind}" for kind in wipes]
    masks = [f"viewer.mask.{ratio}" for ratio in ("2.39", "2.00", "1.85", "16:9", "4:3", "1:1", "9:16")]
    return {
        _tr("&File"): (
            "file.new", "file.open", "file.close", SEPARATOR, "film.import_script", "timeline.sound.import",
            "film.import_cancel", SEPARATOR,
            "film.save_copy", "film.keep_version", "film.versions", SEPARATOR,
            "film.export", "film.export_cancel", SEPARATOR, "viewer.save_frame", "viewer.copy_frame",
            SEPARATOR, "film.hand_over", "film.boards_pdf", "film.html_page", "film.paper_cancel",
            SEPARATOR, "file.preferences", "file.report", "file.quit",
        ),
        _tr("&Edit"): (
            "edit.undo", "edit.redo", SEPARATOR, "timeline.cut", "timeline.copy", "timeline.paste",
            "timeline.duplicate", "timeline.delete", SEPARATOR, "timeline.select_all", "timeline.select_none",
        ),
        _tr("Fil&m"): (
            "film.render", "film.render_drafts", SEPARATOR, "film.scratch_voice", "film.record", SEPARATOR,
            "queue.pause", "queue.retry_failed", "queue.cancel_all",
            "queue.clear_finished", SEPARATOR, "shot.show_film", SEPARATOR, "models.add_folder", "models.refresh",
        ),
        _tr("&Shot"): (
            "timeline.insert_shot", "timeline.insert_card", "shot.edit_prompt", "timeline.continue_from_previous",
            "shot.show_scene", SEPARATOR,
            "shot.draft", "shot.refine", "shot.another_take", "shot.cancel", SEPARATOR, "shot.pin_take",
            "shot.delete_take", "shot.use_as_first_frame", "shot.save_still", *ratings, SEPARATOR, "shot.lock_seed",
            "shot.roll_seed", SEPARATOR, "board.move_earlier", "board.move_later",
        ),
        _tr("&Timeline"): (
            "timeline.split", "timeline.freeze", "timeline.reverse", "timeline.camera_key",
            "timeline.camera_clear", SEPARATOR, "timeline.scene.begin",
            "timeline.scene.join", SEPARATOR, "timeline.tool.select", "timeline.tool.ripple", "timeline.tool.roll",
            "timeline.tool.slip", "timeline.tool.slide", "timeline.tool.razor", SEPARATOR, "timeline.snap",
            "timeline.marker.add", "timeline.marker.name", "timeline.marker.next", "timeline.marker.previous",
            SEPARATOR, "timeline.sound.add_track", "timeline.sound.louder", "timeline.sound.quieter", SEPARATOR,
            "timeline.zoom_in", "timeline.zoom_out", "timeline.zoom_fit", "timeline.zoom_selection",
        ),
        _tr("T&ransition"): ("timeline.dissolve", *transitions, SEPARATOR, "timeline.dissolve_length"),
        _tr("&Playback"): (
            "playback.toggle", "playback.shuttle_forward", "playback.shuttle_stop", "playback.shuttle_back",
            "playback.loop", SEPARATOR, "playback.step_forward", "playback.step_back", "playback.second_forward",
            "playback.second_back", "playback.next_cut", "playback.previous_cut", "playback.start", "playback.end",
            SEPARATOR, "playback.mark_in", "playback.mark_out", "playback.mark_clear",
        ),
        _tr("&View"): (
            "workspace.edit", "workspace.board", "workspace.models", "view.queue", SEPARATOR, "viewer.full_screen",
            "viewer.compare.wipe", "viewer.compare.flip", "viewer.compare.off", SEPARATOR, "viewer.burn_ins",
            "viewer.guides.thirds", "viewer.guides.safe", "viewer.guides.centre", *masks, SEPARATOR, "viewer.zoom_fit",
            "viewer.zoom_100", "viewer.zoom_200", SEPARATOR, "board.print_look", "view.board.zoom_in",
            "view.board.zoom_out", SEPARATOR, "view.palette",
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
        # Made here, not by the bar: of what Qt makes itself, Python never learns that it is gone.
        menu = QMenu(title, bar)
        bar.addMenu(menu)
        menu.setToolTipsVisible(False)
        pending = False
        for name in present:
            if name == SEPARATOR:
                pending = not menu.isEmpty()
                continue
            if pending:
                line = QAction(menu)
                line.setSeparator(True)
                menu.addAction(line)
                pending = False
            menu.addAction(commands.action(name))
        menu.aboutToShow.connect(commands.about_to_show)
        menus.append(menu)
    return menus
