"""The panel at the right: film, scene or shot, whichever is asked about, with Draft and Refine at its foot."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from sora_studio.studio.events import StageProgress, WorkingOn
from sora_studio.timeline.cascade import LEVELS, Level, Part
from sora_studio.ui import theme
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.kit import ElidedLabel, Pill, PlainLabel, Segmented
from sora_studio.ui.shot_panel.film_page import FilmPage
from sora_studio.ui.shot_panel.render_bar import RenderBar
from sora_studio.ui.shot_panel.scene_page import ScenePage
from sora_studio.ui.shot_panel.scope import Scope
from sora_studio.ui.shot_panel.shot_page import ShotPage
from sora_studio.ui.shot_panel.take_actions import TakeActions

WIDTH, NARROWEST, WIDEST = 360, 300, 520


class ShotPanel(QWidget):
    """Edits what is selected; nothing selected, the film."""

    def __init__(self, document: FilmDocument, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._commands = document, commands
        self.setAccessibleName(self.tr("Shot panel"))
        self.setMinimumWidth(NARROWEST)
        self.setMaximumWidth(WIDEST)
        self._dirty = True
        self.scope = Scope(document, self)
        self.take_actions = TakeActions(self.scope, commands, self)
        self.shot_page = ShotPage(self.scope, commands, self.take_actions)
        self.scene_page = ScenePage(self.scope)
        self.film_page = FilmPage(self.scope)
        self.levels = Segmented(
            [(self.tr("Film"), "film"), (self.tr("Scene"), "scene"), (self.tr("Shot"), "shot")], self.tr("Level")
        )
        self.levels.changed.connect(self.scope.show)
        self.title = PlainLabel("", "title")
        self.place = ElidedLabel("", "small", dim=True)
        self.badge = Pill("", theme.colours().badge_card)
        self.bar = RenderBar(self.scope, commands, self.take_actions)
        self.pages = QStackedWidget()
        for page in (self.film_page, self.scene_page, self.shot_page):
            self.pages.addWidget(_scrolled(page))
        self._lay_out()
        self._register()
        self._connect()
        self.refresh()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 900)

    def show_film(self) -> None:
        """Turn to the film's own panel."""
        self.scope.show("film")

    def show_scene(self, scene_id: str = "") -> None:
        """Turn to a scene's direction: the current shot's unless one is named."""
        self.scope.show("scene", scene_id)

    def edit_prompt(self) -> None:
        """Put the keyboard into the prompt of the selected shots."""
        self.scope.show("shot")
        self.shot_page.edit_prompt()

    def _lay_out(self) -> None:
        titles = QHBoxLayout()
        titles.setSpacing(theme.GRID * 2)
        titles.addWidget(self.title)
        titles.addWidget(self.place, 1)
        titles.addWidget(self.badge)
        head = QVBoxLayout()
        head.setContentsMargins(12, 10, 12, 10)
        head.setSpacing(theme.GRID * 2)
        head.addWidget(self.levels)
        head.addLayout(titles)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.pages, 1)
        column.addWidget(self.bar)

    def _register(self) -> None:
        group = self.tr("Shot")
        self._commands.add(
            "shot.show_scene",
            self.tr("Edit the scene's direction"),
            self.show_scene,
            group=group,
            icon="clapperboard",
            enabled=lambda: self.scope.scene is not None,
        )
        self._commands.add("shot.show_film", self.tr("Film settings"), self.show_film, group=group, icon="film")

    def _connect(self) -> None:
        self.scope.changed.connect(self.refresh)
        self.shot_page.elsewhere.connect(self._go_to)
        self.take_actions.asked_for_prompt.connect(self.edit_prompt)
        self._document.project_changed.connect(self.refresh)
        self._document.shown_changed.connect(self._on_shown)
        self._document.queue_changed.connect(self._on_queue)
        self._document.look_changed.connect(self._on_look)
        self._document.event_arrived.connect(self._on_event)
        theme.changed.connect(self.refresh)

    # What is shown

    def refresh(self, *_: object) -> None:
        """Show everything as it is now; while hidden, later."""
        if not self.isVisible():
            self._dirty = True
            return
        self._dirty = False
        level: Level = self.scope.level
        self.levels.value = level
        possible = {"film": True, "scene": self.scope.scene is not None, "shot": bool(self.scope.shot_ids)}
        for button, name in zip(self.levels.findChildren(QToolButton), LEVELS, strict=True):
            button.setEnabled(possible[name])
        self._show_titles(level)
        page = {"film": self.film_page, "scene": self.scene_page, "shot": self.shot_page}[level]
        self.pages.setCurrentIndex(LEVELS.index(level))
        page.refresh()
        # A title card is typeset: there is nothing of it to render.
        self.bar.setVisible(any(shot.is_rendered for shot in self.scope.shots()))
        self.bar.refresh()
        self._commands.refresh_soon()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._dirty:
            self.refresh()

    def _show_titles(self, level: Level) -> None:
        scene, ids = self.scope.scene, self.scope.shot_ids
        self.badge.setVisible(level == "shot" and len(ids) == 1)
        if level == "film":
            self.title.setText(self._document.project.title or self.tr("Untitled"))
            self.place.setText("")
        elif level == "scene":
            self.title.setText(self.tr("Scene %s") % self.scope.scene_label())
            self.place.setText(scene.heading if scene else "")
        else:
            one = len(ids) == 1
            title = self.tr("Shot %s") % self._document.label(ids[0]) if one else self.tr("%d shots") % len(ids)
            self.title.setText(title)
            self.place.setText(scene.heading if scene and one else "")
        if self.badge.isVisibleTo(self):
            self._show_badge(self._document.badge(ids[0]))

    def _show_badge(self, badge: str) -> None:
        names = {
            "card": self.tr("No take"),
            "footage": self.tr("Footage"),
            "draft": self.tr("Draft"),
            "refined": self.tr("Refined"),
            "stale": self.tr("Stale"),
            "queued": self.tr("Queued"),
            "running": self.tr("Rendering"),
            "failed": self.tr("Failed"),
        }
        self.badge.set(names[badge], getattr(theme.colours(), f"badge_{badge}"))

    def _on_shown(self, shot_ids: frozenset) -> None:
        if shot_ids.intersection(self.scope.shot_ids):
            self._on_queue()
            if self.isVisible() and self.scope.level == "shot":
                # A model was found, or is gone.
                self.shot_page.source.model.refresh()

    def _on_queue(self) -> None:
        if not self.isVisible():
            self._dirty = True
            return
        self.bar.refresh()
        if self.scope.level == "shot":
            self._show_titles("shot")
            self.shot_page.refresh_takes()
        self._commands.refresh_soon()

    def _on_look(self, shot_id: str) -> None:
        if shot_id == self.scope.current and self.isVisible():
            self.shot_page.refresh_takes()
            self._commands.refresh_soon()

    def _on_event(self, event: object) -> None:
        if isinstance(event, StageProgress | WorkingOn) and self.isVisible():
            self.bar.refresh()
            if self.scope.level == "shot":
                self.shot_page.takes.refresh()

    def _go_to(self, part: Part) -> None:
        self.scope.show(part.level)
        page = self.film_page if part.level == "film" else self.scene_page
        page.edit(part.field)


def _scrolled(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
