"""The facts about the seen frame that can be burnt into it."""

from datetime import date

from sora_studio.studio.burn_ins import Seen, Words
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.language import translate
from sora_studio.ui.viewer.places import Place
from sora_studio.ui.viewer.screen import seen_take
from sora_studio.ui.viewer.timecode import film_timecode


def words() -> Words:
    """The facts' names in the user's language."""
    return Words(
        scene=translate("BurnIns", "Sc {scene}"),
        shot=translate("BurnIns", "Sh {shot}"),
        take=translate("BurnIns", "Tk {take}"),
        no_picture=translate("BurnIns", "NO PICTURE"),
        draft=translate("BurnIns", "DRAFT"),
        out_of_date=translate("BurnIns", "OUT OF DATE"),
    )


def slate(document: FilmDocument, place: Place) -> Seen:
    """The frame at the playhead, as a slate would name it."""
    shot = place.shot
    seen = seen_take(document, shot)
    return Seen(
        timecode=film_timecode(document.project, document.transport.frame),
        scene=place.scene.number,
        shot=document.label(shot.id),
        take=shot.takes.index(seen.take) + 1 if seen is not None and seen.take in shot.takes else 0,
        frame=place.shot_frame + 1,
        shot_frames=shot.duration_frames,
        stage=seen.take.stage if seen is not None else "",
        stale=seen is not None and seen.stale,
        day=date.today(),
    )
