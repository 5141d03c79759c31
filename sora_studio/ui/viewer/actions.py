"""The viewer's commands: playback, guides, masks, burn-ins, comparing, zoom, full screen, stills."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from sora_studio.studio.burn_ins import FIELDS, Place
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.viewer.compare import Compare
from sora_studio.ui.viewer.layout import FIT, MASKS, Zoom
from sora_studio.ui.viewer.options import ViewerOptions
from sora_studio.ui.viewer.scrub import next_cut, previous_cut

GUIDES = ("thirds", "safe", "centre")


def _tr(text: str) -> str:
    return QCoreApplication.translate("ViewerCommands", text)


def add_playback_commands(document: FilmDocument, commands: Commands) -> None:
    """Everything that moves the playhead."""
    transport = document.transport

    def has_film() -> bool:
        return transport.duration_frames > 0

    def marked() -> bool:
        return (transport.mark_in, transport.mark_out) != (None, None)

    def jump(find: Callable[..., int]) -> None:
        transport.pause()
        transport.seek(find(document.strip.starts, transport.frame))

    def toggle_loop() -> None:
        transport.loop = not transport.loop

    def to(frame: int) -> None:
        transport.pause()
        transport.seek(frame)

    def add(id: str, text: str, icon: str, run: Callable[[], object], enabled: Callable[[], bool] = has_film) -> None:
        commands.add(f"playback.{id}", text, run, group=_tr("Playback"), icon=icon, enabled=enabled)

    add("toggle", _tr("Play or pause"), "play", transport.toggle)
    add("shuttle_forward", _tr("Play forward, faster with each press"), "fast-forward", lambda: transport.shuttle(1))
    add("shuttle_stop", _tr("Stop"), "pause", transport.pause)
    add("shuttle_back", _tr("Play backward, faster with each press"), "rewind", lambda: transport.shuttle(-1))
    add("step_forward", _tr("One frame forward"), "chevron-right", lambda: transport.step(1))
    add("step_back", _tr("One frame back"), "chevron-left", lambda: transport.step(-1))
    add("second_forward", _tr("One second forward"), "", lambda: transport.step(transport.rate.nominal))
    add("second_back", _tr("One second back"), "", lambda: transport.step(-transport.rate.nominal))
    add("next_cut", _tr("To the next cut"), "skip-forward", lambda: jump(next_cut))
    add("previous_cut", _tr("To the cut before"), "skip-back", lambda: jump(previous_cut))
    add("start", _tr("To the start"), "chevron-first", lambda: to(0))
    add("end", _tr("To the end"), "chevron-last", lambda: to(transport.duration_frames - 1))
    add("mark_in", _tr("Mark in"), "mark-in", transport.set_in)
    add("mark_out", _tr("Mark out"), "mark-out", transport.set_out)
    add("mark_clear", _tr("Clear in and out"), "", transport.clear_marks, marked)
    commands.add(
        "playback.loop",
        _tr("Loop"),
        toggle_loop,
        group=_tr("Playback"),
        icon="repeat",
        checked=lambda: transport.loop,
    )


class Shows(Protocol):
    """What the viewer itself does for its commands."""

    def toggle_full_screen(self) -> None: ...
    def save_frame(self) -> None: ...
    def copy_frame(self) -> None: ...

    @property
    def presenting(self) -> bool: ...


def add_view_commands(commands: Commands, options: ViewerOptions, compare: Compare, viewer: Shows) -> None:
    """Everything that changes how the picture is seen."""
    group = _tr("Viewer")

    def add(
        id: str,
        text: str,
        icon: str,
        run: Callable[[], object],
        checked: Callable[[], bool] | None = None,
        enabled: Callable[[], bool] | None = None,
    ) -> None:
        commands.add(f"viewer.{id}", text, run, group=group, icon=icon, checked=checked, enabled=enabled)

    add("full_screen", _tr("Full screen"), "maximize", viewer.toggle_full_screen, lambda: viewer.presenting)
    named = {"thirds": _tr("Thirds"), "safe": _tr("Action and title safe"), "centre": _tr("Centre")}
    icons = {"thirds": "grid-3x3", "safe": "frame", "centre": "crosshair"}
    for name in GUIDES:
        add(
            f"guides.{name}",
            named[name],
            icons[name],
            lambda name=name: options.toggle_guide(name),
            lambda name=name: name in options.guides,
        )
    for ratio in MASKS:
        add(
            f"mask.{ratio}",
            _tr("Mask {ratio}").format(ratio=ratio),
            "ratio",
            lambda ratio=ratio: options.toggle_mask(ratio),
            lambda ratio=ratio: options.mask == ratio,
        )
    add("burn_ins", _tr("Burn-ins"), "type", options.toggle_burn_ins, lambda: options.burning_in)
    wiping = _tr("Compare takes: wipe")
    add("compare.wipe", wiping, "square-split-horizontal", compare.toggle_wipe, lambda: compare.mode == "wipe")
    flipping = _tr("Compare takes: flip between them")
    add("compare.flip", flipping, "arrow-left-right", compare.flip, lambda: compare.mode == "flip")
    add("compare.off", _tr("Stop comparing"), "x", lambda: compare.set_mode(""), enabled=lambda: bool(compare.mode))
    add("zoom_fit", _tr("Fit the picture"), "scan", lambda: options.set_zoom(FIT))
    add("zoom_100", _tr("Picture at 100%"), "zoom-in", lambda: options.set_zoom(Zoom(1.0)))
    add("zoom_200", _tr("Picture at 200%"), "", lambda: options.set_zoom(Zoom(2.0)))
    add("save_frame", _tr("Save frame as PNG…"), "camera", viewer.save_frame)
    add("copy_frame", _tr("Copy frame"), "copy", viewer.copy_frame)


def overlay_menu(commands: Commands, options: ViewerOptions, parent: QWidget) -> QMenu:
    """Guides, masks and burn-ins with their fields."""
    menu = QMenu(parent)
    menu.addActions([commands.action(f"viewer.guides.{name}") for name in GUIDES])
    menu.addSeparator()
    masks = menu.addMenu(_tr("Mask"))
    masks.addActions([commands.action(f"viewer.mask.{ratio}") for ratio in MASKS])
    menu.addSeparator()
    menu.addAction(commands.action("viewer.burn_ins"))
    _add_burn_in_choices(menu.addMenu(_tr("Burn-in fields")), options)
    menu.aboutToShow.connect(commands.refresh)
    return menu


def _add_burn_in_choices(menu: QMenu, options: ViewerOptions) -> None:
    named = {
        "shot": _tr("Scene, shot and take"),
        "state": _tr("Draft mark"),
        "date": _tr("Date"),
        "timecode": _tr("Record timecode"),
        "frame": _tr("Frame in the shot"),
    }
    boxes: dict[str, QAction] = {}
    for field in FIELDS:
        boxes[field] = menu.addAction(named[field])
        boxes[field].setCheckable(True)
        boxes[field].triggered.connect(lambda _, field=field: options.toggle_burn_in(field))
    menu.addSeparator()
    places: tuple[tuple[Place, str], ...] = (
        ("split", _tr("Above and below")),
        ("top", _tr("All above")),
        ("bottom", _tr("All below")),
    )
    group = QActionGroup(menu)
    choices: dict[str, QAction] = {}
    for place, text in places:
        choices[place] = menu.addAction(text)
        choices[place].setCheckable(True)
        group.addAction(choices[place])
        choices[place].triggered.connect(lambda _, place=place: options.place_burn_ins(place))

    def show() -> None:
        for field, box in boxes.items():
            box.setChecked(field in options.burn_ins.fields)
        choices[options.burn_ins.place].setChecked(True)

    menu.aboutToShow.connect(show)


def context_menu(commands: Commands, parent: QWidget) -> QMenu:
    """What a right click on the picture offers."""
    menu = QMenu(parent)
    for ids in (
        ("viewer.save_frame", "viewer.copy_frame"),
        ("viewer.compare.wipe", "viewer.compare.flip", "viewer.compare.off"),
        ("viewer.zoom_fit", "viewer.zoom_100", "viewer.zoom_200"),
        ("viewer.full_screen",),
    ):
        menu.addActions([commands.action(id) for id in ids])
        menu.addSeparator()
    return menu
