"""The seen frame kept: saved as a picture file, or copied to the clipboard."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from sora_studio.errors import SoraError
from sora_studio.studio.stills import png_name, save_still, still
from sora_studio.ui.document import FilmDocument, Message
from sora_studio.ui.viewer.timecode import film_timecode


def _tr(text: str) -> str:
    return QCoreApplication.translate("Still", text)


def ask_and_save(document: FilmDocument, card: QImage | None, window: QWidget) -> None:
    """Let the user name a file, and write the frame at the playhead to it."""
    suggested = document.studio.path.parent / f"{_name(document)}.png"
    chosen, _ = QFileDialog.getSaveFileName(window, _tr("Save frame as PNG"), str(suggested), _tr("Pictures (*.png)"))
    if chosen:
        save(document, card, Path(chosen))


def save(document: FilmDocument, card: QImage | None, out: Path) -> bool:
    """Write the frame, at the film's size; `card` is written where a title card stands for it."""
    film, frame = document.project, document.transport.frame
    try:
        if card is None:
            out = save_still(film, document.shots_shown(), document.studio.store, frame, out)
        else:
            out = png_name(out)
            _save_card(card, out)
    except SoraError as error:
        document.tell(Message(error.message, error.hint, grave=True))
        return False
    document.tell(Message(_tr("The frame is saved as {name}.").format(name=out.name)))
    return True


def copy(document: FilmDocument, card: QImage | None) -> bool:
    """Put the frame, at the film's size, on the clipboard."""
    image = card
    if image is None:
        try:
            frame = still(document.project, document.shots_shown(), document.studio.store, document.transport.frame)
        except SoraError as error:
            document.tell(Message(error.message, error.hint, grave=True))
            return False
        height, width = frame.shape[:2]
        # The image only borrows the frame's memory, and the clipboard outlives it.
        image = QImage(frame.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()
    QGuiApplication.clipboard().setImage(image)
    document.tell(Message(_tr("The frame is copied.")))
    return True


def _save_card(card: QImage, out: Path) -> None:
    if not card.save(str(out), "PNG"):
        raise SoraError(
            _tr("{name} could not be written.").format(name=out.name),
            _tr("Choose a folder that you may write to."),
        )


def _name(document: FilmDocument) -> str:
    """Such as "Six Tales 01-00-04-12"."""
    timecode = film_timecode(document.project, document.transport.frame)
    title = "".join(c for c in document.project.title if c.isalnum() or c in " -_").strip()
    return f"{title or 'frame'} {timecode.replace(':', '-').replace(';', '-')}"
