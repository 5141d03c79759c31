"""Where a new film gets its title, its text and its place on the disk."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from sora_studio import paths
from sora_studio.errors import SoraError
from sora_studio.studio.new_film import NewFilm, film_in, film_of, free_path
from sora_studio.studio.templates import Template
from sora_studio.timeline.project import Project
from sora_studio.ui import theme
from sora_studio.ui.kit import ElidedLabel, Field, IconButton, PlainLabel, PushButton
from sora_studio.ui.language import translate
from sora_studio.ui.welcome.words import counted, length

READ_AFTER_MS = 150
WIDTH = 820


class NewFilmPage(QWidget):
    """`asked` brings a NewFilm; `left` goes back."""

    asked = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._script: Path | None = None
        self._kind = "text"
        self._chosen_place: Path | None = None
        self._make_parts()
        self._lay_out()
        self._reading = QTimer(self)
        self._reading.setSingleShot(True)
        self._reading.setInterval(READ_AFTER_MS)
        self._reading.timeout.connect(self.read)
        self.text.textChanged.connect(self._reading.start)
        self.name.textChanged.connect(lambda _: self._show_place())

    # What it begins with

    def begin_text(self) -> None:
        """An empty page to write on."""
        self._begin("text", self.tr("New from text"), self.tr("Untitled"), "")
        self.text.setFocus()

    def begin_blank(self) -> None:
        self._begin("blank", self.tr("Blank film"), self.tr("Untitled"), "")
        self.name.selectAll()
        self.name.setFocus()

    def begin_template(self, template: Template) -> None:
        """A bundled script, to be changed as one likes before it becomes a film."""
        self._begin("text", template.title, template.title, template.script.read_text(encoding="utf-8"))
        self.name.selectAll()
        self.name.setFocus()

    def begin_script(self, script: Path) -> None:
        """A script of the user's. Raises ScriptError."""
        film = film_in(script)
        self._begin("script", script.name, film.title or script.stem, _as_page(film))
        self._script = script
        self._tell(film)
        self.name.setFocus()

    def _begin(self, kind: str, heading: str, title: str, text: str) -> None:
        self._kind, self._script, self._chosen_place = kind, None, None
        self.heading.setText(heading)
        self.name.setText(title)
        self.text.setReadOnly(kind == "script")
        self.text.setPlainText(text)
        self._text_field.setVisible(kind != "blank")
        self._filler.setVisible(kind == "blank")
        self._show_place()
        self.read()

    # Reading and asking

    @property
    def place(self) -> Path:
        """Where the film will be kept."""
        return self._chosen_place or free_path(self.name.text())

    def read(self) -> None:
        """Count what the text would become, and say why where it becomes nothing."""
        if self._kind == "script":
            return
        if self._kind == "blank":
            self._say(self.tr("One empty scene, ready for the first shot."), bad=False)
            return
        text = self.text.toPlainText()
        if not text.strip():
            self._say(self.tr("Write a paragraph for each shot, with empty lines between."), bad=False)
            self.create_button.setEnabled(False)
            return
        try:
            self._tell(film_of(self.name.text(), text))
        except SoraError as error:
            self._say(error.message, bad=True)

    def ask(self) -> None:
        """Ask for the film as it stands on the page."""
        self.read()
        if self.create_button.isEnabled():
            text = self.text.toPlainText() if self._kind == "text" else ""
            self.asked.emit(NewFilm(self._kind, self.place, self.name.text().strip(), text, self._script))  # pyright: ignore

    def _tell(self, film: Project) -> None:
        shots = sum(1 for _ in film.shots())
        seconds = float(film.frame_rate.seconds(film.duration_frames))
        scenes = len(film.scenes)
        parts = [counted(shots), translate("Welcome", "%n scene(s)", "", scenes), length(seconds)]
        self._say("  ·  ".join(parts), bad=False)

    def _say(self, text: str, bad: bool) -> None:
        self.count.setText(text)
        self.count.setAccessibleName(text)
        self.create_button.setEnabled(not bad)

    def _choose_place(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Keep the film as"), str(self.place), self.tr("Films (*.sora)")
        )
        if chosen:
            self._chosen_place = Path(chosen).with_suffix(paths.PROJECT_SUFFIX)
            self._show_place()

    def _show_place(self) -> None:
        place = str(self.place)
        home = str(Path.home())
        self._place.setText(place.replace(home, "~", 1) if place.startswith(home) else place)

    # Parts

    def _make_parts(self) -> None:
        self.back = IconButton("arrow-left", self.tr("Back to the welcome page (Esc)"), size=20)
        self.back.clicked.connect(self.left)
        self.heading = PlainLabel("", "display")
        self.name = QLineEdit()
        self.name.setMaxLength(200)
        self.name.returnPressed.connect(self.ask)
        self.text = QPlainTextEdit()
        self.text.setFont(theme.font("body"))
        self.text.setPlaceholderText(
            self.tr(
                "A lighthouse on a cliff in a storm, waves breaking against it.\n\n"
                "The keeper climbs the stairs with a lantern. [[size: MS]] [[move: push in]]\n\n"
                "Her face in the light. [[size: CU]] [[duration: 3s]]"
            )
        )
        self.text.setTabChangesFocus(True)
        self.text.document().setDocumentMargin(12)
        self.count = PlainLabel("", dim=True)
        self._place = ElidedLabel("", dim=True)
        self._change = PushButton(self.tr("Change…"), icon="folder")
        self._change.setToolTip(self.tr("Keep the film somewhere else"))
        self._change.clicked.connect(self._choose_place)
        self.create_button = PushButton(self.tr("Create film"), kind="primary", icon="clapperboard")
        self.create_button.clicked.connect(self.ask)
        cancel = PushButton(self.tr("Cancel"), kind="quiet")
        cancel.clicked.connect(self.left)
        self._cancel = cancel

    def _lay_out(self) -> None:
        page = QWidget()
        page.setMaximumWidth(WIDTH)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 44, 0, 36)
        column.setSpacing(16)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.back)
        head.addWidget(self.heading, 1)
        column.addLayout(head)
        column.addWidget(Field(self.tr("Title"), self.name))
        self._text_field = Field(self.tr("Script"), self.text)
        column.addWidget(self._text_field, 1)
        column.addWidget(self.count)
        place = QHBoxLayout()
        place.setSpacing(8)
        place.addWidget(PlainLabel(self.tr("Kept as"), dim=True))
        place.addWidget(self._place, 1)
        place.addWidget(self._change)
        column.addLayout(place)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self._cancel)
        foot.addWidget(self.create_button)
        column.addLayout(foot)
        self._filler = QWidget()
        column.addWidget(self._filler, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(40, 0, 40, 0)
        row.addStretch(1)
        row.addWidget(page, 8)
        row.addStretch(1)

    def keyPressEvent(self, event) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.ask()
        else:
            super().keyPressEvent(event)


def _as_page(film: Project) -> str:
    """A read script to look over: its scenes and what their shots show."""
    parts: list[str] = []
    for scene in film.scenes:
        parts += [scene.heading] if scene.heading else []
        for shot in scene.shots:
            parts.append(shot.action or shot.direction.prompt)
            parts += [f"        {line.character}: {line.text}" for line in shot.dialogue]
    return "\n\n".join(parts)
