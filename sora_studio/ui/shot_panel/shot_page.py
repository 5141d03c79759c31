"""Everything about the selected shots."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sora_studio.timeline.cascade import Part
from sora_studio.ui.commands import Commands
from sora_studio.ui.kit import Section
from sora_studio.ui.shot_panel.camera import Camera
from sora_studio.ui.shot_panel.card import CardWords
from sora_studio.ui.shot_panel.footage import FootageWords
from sora_studio.ui.shot_panel.moves import Moves
from sora_studio.ui.shot_panel.prompt import Prompt
from sora_studio.ui.shot_panel.recipe import RecipeView
from sora_studio.ui.shot_panel.scope import Scope
from sora_studio.ui.shot_panel.source import Source
from sora_studio.ui.shot_panel.speed import Speed
from sora_studio.ui.shot_panel.take_actions import TakeActions
from sora_studio.ui.shot_panel.takes import Takes
from sora_studio.ui.shot_panel.timing import Timing
from sora_studio.ui.shot_panel.words import Words


class ShotPage(QWidget):
    """The sections, top to bottom. `elsewhere` brings a part of the prompt that belongs to the film or the scene."""

    elsewhere = Signal(object)

    def __init__(self, scope: Scope, commands: Commands, actions: TakeActions) -> None:
        super().__init__()
        self._scope = scope
        self.card = CardWords(scope)
        self.footage = FootageWords(scope)
        self.prompt = Prompt(scope)
        self.camera = Camera(scope)
        self.takes = Takes(scope, commands, actions)
        self.timing = Timing(scope)
        self.speed = Speed(scope)
        self.moves = Moves(scope)
        self.source = Source(scope)
        self.words = Words(scope)
        self.recipe = RecipeView(scope.document, actions)
        self.prompt.chosen.connect(self.go_to)
        self.sections: dict[str, Section] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for name, title, widget, open in (
            ("card", self.tr("Title card"), self.card, True),
            ("footage", self.tr("Footage"), self.footage, True),
            ("prompt", self.tr("Prompt"), self.prompt, True),
            ("camera", self.tr("Camera and style"), self.camera, True),
            ("takes", self.tr("Takes"), self.takes, True),
            ("timing", self.tr("Timing"), self.timing, True),
            ("speed", self.tr("Speed"), self.speed, False),
            ("moves", self.tr("Camera over the pictures"), self.moves, False),
            ("source", self.tr("Starts from"), self.source, True),
            ("words", self.tr("Dialogue and notes"), self.words, True),
            ("recipe", self.tr("Recipe of the take"), self.recipe, False),
        ):
            section = Section(title, open)
            section.body.addWidget(widget)
            section.setObjectName(name)
            column.addWidget(section)
            self.sections[name] = section
        self.sections["recipe"].toggled.connect(lambda open: open and self.recipe.refresh())
        column.addStretch(1)

    def refresh(self) -> None:
        shots = self._scope.shots()
        is_card = bool(shots) and all(shot.card for shot in shots)
        is_rendered = not shots or any(shot.is_rendered for shot in shots)
        self.sections["card"].setVisible(bool(self.card.shot_id))
        self.sections["footage"].setVisible(bool(shots) and all(shot.footage for shot in shots))
        for name in ("prompt", "camera", "takes", "source", "recipe"):
            self.sections[name].setVisible(is_rendered)
        for name in ("speed", "moves"):
            self.sections[name].setVisible(not is_card)
        for widget in (
            self.card,
            self.footage,
            self.prompt,
            self.camera,
            self.timing,
            self.speed,
            self.moves,
            self.source,
            self.words,
        ):
            widget.refresh()
        self.refresh_takes()

    def refresh_takes(self) -> None:
        self.takes.refresh()
        if self.sections["recipe"].is_open:
            self.recipe.refresh()

    def go_to(self, part: Part) -> None:
        """Edit a part of the sent prompt where it lives."""
        if part.level != "shot":
            self.elsewhere.emit(part)
        elif part.field == "prompt":
            self.edit_prompt()
        else:
            self.sections["camera"].set_open(True)
            self.camera.focus(part.field)

    def edit_prompt(self) -> None:
        self.sections["prompt"].set_open(True)
        # After a section opened, focus must wait until it is laid out, or the page scrolls to where it was.
        QTimer.singleShot(0, self.prompt, self.prompt.edit)
        self.prompt.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
