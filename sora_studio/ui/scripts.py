"""Scripts, boards and cut lists brought into the open film: dropped on the timeline, or chosen from the File menu."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from sora_studio.errors import EditError, ProjectFileError, SoraError, StorageError
from sora_studio.studio.bringing_in import BroughtIn, bring_in
from sora_studio.studio.new_film import MOVIE_ENDINGS, READ_KINDS
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.language import translate
from sora_studio.ui.messages import Message, left_out_message
from sora_studio.ui.movies import MovieImports


def bring_script(document: FilmDocument, path: Path) -> bool:
    """Bring a file into the film as one edit; False where it can't be, which the user is told.

    Scripts and boards follow the film's own scenes, subtitles are its dialogue, a cut list is its new order.
    """
    done: list[BroughtIn] = []
    unread: list[SoraError] = []

    def work() -> None:
        try:
            done.append(bring_in(document.studio, path))
        except (StorageError, ProjectFileError, EditError):
            raise  # The film itself could not be changed or saved.
        except SoraError as error:
            unread.append(error)

    if not document.change(work):
        return False
    if unread:
        document.tell(Message(unread[0].message, unread[0].hint, grave=True))
        return False
    changes, notes = done[0].changes, done[0].notes
    nothing = translate("Scripts", "Nothing of “{name}” changes the film.").format(name=path.name)
    document.tell(left_out_message(notes, " ".join(changes) or nothing, undo=bool(changes)))
    return True


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
        bring_script(document, Path(chosen))


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
