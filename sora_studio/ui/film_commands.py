"""Commands of the whole film: undo, redo, rendering, export, saving a copy."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QSettings
from PySide6.QtWidgets import QFileDialog, QWidget

from sora_studio.errors import SoraError
from sora_studio.studio.scratch_voice import ScratchVoice, speak_film, with_scratch_voice
from sora_studio.studio.studio import RenderOrder
from sora_studio.ui.beside import Beside
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument, Message
from sora_studio.ui.export.dialog import ExportDialog
from sora_studio.ui.export.running import RunningExport
from sora_studio.ui.handing.commands import HandingCommands
from sora_studio.ui.language import translate
from sora_studio.ui.movies import MovieImports
from sora_studio.ui.paper.commands import PaperCommands
from sora_studio.ui.scripts import ask_for_script
from sora_studio.ui.sound.recording import Recording
from sora_studio.ui.versions.commands import VersionCommands


def _tr(text: str) -> str:
    return QCoreApplication.translate("FilmCommands", text)


class FilmCommands(QObject):
    """Registers itself; undo and redo carry the name of what they take back."""

    def __init__(
        self,
        document: FilmDocument,
        commands: Commands,
        window: QWidget,
        settings: QSettings | None = None,
        open_film: Callable[[Path], object] = lambda _: None,
    ) -> None:
        super().__init__(window)
        self._document, self._commands, self._window = document, commands, window
        self.exporting = RunningExport(document, self)
        self._add("edit.undo", _tr("Undo"), self.undo, "undo-2", lambda: bool(document.studio.undo_labels))
        self._add("edit.redo", _tr("Redo"), self.redo, "redo-2", lambda: bool(document.studio.redo_labels))
        self._add("film.render", _tr("Render the film"), self.render, "play")
        self._add("film.render_drafts", _tr("Render all drafts"), lambda: self.render("draft"), "wand")
        self._add("film.export", _tr("Export film…"), self.export, "share", lambda: not self.exporting.running)
        self._add(
            "film.export_cancel", _tr("Stop the export"), self.exporting.cancel, "x", lambda: self.exporting.running
        )
        self._add(
            "film.import_script",
            _tr("Import a script, boards, a cut or a movie…"),
            lambda: ask_for_script(document, window),
            "file-text",
        )
        movies = MovieImports.of(document)
        self._add("film.import_cancel", _tr("Stop the import"), movies.cancel, "x", lambda: movies.running)
        self._add("film.scratch_voice", _tr("Speak the dialogue (scratch voice)"), self.speak, "volume-2")
        self._add("film.save_copy", _tr("Save a copy…"), self.save_copy, "copy")
        self.recording = Recording(document, commands, window)
        self.paper = PaperCommands(document, commands, window, settings)
        HandingCommands(document, commands, window, self.paper.running)
        self.versions = VersionCommands(document, commands, window, open_film)
        document.project_changed.connect(lambda *_: self._name_undo())
        self.exporting.changed.connect(commands.refresh)
        movies.changed.connect(commands.refresh)
        self._name_undo()

    def undo(self) -> None:
        self._document.undo()

    def redo(self) -> None:
        self._document.redo()

    def render(self, stage: str = "refined") -> None:
        """Queue what the film lacks."""
        queued = self._document.render(RenderOrder(stage="draft" if stage == "draft" else "refined"))
        if queued == 0 and self._document.project.duration_frames:
            self._document.tell(Message(_tr("Every shot is rendered as its prompt asks.")))

    def export(self) -> None:
        dialog = ExportDialog(self._document, self._window)
        if dialog.exec() == ExportDialog.DialogCode.Accepted:
            self.exporting.start(dialog.request)

    def speak(self) -> None:
        """Put a scratch voice under the film, in the place of an earlier one; spoken beside the window."""
        document, film = self._document, self._document.project
        store = document.studio.store

        def done(voice: ScratchVoice) -> None:
            if document.edit(_tr("Scratch voice"), lambda project: with_scratch_voice(project, voice)):
                told = translate("FilmCommands", "The scratch voice speaks %n line(s).", "", len(voice.cues))
                document.tell(Message(told, "\n".join(voice.notes)))

        def refused(error: SoraError) -> None:
            document.tell(Message(error.message, error.hint, grave=True))

        Beside(self, lambda: speak_film(film, store), done, refused)

    def save_copy(self) -> None:
        """A second film with the same takes; this one stays open."""
        path = self._document.studio.path
        copy = path.with_stem(_tr("{film} copy").format(film=path.stem))
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, _tr("Save a copy"), str(copy), _tr("Films (*.sora)"),
            options=QFileDialog.Option.DontConfirmOverwrite,
        )  # fmt: skip
        if chosen:
            self._copy_to(Path(chosen).with_suffix(".sora"))

    def _copy_to(self, target: Path) -> None:
        """Beside the window: takes on another disk are copied byte by byte."""
        document, studio = self._document, self._document.studio

        def done(_: object) -> None:
            document.tell(Message(_tr("A copy is saved as %s.") % target.name))

        def refused(error: SoraError) -> None:
            document.tell(Message(error.message, error.hint, grave=True))

        Beside(self, lambda: studio.save_copy(target), done, refused)

    def _add(self, name: str, text: str, run, icon: str, enabled=None) -> None:
        group = _tr("Edit") if name.startswith("edit.") else _tr("Film")
        self._commands.add(name, text, run, group=group, icon=icon, enabled=enabled)

    def _name_undo(self) -> None:
        studio = self._document.studio
        for name, text, labels in (
            ("edit.undo", _tr("Undo"), studio.undo_labels),
            ("edit.redo", _tr("Redo"), studio.redo_labels),
        ):
            self._commands.rename(name, f"{text} {labels[0]}" if labels else text)
        self._commands.refresh_soon()
