"""What to export: where to, how large, drafts or the best there is; and what the film will leave out, told before."""

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QWidget

from sora_studio.errors import SoraError
from sora_studio.studio.film_making import left_out, shown_frames
from sora_studio.studio.film_products import DEFAULT, Preset, preset_for
from sora_studio.studio.planning import TakeStage
from sora_studio.studio.screening import PLAIN, Screening, undrawn_words
from sora_studio.timeline.project import Project
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.export.formats import about, format_names
from sora_studio.ui.export.screening_choice import ScreeningChoice
from sora_studio.ui.kit import Choice, Field, PlainLabel, PushButton, in_a_row, lay_out_dialog

HEIGHTS = (480, 720, 1080, 1440, 2160)


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What to write where, in a picture size of even pixels, showing drafts or the best takes."""

    out: Path
    width: int
    height: int
    stage: TakeStage
    preset: str = ""
    screening: Screening = PLAIN

    def of(self, project: Project) -> Project:
        """The film in the asked size."""
        return replace(project, width=self.width, height=self.height)


def sizes_for(project: Project, preset: Preset = DEFAULT) -> list[tuple[int, int]]:
    """The preset's size first, then the film's own and the usual heights in its aspect, both sides even."""
    meant, own = preset.sized(project), (project.width, project.height)
    others = [(2 * round(height * project.width / project.height / 2), height) for height in HEIGHTS]
    return list(dict.fromkeys([(meant.width, meant.height), own, *others]))


def file_named(text: str, ending: str = ".mp4") -> Path:
    """The file a text names as far as it is typed: ~ is the home folder, the ending is added where none is given."""
    path = Path(text.strip())
    with suppress(RuntimeError):  # ~someone, and there is no such user.
        path = path.expanduser()
    return path if path.suffix or not path.name else path.with_suffix(ending)


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
        self.path.textChanged.connect(self._heed_ending)
        self.format = Choice(self.tr("Format"))
        for name, preset in format_names():
            self.format.add(name, preset)
        self.format.changed.connect(lambda _: self._change_format())
        self.browse = PushButton(self.tr("Browse…"))
        self.browse.clicked.connect(self._browse)
        self.picture_size = Choice()
        self.picture_size.setAccessibleName(self.tr("Picture size"))
        self.stage = Choice()
        self.stage.setAccessibleName(self.tr("Takes to show"))
        self.stage.add(self.tr("The best take of each shot"), "refined")
        self.stage.add(self.tr("Drafts"), "draft")
        self.screening = ScreeningChoice()
        self.screening.subtitles.changed.connect(lambda _: self._tell())
        self.told = PlainLabel("", role="small", dim=True)
        self.told.setWordWrap(True)
        self.write = PushButton(self.tr("Export"), kind="primary")
        self.write.setDefault(True)
        self.write.clicked.connect(self.accept)
        self.cancel = PushButton(self.tr("Cancel"), kind="quiet")
        self.cancel.clicked.connect(self.reject)
        self._lay_out()
        self._offer_sizes()
        self._tell()

    @property
    def request(self) -> ExportRequest:
        width, height = self.picture_size.value
        return ExportRequest(self._out(), width, height, self.stage.value, self.preset.name, self.screening.screening)

    @property
    def preset(self) -> Preset:
        return self.format.value

    def _out(self) -> Path:
        return file_named(self.path.text(), self.preset.endings[0])

    def _heed_ending(self) -> None:
        """An ending that the format can't have is another format's."""
        with suppress(SoraError):  # Not typed to its end yet, or nobody's.
            out = Path(self.path.text().strip())
            if out.suffix.lower() not in self.preset.endings:
                self.format.value = preset_for(out)
                self._offer_sizes()
        self._tell()

    def _change_format(self) -> None:
        out = self._out()
        if out.name and out.suffix.lower() not in self.preset.endings:
            self.path.setText(str(out.with_suffix(self.preset.endings[0])))
        self._offer_sizes()
        self._tell()

    def _offer_sizes(self) -> None:
        project = self._document.project
        sizes = sizes_for(project, self.preset)
        own = (project.width, project.height)
        beside = self.tr(" (the film's own)")
        texts = [f"{size[0]} × {size[1]}{beside if size == own else ''}" for size in sizes]
        self.picture_size.offer(list(zip(texts, sizes, strict=True)), sizes[0])
        self.screening.fit(self.preset)
        self.picture.setVisible(self.preset.product not in ("sound", "stems"))

    def _lay_out(self) -> None:
        self.picture = Field(self.tr("Picture"), self.picture_size)
        parts = (
            PlainLabel(self.tr("Export film"), role="title"),
            Field(self.tr("File"), in_a_row(self.path, self.browse)),
            Field(self.tr("Format"), self.format),
            self.picture,
            Field(self.tr("Takes"), self.stage),
            self.screening,
            self.told,
        )
        lay_out_dialog(self, parts, (self.cancel, self.write))

    def _tell(self) -> None:
        """What the format makes of the film, and what is left out; whether a file is replaced."""
        project, shown, out = self._document.project, self._document.shots_shown(), self._out()
        showing = sum(1 for each in shown if each.shown)
        lines = [about(self.preset, project, shown_frames(shown), showing), left_out(shown)]
        lines.append(undrawn_words(project, shown, self.screening.screening))
        if not any(each.shown for each in shown):
            lines = [self.tr("No shot has a take yet. Render at least one shot first.")]
        elif out.name and _is_there(target := self.preset.target(out)):
            lines.append(self.tr("%s is there already and will be replaced.") % target.name)
        self.told.setText("\n".join(line for line in lines if line))
        self.write.setEnabled(any(each.shown for each in shown) and bool(out.name))

    def _browse(self) -> None:
        endings = " ".join(f"*{ending}" for ending in self.preset.endings)
        kinds = f"{self.format.currentText()} ({endings})"
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Export film"), self.path.text(), kinds)
        if chosen:
            self.path.setText(chosen)
