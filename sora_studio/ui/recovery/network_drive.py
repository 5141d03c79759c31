"""A film on a network drive is saved in another way, which is said once for each film."""

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings

from sora_studio.ui.language import translate
from sora_studio.ui.messages import Message

if TYPE_CHECKING:
    from sora_studio.ui.document import FilmDocument

TOLD = "network/told-of"
MOST_FILMS = 50


def tell_of_network_drive(document: "FilmDocument", settings: QSettings) -> None:
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
