"""What a sound track is to the others: what is said, or what gives way to it."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from sora_studio.timeline.sound import AudioTrack
from sora_studio.timeline.sound_edits import set_track
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.language import translate

DUCKS_DB = (0.0, 6.0, 9.0, 12.0, 18.0)


def _tr(text: str) -> str:
    return QCoreApplication.translate("TrackMenu", text)


def add_speech_choices(menu: QMenu, document: FilmDocument, track: AudioTrack) -> None:
    """Whether it is speech, and how far it goes down while another track speaks."""

    def edit(label: str, **values: bool | float) -> None:
        named = label.format(track=track.name)
        document.edit(named, lambda film: set_track(film, track.id, **values))  # type: ignore[arg-type]

    speech = QAction(_tr("It is dialogue"), menu, checkable=True, checked=track.speech)
    label = translate("Edits", "Dialogue on track {track}")
    speech.triggered.connect(lambda on: edit(label, speech=on))
    menu.addAction(speech)
    ducks = menu.addMenu(_tr("Under dialogue"))
    ducks.setEnabled(not track.speech)
    group = QActionGroup(ducks)
    ducked = translate("Edits", "Duck track {track}")
    for duck_db in sorted({*DUCKS_DB, track.duck_db}):
        text = _tr("{level:g} dB quieter").format(level=duck_db) if duck_db else _tr("As loud as ever")
        action = QAction(text, group, checkable=True, checked=track.duck_db == duck_db)
        action.triggered.connect(lambda _, duck_db=duck_db: edit(ducked, duck_db=duck_db))
        ducks.addAction(action)
