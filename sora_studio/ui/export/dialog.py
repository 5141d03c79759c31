"""What to export: where to, how large, drafts or the best there is; and what the film will leave out, told before."""

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from sora_studio.studio.film_making import left_out
from sora_studio.studio.planning import TakeStage
from sora_studio.studio.showing import ShownShot
from sora_studio.timeline.project import Project
from sora_studio.ui import theme
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.kit import Choice, Field, PlainLabel, PushButton

HEIGHTS = (480, 720, 1080, 1440, 2160)


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """A film file to write, in a picture size of even pixels, showing drafts or the best takes."""

    out: Path
    width: int
    height: int
    stage: TakeStage

    def of(self, project: Project) -> Project:
        """The film in the asked size."""
        return replace(project, width=self.width, height=self.height)


def sizes_for(project: Project) -> list[tuple[int, int]]:
    """The film's own size first, then the usual heights in its aspect, both sides even."""
    own = (project.width, project.height)
    others = [(2 * round(height * project.width / project.height / 2), height) for height in HEIGHTS]
    return [own, *(size for size in others if size != own)]


def file_named(text: str) -> Path:
    """The file a text names as far as it is typed: ~ is the home folder, .mp4 is added where no ending is given."""
    path = Path(text.strip())
    with suppress(RuntimeError):  # ~someone, and there is no such user.
        path = path.expanduser()
    return path if path.suffix or not path.name else path.with_suffix(".mp4")


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # A name too long, a folder that can't be looked into: writing will say so.
        return False


class ExportDialog(QDialog):
    def __init__(self, document: FilmDocument, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export film"))
        self.setMinimumWidth(520)
        self._document = document
        self.path = QLineEdit(str(document.studio.path.with_suffix(".mp4")))
        self.path.setAccessibleName(self.tr("File to write"))
        self.path.textChanged.connect(self._tell)
        self.browse = PushButton(self.tr("Browse…"))
        self.browse.clicked.connect(self._browse)
        self.picture_size = Choice()
        self.picture_size.setAccessibleName(self.tr("Picture size"))
        for number, (width, height) in enumerate(sizes_for(document.project)):
            own = self.tr(" (the film's own)") if number == 0 else ""
            self.picture_size.add(f"{width} × {height}{own}", (width, height))
        self.stage = Choice()
        self.stage.setAccessibleName(self.tr("Takes to show"))
        self.stage.add(self.tr("The best take of each shot"), "refined")
        self.stage.add(self.tr("Drafts"), "draft")
        self.told = PlainLabel("", role="small", dim=True)
        self.told.setWordWrap(True)
        self.write = PushButton(self.tr("Export"), kind="primary")
        self.write.setDefault(True)
        self.write.clicked.connect(self.accept)
        self.cancel = PushButton(self.tr("Cancel"), kind="quiet")
        self.cancel.clicked.connect(self.reject)
        self._lay_out()
        self._tell()

    @property
    def request(self) -> ExportRequest:
        width, height = self.picture_size.value
        return ExportRequest(self._out(), width, height, self.stage.value)

    def _out(self) -> Path:
        return file_named(self.path.text())

    def _lay_out(self) -> None:
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * theme.GRID)
        row.addWidget(self.path, 1)
        row.addWidget(self.browse)
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * theme.GRID)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.write)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(6 * theme.GRID,) * 4)
        layout.setSpacing(4 * theme.GRID)
        layout.addWidget(PlainLabel(self.tr("Export film"), role="title"))
        layout.addWidget(Field(self.tr("File"), place))
        layout.addWidget(Field(self.tr("Picture"), self.picture_size))
        layout.addWidget(Field(self.tr("Takes"), self.stage))
        layout.addWidget(self.told)
        layout.addStretch(1)
        layout.addLayout(buttons)

    def _tell(self) -> None:
        """H.264 at the film's rate, its length, and what is left out; whether a file is replaced."""
        project, shown = self._document.project, self._document.shots_shown()
        lines = [self._about(project, shown), left_out(shown)]
        if not any(each.shown for each in shown):
            lines = [self.tr("No shot has a take yet. Render at least one shot first.")]
        elif _is_there(self._out()):
            lines.append(self.tr("%s is there already and will be replaced.") % self._out().name)
        self.told.setText("\n".join(line for line in lines if line))
        self.write.setEnabled(any(each.shown for each in shown) and bool(self._out().name))

    def _about(self, project: Project, shown: list[ShownShot]) -> str:
        frames = sum(each.shot.duration_frames for each in shown if each.shown)
        seconds = float(project.frame_rate.seconds(frames))
        return self.tr("H.264, {rate}, {frames} frames ({seconds:.1f} s).").format(
            rate=project.frame_rate, frames=frames, seconds=seconds
        )

    def _browse(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export film"), self.path.text(), self.tr("Films (*.mp4 *.mov *.m4v)")
        )
        if chosen:
            self.path.setText(chosen)
