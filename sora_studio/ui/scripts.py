"""Scripts, boards and cut lists brought into the open film: dropped on the timeline, or chosen from the File menu."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from sora_studio.errors import SoraError
from sora_studio.studio.bringing_in import put_in
from sora_studio.studio.file_import import BroughtIn, FileImport, read_import
from sora_studio.studio.new_film import MOVIE_ENDINGS, READ_KINDS
from sora_studio.ui.beside import Beside
from sora_studio.ui.cut_dialog import CutDialog
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.language import translate
from sora_studio.ui.messages import Message, left_out_message
from sora_studio.ui.movies import MovieImports


def bring_scripts(document: FilmDocument, paths: Sequence[Path], window: QWidget) -> None:
    """Read files beside the window, one after the other, and bring each into the film as one edit.

    Scripts and boards follow the film's own scenes, subtitles are its dialogue, a cut list is its new order, once it
    was looked over.
    """
    path, *others = paths
    store, film = document.studio.store, document.project

    def ended() -> None:
        if others:
            bring_scripts(document, others, window)

    def done(read: FileImport) -> None:
        if not read.is_cut or _agreed(document, path, read, window):
            _put(document, path, read)
        ended()

    def refused(error: SoraError) -> None:
        document.tell(Message(error.message, error.hint, grave=True))
        ended()

    Beside(document, lambda: read_import(path, store, film), done, refused)


def _agreed(document: FilmDocument, path: Path, read: FileImport, window: QWidget) -> bool:
    """Whether a cut is to be applied; one that changes nothing, or can't be applied, is told of instead."""
    try:
        _, found = read.put(document.project)
    except SoraError:
        return True
    if not found.changes:
        return True
    dialog = CutDialog(path.name, found, window)
    agreed = dialog.exec() == CutDialog.DialogCode.Accepted
    dialog.deleteLater()
    return agreed


def _put(document: FilmDocument, path: Path, read: FileImport) -> None:
    done: list[BroughtIn] = []
    if document.change(lambda: done.append(put_in(document.studio, read))):
        changes, notes = done[0].changes, done[0].notes
        nothing = translate("Scripts", "Nothing of “{name}” changes the film.").format(name=path.name)
        if read.is_cut and changes:
            changes = (translate("Scripts", "The film follows “{name}”.").format(name=path.name),)
        document.tell(left_out_message(notes, " ".join(changes) or nothing, undo=bool(changes)))


def ask_for_script(document: FilmDocument, window: QWidget) -> None:
    """Ask for a file and bring it."""
    title = translate("Scripts", "Import a script, boards, a cut or a movie")
    movies = {translate("Scripts", "Movies"): MOVIE_ENDINGS}
    chosen, _ = QFileDialog.getOpenFileName(window, title, str(document.studio.path.parent), file_kinds(movies))
    if not chosen:
        return
    if Path(chosen).suffix.lower() in MOVIE_ENDINGS:
        MovieImports.of(document).start(Path(chosen))
    else:
        bring_scripts(document, [Path(chosen)], window)


def file_kinds(beside: Mapping[str, tuple[str, ...]] | None = None) -> str:
    """What a file dialog lists: all that can be read, then each kind by itself, these `beside` too."""
    names = {
        "script": translate("Scripts", "Scripts"),
        "shot list": translate("Scripts", "Shot lists"),
        "subtitles": translate("Scripts", "Subtitles"),
        "storyboard": translate("Scripts", "Storyboarder’s boards"),
        "cut": translate("Scripts", "Cut lists of an editor"),
    }
    each = {names[kind]: endings for kind, endings in READ_KINDS.items()} | dict(beside or {})
    every = tuple(ending for endings in each.values() for ending in endings)
    kinds = {translate("Scripts", "All that can be read"): every} | each
    return ";;".join(f"{name} ({' '.join(f'*{ending}' for ending in endings)})" for name, endings in kinds.items())
