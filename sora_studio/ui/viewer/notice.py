"""What is wrong with the shot that is looked at, said over the picture, with the button that mends it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from sora_studio.errors import PackError
from sora_studio.studio.keeping import KIND_OF_STAGE
from sora_studio.studio.studio import RenderOrder
from sora_studio.timeline.shot import Shot, Take
from sora_studio.ui import theme
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.kit import PlainLabel, PushButton
from sora_studio.ui.viewer.compare import Compare

WIDEST = 560
FREE_BELOW = 0.15


@dataclass(frozen=True, slots=True)
class Trouble:
    """One sentence or two, and what the button says and does; no button where nothing can be done here.

    `detail` is for whoever looks into it, such as the file's name.
    """

    text: str
    button: str = ""
    mend: Callable[[], object] | None = None
    detail: str = ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("ViewerNotice", text)


def trouble_with(document: FilmDocument, commands: Commands, compare: Compare, shot: Shot) -> Trouble | None:
    """The gravest thing to tell about a shot; None where all is well."""
    return (
        _failed(document, shot)
        or _missing(document, shot)
        or _unreadable(document, shot)
        or _nothing_to_compare(document, commands, compare, shot)
        or _other_lost(document, compare, shot)
        or _cannot_be_made(document, commands, shot)
    )


def _failed(document: FilmDocument, shot: Shot) -> Trouble | None:
    queued = document.queued(shot.id)
    if queued is None or queued.state != "failed":
        return None

    def retry() -> None:
        document.queue.retry(queued.digest)
        document.refresh_queue()

    return Trouble(f"{queued.message} {queued.hint}".strip(), _tr("Try again"), retry)


def _missing(document: FilmDocument, shot: Shot) -> Trouble | None:
    shown = document.shown(shot.id)
    take = shown.shown.take if shown is not None and shown.shown is not None else None
    if document.queued(shot.id) is not None or not shot.takes:
        return None
    if take is None:
        return Trouble(
            _tr("This take's file is missing. Render the shot again."), _tr("Render"), _render(document, shot)
        )
    if shot.pinned and take.digest != shot.pinned:
        return Trouble(_tr("The pinned take's file is missing. Another take of the shot is shown."))
    if take.stage == "draft" and any(_is_lost(document, each) for each in shot.takes if each.stage == "refined"):
        text = _tr("The refined take's file is missing. The draft is shown.")
        return Trouble(text, _tr("Render"), _render(document, shot))
    return None


def _is_lost(document: FilmDocument, take: Take) -> bool:
    return not document.studio.store.has(KIND_OF_STAGE[take.stage], take.digest)


def _unreadable(document: FilmDocument, shot: Shot) -> Trouble | None:
    problem = document.pictures.problem(shot.id)
    if not problem or document.queued(shot.id) is not None:
        return None
    text = _tr("This take's file is missing or damaged. Render the shot again.")
    return Trouble(text, _tr("Render"), _render(document, shot), problem)


def _render(document: FilmDocument, shot: Shot) -> Callable[[], object]:
    stage = "refined" if any(take.stage == "refined" for take in shot.takes) else "draft"
    return lambda: document.render(RenderOrder(positions=(document.position(shot.id),), stage=stage))


def _nothing_to_compare(document: FilmDocument, commands: Commands, compare: Compare, shot: Shot) -> Trouble | None:
    if not compare.mode or compare.other_digest(shot):
        return None
    text = _tr("Shot {number} has no second take to compare with.").format(number=document.label(shot.id))
    if commands.get("shot.another_take") is None:
        return Trouble(text)
    return Trouble(text, _tr("Make another take"), lambda: commands.run("shot.another_take"))


def _other_lost(document: FilmDocument, compare: Compare, shot: Shot) -> Trouble | None:
    other = compare.other_digest(shot) if compare.mode else ""
    problem = document.pictures.take_problem(shot.id, other) if other else ""
    if not problem:
        return None
    text = _tr("{take} can't be shown: its file is missing or damaged.").format(take=compare.label(shot, other, ""))
    return Trouble(text, detail=problem)


def _cannot_be_made(document: FilmDocument, commands: Commands, shot: Shot) -> Trouble | None:
    problem = document.problem(shot.id)
    if problem is None or not shot.is_rendered:
        return None
    if not isinstance(problem, PackError):
        return Trouble(f"{problem.message} {problem.hint}".strip())
    if shot.pack:
        said = _tr("{problem} It is this shot's own; the shot still plays, and the others can be rendered.")
    else:
        said = _tr("{problem} The film still plays; nothing new can be rendered with it.")
    text = said.format(problem=problem.message)
    if commands.get("workspace.models") is None:
        return Trouble(text)
    return Trouble(text, _tr("Show the models"), lambda: commands.run("workspace.models"))


class Notice(QFrame):
    """Lies over the foot of the picture while there is something to tell."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("viewerNotice")
        self._mend: Callable[[], object] | None = None
        self.text = PlainLabel("")
        self.text.setWordWrap(True)
        self.button = PushButton("", kind="primary")
        self.button.clicked.connect(self._press)
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * theme.GRID, 2 * theme.GRID, 2 * theme.GRID, 2 * theme.GRID)
        row.setSpacing(3 * theme.GRID)
        row.addWidget(self.text, 1)
        row.addWidget(self.button)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    def tell(self, trouble: Trouble | None) -> None:
        """Show it, or go away."""
        self.setVisible(trouble is not None)
        if trouble is None:
            return
        self.text.setText(trouble.text)
        self.setToolTip(trouble.detail)
        self.setAccessibleName(trouble.text)
        self._mend = trouble.mend
        self.button.setVisible(trouble.mend is not None)
        self.button.setText(trouble.button)
        self.button.setAccessibleName(trouble.button)
        self.fit()

    def fit(self) -> None:
        """Take its place at the foot of the widget it lies over."""
        over = self.parentWidget()
        width = min(over.width() - 8 * theme.GRID, WIDEST)
        height = self.heightForWidth(width) if self.hasHeightForWidth() else self.sizeHint().height()
        # Above the line at a title card's foot.
        free_below = max(4 * theme.GRID, round(FREE_BELOW * over.height()))
        self.setGeometry((over.width() - width) // 2, over.height() - height - free_below, width, height)

    def _press(self) -> None:
        if self._mend is not None:
            self._mend()

    def _dress(self) -> None:
        colours = theme.colours()
        self.setStyleSheet(
            f"#viewerNotice {{ background: {colours.raised.name()}; border: 1px solid {colours.warning.name()};"
            f" border-radius: {theme.RADIUS}px; }}"
        )
