"""The first thing one sees: what the program is, the ways to begin, the films opened lately, and templates."""

from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from sora_studio.studio.recent import RecentFilm, recent_films
from sora_studio.studio.templates import Template, example, templates
from sora_studio.ui import theme
from sora_studio.ui.kit import PlainLabel
from sora_studio.ui.welcome.action_row import ActionRow
from sora_studio.ui.welcome.card_grid import CardGrid
from sora_studio.ui.welcome.contact_sheet import ContactSheet
from sora_studio.ui.welcome.recent_card import RecentCard
from sora_studio.ui.welcome.template_card import TemplateCard
from sora_studio.ui.welcome.words import counted, length

SIDE = 400
# While there are no films to show, the example stands for what will be there.
HERO = 640


class Home(QWidget):
    text_chosen = Signal()
    script_chosen = Signal()
    blank_chosen = Signal()
    open_chosen = Signal()
    template_chosen = Signal(object)
    film_chosen = Signal(Path)
    forget_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        side = _scrolled(self._side())
        side.setFixedWidth(SIDE)
        row.addWidget(side)
        row.addWidget(_scrolled(self._main()), 1)
        self.refresh()

    def refresh(self) -> None:
        """Look again at the films opened lately."""
        films = recent_films()
        self.recents.show_cards([self._recent(film) for film in films])
        self._recent_title.setText(self.tr("Recent films") if films else self.tr("See what it does"))
        self.recents.setVisible(bool(films))
        self._nothing.setVisible(not films)
        self.hero.setVisible(not films)
        self.sheet.setVisible(bool(films))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colours().window)
        painter.fillRect(QRect(0, 0, SIDE, self.height()), theme.colours().panel)
        painter.end()

    def _recent(self, film: RecentFilm) -> RecentCard:
        card = RecentCard(film)
        card.clicked.connect(lambda: self.film_chosen.emit(film.file))
        card.remove_asked.connect(lambda: self.forget_asked.emit(film))
        return card

    def _side(self) -> QWidget:
        side = QFrame()
        side.setObjectName("welcomeSide")
        column = QVBoxLayout(side)
        column.setContentsMargins(36, 44, 36, 36)
        column.setSpacing(2 * theme.GRID)
        column.addWidget(PlainLabel(self.tr("Sora Studio"), "display"))
        line = PlainLabel(self.tr("Prompts on a timeline become a film.\nOn this computer, offline."), dim=True)
        line.setWordWrap(True)
        column.addWidget(line)
        column.addSpacing(20)
        rows = (
            ("text", self.tr("New from text"), self.tr("A paragraph a shot, or paste a screenplay"), self.text_chosen),
            (
                "file-text",
                self.tr("New from script…"),
                self.tr("Screenplay, shot list, boards or cut"),
                self.script_chosen,
            ),
            ("file-plus", self.tr("Blank film"), self.tr("Begin on an empty timeline"), self.blank_chosen),
            ("folder-open", self.tr("Open…"), self.tr("A film you saved before"), self.open_chosen),
        )
        self.actions_by_icon: dict[str, ActionRow] = {}
        for icon, title, about, signal in rows:
            action = ActionRow(icon, title, about, primary=icon == "text")
            action.clicked.connect(signal.emit)
            self.actions_by_icon[icon] = action
            column.addWidget(action)
        column.addSpacing(4 * theme.GRID)
        column.addStretch(1)
        self.sheet = self._example(SIDE - 72)
        column.addWidget(self.sheet)
        return side

    def _example(self, width: int) -> ContactSheet:
        """The example film to press, so wide."""
        shown: Template = example()
        about = f"{counted(shown.shots)}  ·  {length(shown.seconds)}"
        sheet = ContactSheet(self.tr("The example: %s") % shown.title, about)
        sheet.setFixedSize(QSize(width, sheet.heightForWidth(width)))
        sheet.clicked.connect(lambda: self.template_chosen.emit(shown))
        return sheet

    def _main(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(40, 44, 40, 40)
        column.setSpacing(16)
        self._recent_title = PlainLabel("", "title")
        column.addWidget(self._recent_title)
        self.recents = CardGrid(250)
        column.addWidget(self.recents)
        self._nothing = PlainLabel(
            self.tr("Open the example and change it as you like. Your own films will be listed here."), dim=True
        )
        column.addWidget(self._nothing)
        self.hero = self._example(HERO)
        column.addWidget(self.hero)
        column.addSpacing(24)
        column.addWidget(PlainLabel(self.tr("Begin with a template"), "title"))
        self.templates = CardGrid(220)
        cards = [TemplateCard(template) for template in templates()]
        for card in cards:
            card.clicked.connect(lambda _=False, each=card.template: self.template_chosen.emit(each))
        self.templates.show_cards(cards)
        column.addWidget(self.templates)
        column.addStretch(1)
        return page


def _scrolled(page: QWidget) -> QScrollArea:
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(page)
    return scroll
