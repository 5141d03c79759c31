"""What is said of a film as it is opened: that it lies on a network drive, that it was not closed, what waited."""

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings

from sora_studio.ui.language import translate
from sora_studio.ui.messages import Message

if TYPE_CHECKING:
    from sora_studio.ui.document import FilmDocument
    from sora_studio.ui.editor import Editor

TOLD = "network/told-of"
MOST_FILMS = 50


def tell_of_opened(editor: "Editor", settings: QSettings) -> None:
    """Say what there is to say; `settings` remember of which films a network drive was told of."""
    _tell_of_network_drive(editor.document, settings)
    _tell_unclosed(editor)


def _tell_unclosed(editor: "Editor") -> None:
    """Say so, where it is so; with the queue in sight where something waits for an answer."""
    document = editor.document
    left = document.studio.left_open
    if left is None:
        return
    text = translate("Recovery", "Sora Studio closed unexpectedly.")
    saved = translate("Recovery", "Everything up to %s is here.") % f"{left.last_saved:%H:%M:%S}"
    if left.owner.is_elsewhere:
        # A drive that doesn't pass locks on would let both write.
        text = translate("Recovery", "This film was not closed on %s.") % left.owner.host
        still = translate("Recovery", "If it is still open there, close it there before you change it here.")
        saved = f"{saved} {still}"
    waiting = len({take.shot_id for take in document.queue.from_last_time})
    if waiting:
        asked = translate("Recovery", "%n shot(s) were waiting: the queue asks what to do with them.", "", waiting)
        saved = f"{saved} {asked}"
        if editor.queue.isHidden():
            editor.toggle_queue()
    document.tell(Message(text, saved, grave=True))


def _tell_of_network_drive(document: "FilmDocument", settings: QSettings) -> None:
    """Say so, the first time this film is opened there."""
    film = str(document.studio.path)
    told = _told(settings)
    if not document.studio.on_network_drive or film in told:
        return
    settings.setValue(TOLD, json.dumps([film, *told][:MOST_FILMS]))
    document.tell(
        Message(
            translate("Recovery", "This film lies on a network drive."),
            translate(
                "Recovery",
                "It is saved in the way that is safe there, which is a little slower. Have it open on one machine at a "
                "time.",
            ),
        )
    )


def _told(settings: QSettings) -> list[str]:
    try:
        told: object = json.loads(str(settings.value(TOLD, "[]")))
    except ValueError:
        return []
    return [each for each in told if isinstance(each, str)] if isinstance(told, list) else []
