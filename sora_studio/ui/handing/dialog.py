"""Handing a film over: to which program, where to, with or without its movies; what will be lost is told before."""

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QLineEdit, QWidget

from sora_studio.errors import SoraError
from sora_studio.studio.archive import ARCHIVE
from sora_studio.studio.handing_over import FORMATS, media_folder, would_lose
from sora_studio.ui.beside import Beside
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.kit import Choice, Field, PlainLabel, PushButton, in_a_row, lay_out_dialog


class HandingDialog(QDialog):
    """Accepted: write `out`; `with_media`: the movies and sounds with it."""

    def __init__(self, document: FilmDocument, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Hand over"))
        self.setMinimumWidth(560)
        self._document = document
        self._lost: dict[str, tuple[str, ...]] = {ARCHIVE: ()}
        self.format = Choice(self.tr("Format"))
        for each in FORMATS.values():
            self.format.add(f"{each.name} ({each.ending})", each.ending)
        self.format.add(self.tr("The whole film, with every take ({ending})").format(ending=ARCHIVE), ARCHIVE)
        self.format.changed.connect(self._on_format)
        self.read_by = PlainLabel("", role="small", dim=True)
        self.path = QLineEdit(str(document.studio.path.with_suffix(self.ending)))
        self.path.setAccessibleName(self.tr("File to write"))
        self.path.textChanged.connect(lambda _: self._tell())
        self.browse = PushButton(self.tr("Browse…"))
        self.browse.clicked.connect(self._browse)
        self.media = QCheckBox(self.tr("With each shot as a movie and each sound as WAV"))
        self.media.setChecked(True)
        self.media.toggled.connect(lambda _: self._tell())
        self.told = PlainLabel("", role="small", dim=True)
        self.told.setWordWrap(True)
        self.write = PushButton(self.tr("Write"), kind="primary")
        self.write.setDefault(True)
        self.write.clicked.connect(self.accept)
        self.cancel = PushButton(self.tr("Cancel"), kind="quiet")
        self.cancel.clicked.connect(self.reject)
        self._lay_out()
        self._tell()

    @property
    def ending(self) -> str:
        return str(self.format.value)

    @property
    def out(self) -> Path:
        """The file to write; what is typed without an ending, or with another's, gets the format's."""
        path = Path(self.path.text().strip())
        return path if path.suffix.lower() == self.ending or not path.name else path.with_suffix(self.ending)

    @property
    def with_media(self) -> bool:
        return self.media.isChecked()

    def _lay_out(self) -> None:
        parts = (
            PlainLabel(self.tr("Hand over"), role="title"),
            Field(self.tr("Format"), self.format),
            self.read_by,
            Field(self.tr("File"), in_a_row(self.path, self.browse)),
            self.media,
            self.told,
        )
        lay_out_dialog(self, parts, (self.cancel, self.write))

    def _on_format(self) -> None:
        self.path.setText(str(self.out))
        self._tell()

    def _tell(self) -> None:
        """By whom it is read, what it can't carry, what comes to lie beside it, what is replaced."""
        asked = FORMATS.get(self.ending)
        readers = asked.read_by if asked else "Sora Studio"
        self.read_by.setText(self.tr("Read by %s.") % readers)
        self.media.setVisible(asked is not None and asked.refers_to_media)
        lines: list[str] = []
        named = bool(self.out.name)
        if named and asked is not None and asked.refers_to_media and self.with_media and not asked.holds_media:
            lines.append(self.tr("The movies and sounds are written to “%s”.") % media_folder(self.out).name)
        lines += self._losses()
        if named and self.out.exists():
            lines.append(self.tr("%s is there already and will be replaced.") % self.out.name)
        self.told.setText("\n".join(lines))
        self.write.setEnabled(named)

    def _losses(self) -> list[str]:
        """In sentences, once they are known: they are found beside the window, for a long film takes a moment."""
        known = self._lost.get(self.ending)
        if known is not None:
            return list(known)
        project, ending = self._document.project, self.ending

        def found(lost: list[str]) -> None:
            self._lost[ending] = tuple(lost)
            self._tell()

        def refused(error: SoraError) -> None:
            found([f"{error.message} {error.hint}".strip()])

        self._lost[ending] = ()
        Beside(self, lambda: would_lose(project, ending), found, refused)
        return []

    def _browse(self) -> None:
        kinds = f"{self.format.currentText().split(' (')[0]} (*{self.ending})"
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Hand over"), str(self.out), kinds)
        if chosen:
            self.path.setText(chosen)
