"""What is to be seen at a film frame: its picture, the last one while it is fetched, or the shot's card."""

from dataclasses import dataclass, replace

from PySide6.QtGui import QImage

from sora_studio.timeline.shot import Shot, Take
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.viewer.pace import Pace
from sora_studio.ui.viewer.places import Place


@dataclass(frozen=True, slots=True)
class Sight:
    """An image, or the id of the shot whose card stands for it; neither: the film is empty.

    `late`: it is of an earlier frame, for this one is still being made.
    """

    image: QImage | None = None
    card_of: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class SeenTake:
    """The take that is seen of a shot, and whether its prompt asks for another one by now."""

    take: Take
    stale: bool


def seen_take(document: FilmDocument, shot: Shot) -> SeenTake | None:
    """The take the user is looking at, else the one the film shows; None for a title card."""
    shown = document.shown(shot.id)
    taken = shown.shown if shown is not None else None
    looked_at = document.looked_at(shot.id)
    for take in shot.takes:
        if take.digest == looked_at and (taken is None or taken.take.digest != looked_at):
            return SeenTake(take, stale=False)
    return SeenTake(taken.take, taken.stale) if taken is not None else None


class Screen:
    """Looks at one document, and remembers what was last seen so that nothing flickers."""

    def __init__(self, document: FilmDocument) -> None:
        self._document = document
        self._last = Sight()
        self._last_takes: dict[str, tuple[tuple[str, str], QImage]] = {}
        self._counted = -1
        self.due_frames = self.late_frames = 0
        self.pace = Pace()

    def look(self, place: Place, height: int) -> Sight:
        """The frame at the playhead as it is to be painted now."""
        document = self._document
        looked_at, index = document.looked_at(place.shot.id), document.transport.frame
        if looked_at:
            image = self.take("A", place, looked_at, height)
            if image is not None:
                return Sight(image)
        playing = document.transport.playing
        found = document.pictures.frame(index, height, exact=not playing)
        self._count(index, late=found is None, playing=playing)
        if found is not None:
            self._last = Sight(found.image, "" if found.image is not None else found.shot_id)
            return self._last
        return replace(self._last, late=True)

    def take(self, side: str, place: Place, digest: str, height: int) -> QImage | None:
        """The frame at the playhead out of another take; the last one seen of it while this one is fetched."""
        key = (place.shot.id, digest)
        image = self._document.pictures.take_frame(*key, place.shot_frame, height)
        if image is not None:
            self._last_takes[side] = key, image
            return image
        last = self._last_takes.get(side)
        return last[1] if last is not None and last[0] == key else None

    def _count(self, index: int, late: bool, playing: bool) -> None:
        """How many film frames were due while playing, and how many of them came too late."""
        if not playing:
            self.pace.rest()
        elif index != self._counted:
            self._counted = index
            self.due_frames += 1
            self.late_frames += late
            self.pace.due(late)
