"""The film's own panel: who made it, its shape and rate, and what it asks of every shot."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sora_studio.errors import EditError
from sora_studio.studio.pack_words import pack_names
from sora_studio.timeline.project import Project
from sora_studio.timeline.time import FrameRate
from sora_studio.timeline.trims import set_frame_rate
from sora_studio.ui import theme
from sora_studio.ui.document import Message
from sora_studio.ui.kit import Choice, Field, Section
from sora_studio.ui.shot_panel.camera import Camera
from sora_studio.ui.shot_panel.finish import Finish, of_finish
from sora_studio.ui.shot_panel.scene_page import LevelPrompt
from sora_studio.ui.shot_panel.scope import Scope
from sora_studio.ui.shot_panel.seed import SeedRow
from sora_studio.ui.shot_panel.step_cache import StepCacheChoice
from sora_studio.ui.shot_panel.typing import LineText

RATES = ("23.976", "24", "25", "29.97", "30", "48", "50", "59.94", "60")
# What filmmakers deliver: wide screen, scope, academy, square, upright.
SIZES = ((1280, 720), (1920, 1080), (3840, 2160), (1920, 804), (1440, 1080), (1080, 1080), (1080, 1920))


class FilmPage(QWidget):
    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self._scope = scope
        self._shown: tuple[object, ...] = ()
        self.title = LineText(self.tr("Title"), self.tr("Untitled"), scope.turn)
        self.author = LineText(self.tr("Author"), "", scope.turn)
        self.rate = Choice(self.tr("Frame rate"))
        self.picture_size = Choice(self.tr("Picture size"))
        self.timecode = LineText(self.tr("Start timecode"), "01:00:00:00", scope.turn)
        self.timecode.setFont(theme.font("timecode"))
        self.pack = Choice(self.tr("Model pack"))
        self.seed = SeedRow(scope.turn, lockable=False)
        self.step_cache = StepCacheChoice()
        self.prompt = LevelPrompt(
            scope,
            self.tr("What every shot shares, such as: a quiet winter tale, soft light"),
            self.tr("Sent before the prompt of every shot."),
        )
        self.finish = Finish(scope)
        self.camera = Camera(scope)
        self._connect()
        self._lay_out()

    def _connect(self) -> None:
        self.title.typed.connect(lambda text, key: self._set(self.tr("title"), key, title=text))
        self.author.typed.connect(lambda text, key: self._set(self.tr("author"), key, author=text))
        self.rate.changed.connect(self._on_rate)
        self.picture_size.changed.connect(lambda size: self._set(self.tr("size"), None, width=size[0], height=size[1]))
        self.timecode.editingFinished.connect(self._on_timecode)
        self.pack.changed.connect(lambda pack: self._set_settings(self.tr("model pack"), None, pack=pack))
        self.seed.chosen.connect(lambda seed, key: self._set_settings(self.tr("seed"), key, seed=seed or 0))
        self.step_cache.changed.connect(lambda share: self._set_settings(self.tr("step cache"), None, step_cache=share))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        about = Section(self.tr("Film"))
        for widget in (
            Field(self.tr("Title"), self.title),
            Field(self.tr("Author"), self.author),
            _Pair(Field(self.tr("Frame rate"), self.rate), Field(self.tr("Picture size"), self.picture_size)),
            _Pair(Field(self.tr("Start timecode"), self.timecode), Field(self.tr("Model pack"), self.pack)),
            Field(self.tr("Seed of the film"), self.seed),
            Field(self.tr("Step cache"), self.step_cache),
        ):
            about.body.addWidget(widget)
        column.addWidget(about)
        for title, widget in (
            (self.tr("Picture"), self.finish),
            (self.tr("Prompt"), self.prompt),
            (self.tr("Camera and style"), self.camera),
        ):
            section = Section(title)
            section.body.addWidget(widget)
            column.addWidget(section)
        column.addStretch(1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Models may have come or gone on the disk meanwhile.
        self._shown = ()
        self.refresh()

    def refresh(self) -> None:
        """Show the film as it is; an edit of its shots costs nothing."""
        document = self._scope.document
        shown = *_of_page(document.project), document.studio.config, document.studio.packs
        if shown != self._shown:
            self._shown = shown
            self._show()

    def _show(self) -> None:
        project = self._scope.document.project
        self.title.show_text(project.title)
        self.author.show_text(project.author)
        if not self.timecode.hasFocus():
            self.timecode.show_text(project.start_timecode)
        rates = {FrameRate.parse(text): f"{text} fps" for text in RATES}
        _offer(self.rate, {project.frame_rate: str(project.frame_rate)} | rates, project.frame_rate, _by_rate)
        sizes = {size: _size_name(size) for size in (*SIZES, (project.width, project.height))}
        _offer(self.picture_size, sizes, (project.width, project.height), lambda _: 0)
        names = pack_names(self._scope.document.studio.config)
        packs = {name: name for name in (*names, project.settings.pack)}
        if project.settings.pack not in names:
            packs[project.settings.pack] = self.tr("%s (missing)") % project.settings.pack
        _offer(self.pack, packs, project.settings.pack, lambda _: 0)
        self.seed.show_seed(project.settings.seed, False)
        self.step_cache.show_threshold(project.settings.step_cache)
        self.finish.refresh()
        self.prompt.refresh()
        self.camera.refresh()

    def edit(self, field: str) -> None:
        """Put the keyboard where a field of the direction is edited."""
        if field == "prompt":
            self.prompt.edit()
        else:
            self.camera.focus(field)

    def _on_rate(self, rate: FrameRate) -> None:
        self._scope.edit(self.tr("frame rate"), lambda project: set_frame_rate(project, rate))

    def _on_timecode(self) -> None:
        text, project = self.timecode.text().strip(), self._scope.document.project
        if text == project.start_timecode:
            return
        try:
            project.frame_rate.frame_at(text)
        except EditError as error:
            self._scope.document.tell(Message(error.message, error.hint))
            self.timecode.show_text(project.start_timecode)
            return
        self._set(self.tr("start timecode"), None, start_timecode=text)

    def _set(self, what: str, key: str | None, **values: object) -> None:
        self._scope.edit(what, lambda project: replace(project, **values), key)  # type: ignore[arg-type]

    def _set_settings(self, what: str, key: str | None, **values: object) -> None:
        def changed(project: Project) -> Project:
            return replace(project, settings=replace(project.settings, **values))  # type: ignore[arg-type]

        self._scope.edit(what, changed, key)


class _Pair(QWidget):
    def __init__(self, left: QWidget, right: QWidget) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GRID * 2)
        row.addWidget(left, 1)
        row.addWidget(right, 1)


def _of_page(film: Project) -> tuple[object, ...]:
    """All of a film that its page shows."""
    return (
        film.title, film.author, film.frame_rate, film.width, film.height, film.start_timecode, film.settings,
        film.direction, *of_finish(film),
    )  # fmt: skip


def _offer(choice: Choice, texts: dict, value: object, order: Callable) -> None:
    """What a drop-down is to hold, and the value it shows."""
    choice.offer([(texts[each], each) for each in sorted(texts, key=order)], value)


def _by_rate(rate: FrameRate) -> float:
    return float(rate.per_second)


def _size_name(size: tuple[int, int]) -> str:
    width, height = size
    shape = width / height
    known = {16 / 9: "16:9", 4 / 3: "4:3", 1.0: "1:1", 9 / 16: "9:16"}
    name = next((text for ratio, text in known.items() if abs(shape - ratio) < 0.01), f"{shape:.2f}:1")
    return f"{width} × {height}  {name}"
