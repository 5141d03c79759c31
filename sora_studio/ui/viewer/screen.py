"""What is to be seen at a film frame: its picture, the last one while it is fetched, or the shot's card."""

from dataclasses import dataclass, replace

from PySide6.QtGui import QImage

from sora_studio.ui.document import FilmDocument


@dataclass(frozen=True, slots=True)
class Sight:
    """An image, or the id of the shot whose card stands for it; neither: the film is empty.

    `late`: it is of an earlier frame, for this one is still being made.
    """

    image: QImage | None = None
    card_of: str = ""
    late: bool = False


class Screen:
    """Looks at one document, and remembers what was last seen so that nothing flickers."""

    def __init__(self, document: FilmDocument) -> None:
        self._document = document
        self._last = Sight()
        self._last_other: tuple[tuple[str, str], QImage] | None = None
        self._counted = -1
        self.due_frames = self.late_frames = 0

    def look(self, index: int, height: int) -> Sight:
        """Film frame `index` as it is to be painted now."""
        playing = self._document.transport.playing
        found = self._document.pictures.frame(index, height, exact=not playing)
        self._count(index, late=found is None, playing=playing)
        if found is not None:
            self._last = Sight(found.image, "" if found.image is not None else found.shot_id)
            return self._last
        return replace(self._last, late=True)

    def other_take(self, shot_id: str, digest: str, shot_frame: int, height: int) -> QImage | None:
        """The same frame of another take; the last one seen of it while this one is fetched."""
        key = (shot_id, digest)
        image = self._document.pictures.take_frame(shot_id, digest, shot_frame, height)
        if image is not None:
            self._last_other = key, image
        elif self._last_other is not None and self._last_other[0] == key:
            image = self._last_other[1]
        return image

    def _count(self, index: int, late: bool, playing: bool) -> None:
        """How many film frames were due while playing, and how many of them came too late."""
        if playing and index != self._counted:
            self._counted = index
            self.due_frames += 1
            self.late_frames += late
