"""The line over the picture: which shot is seen and how far it is, how large, and what lies over it."""

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from sora_studio.studio.pack_words import pack_titles
from sora_studio.timeline.shot import Shot
from sora_studio.ui import theme
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.kit import Choice, ElidedLabel, IconButton, Pill, PlainLabel
from sora_studio.ui.viewer.actions import overlay_menu
from sora_studio.ui.viewer.buttons import CommandButton
from sora_studio.ui.viewer.compare import Compare
from sora_studio.ui.viewer.layout import Zoom
from sora_studio.ui.viewer.options import ViewerOptions
from sora_studio.ui.viewer.places import Place
from sora_studio.ui.viewer.screen import seen_take
from sora_studio.ui.viewer.scrub_bar import badge_colour

HEIGHT = 36


def _tr(text: str) -> str:
    return QCoreApplication.translate("ViewerHeader", text)


def states(document: FilmDocument, shot: Shot) -> list[tuple[str, str]]:
    """A shot's state as (word, badge) pairs: what is seen of it, and what happens to it."""
    seen, shot_id = seen_take(document, shot), shot.id
    words: list[tuple[str, str]] = []
    if seen is None:
        words.append((_tr("Title card"), "card"))
    elif shot.footage:
        words.append((_tr("Footage"), "footage"))
    else:
        stage = seen.take.stage
        name = _tr("Draft") if stage == "draft" else _tr("Refined")
        if document.looked_at(shot_id) == seen.take.digest:
            number = [take.digest for take in shot.takes].index(seen.take.digest) + 1
            name = _tr("Looking at take {number}").format(number=number)
        words.append((name, stage))
        if seen.stale:
            words.append((_tr("Stale"), "stale"))
    badge = document.badge(shot_id)
    if badge == "running":
        words.append((_tr("Rendering {percent}%").format(percent=round(100 * document.progress(shot_id))), badge))
    elif badge in ("queued", "failed"):
        words.append((_tr("Queued") if badge == "queued" else _tr("Failed"), badge))
    return words


class ViewerHeader(QWidget):
    def __init__(
        self,
        document: FilmDocument,
        commands: Commands,
        options: ViewerOptions,
        compare: Compare,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self._options, self._compare = document, options, compare
        self.setFixedHeight(HEIGHT)
        self.number = PlainLabel("", role="strong")
        self.heading = ElidedLabel("", dim=True)
        self.pills = [Pill("", theme.colours().badge_card) for _ in range(3)]
        self.model = Pill("", theme.colours().text_dim)
        self.model.setToolTip(self.tr("This shot has a model of its own"))
        self.takes = Choice(self.tr("Take to compare with"))
        self.takes.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToContents)
        self.takes.setToolTip(self.tr("The take on the other side"))
        self.zoom = Choice(self.tr("Size of the picture"))
        for text, scale in ((self.tr("Fit"), 0.0), ("100%", 1.0), ("200%", 2.0)):
            self.zoom.add(text, scale)
        self.overlays = IconButton("grid-3x3", self.tr("Guides, masks and burn-ins"))
        self._menu: QMenu = overlay_menu(commands, options, self)
        self.overlays.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        self.overlays.setMenu(self._menu)
        self._buttons = [
            CommandButton(commands, "viewer.compare.wipe"),
            CommandButton(commands, "viewer.compare.flip"),
        ]
        self.leave = CommandButton(commands, "viewer.compare.off")
        self._lay_out()
        self._place: Place | None = None
        self._listed: tuple[object, ...] = ()
        self.zoom.changed.connect(lambda scale: options.set_zoom(Zoom(scale)))
        self.takes.changed.connect(self._choose)
        options.changed.connect(self._show_zoom)
        self._show_zoom()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * theme.GRID, 0, 2 * theme.GRID, 0)
        row.setSpacing(2 * theme.GRID)
        row.addWidget(self.number)
        for pill in self.pills:
            row.addWidget(pill)
        row.addWidget(self.model)
        row.addWidget(self.heading, 1)
        row.addWidget(self.takes)
        for button in self._buttons:
            row.addWidget(button)
        row.addWidget(self.leave)
        row.addWidget(self.overlays)
        row.addWidget(self.zoom)

    def show_place(self, place: Place | None) -> None:
        """Say which shot is seen, and how far it is."""
        self._place = place
        words = states(self._document, place.shot) if place is not None else []
        label = self._document.label(place.shot.id) if place is not None else ""
        self.number.setText(self.tr("Shot {number}").format(number=label) if place is not None else "")
        self.heading.setText(place.scene.heading if place is not None else "")
        for pill, word in zip(self.pills, [*words, None, None, None], strict=False):
            pill.setVisible(word is not None)
            if word is not None:
                pill.set(word[0], badge_colour(word[1]))
        self._show_model(place.shot.pack if place is not None else "")
        self._list_takes()

    def _show_model(self, pack: str) -> None:
        self.model.setVisible(bool(pack))
        if pack:
            self.model.set(pack_titles(self._document.studio.config).get(pack, pack), theme.colours().text_dim)

    def _list_takes(self) -> None:
        shot = self._place.shot if self._place is not None else None
        other = self._compare.other_digest(shot) if shot is not None and self._compare.mode else ""
        self.takes.setVisible(bool(other))
        self.leave.setVisible(bool(self._compare.mode))
        if shot is None or not other:
            self._listed = ()
            return
        shown = self._compare.shown_digest(shot)
        listed = (shot.takes, shown)
        if listed != self._listed:
            self._listed = listed
            self.takes.clear()
            for take in shot.takes:
                if take.digest != shown:
                    self.takes.add(self._compare.label(shot, take.digest, ""), take.digest)
        self.takes.value = other

    def _choose(self, digest: object) -> None:
        if self._place is not None and isinstance(digest, str):
            self._compare.choose(self._place.shot.id, digest)

    @Slot()
    def _show_zoom(self) -> None:
        self.zoom.value = self._options.zoom.scale
