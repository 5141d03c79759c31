"""Any frame of the film, in any order, exactly as an export would show it."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate

from sora_studio.film.overlays import Overlay, drawn
from sora_studio.film.plan import FilmShot, FilmSize, Frame, Segment, plan_segments
from sora_studio.film.shelf import LostTake, TakeShelf
from sora_studio.timeline.camera import view_at

# A shot by its place in the film, from 0; None where it has nothing to show.
ShotAt = Callable[[int], FilmShot | None]


@dataclass(frozen=True, slots=True)
class Moment:
    """Where a film frame is: the shot's place from 0, the frame in the shot, and the segment it is frame `index` of.

    No segment: the shot shows nothing.
    """

    place: int
    shot_frame: int
    segment: Segment | None = None
    index: int = 0


class Reel:
    """The lengths of a film's shots, in film order and film frames."""

    def __init__(self, durations: Iterable[int]) -> None:
        self._starts: Sequence[int] = list(accumulate(durations, initial=0))

    @classmethod
    def laid(cls, starts: Sequence[int]) -> "Reel":
        """From where each shot begins, and the film's end."""
        reel = cls(())
        reel._starts = starts
        return reel

    @property
    def duration_frames(self) -> int:
        return self._starts[-1]

    def moment(self, frame: int, shot_at: ShotAt) -> Moment | None:
        """What film frame `frame` is made of; None outside the film. Into a blank shot or out of it leads a cut."""
        if not 0 <= frame < self.duration_frames:
            return None
        place = bisect_right(self._starts, frame) - 1
        shot_frame = frame - self._starts[place]
        shot = shot_at(place)
        if shot is None:
            return Moment(place, shot_frame)
        before = shot_at(place - 1) if place else None
        after = shot_at(place + 1) if place + 2 < len(self._starts) else None
        # Dissolves never reach beyond the neighbours, so these three are planned just as in the whole film.
        index = shot_frame + (before.duration_frames if before else 0)
        for segment in plan_segments([each for each in (before, shot, after) if each is not None]):
            if index < segment.frames:
                return Moment(place, shot_frame, segment, index)
            index -= segment.frames
        raise AssertionError("the segments are shorter than their shots")


class FilmPlayback:
    """One film as it stands. Cheap to make: takes are read when a frame of theirs is asked for, and lie on `shelf`."""

    def __init__(
        self, reel: Reel, shot_at: ShotAt, size: FilmSize, shelf: TakeShelf, overlays: Sequence[Overlay] = ()
    ) -> None:
        self.reel, self.size, self.overlays = reel, size, overlays
        self._shot_at, self._shelf = shot_at, shelf

    def moment(self, frame: int) -> Moment | None:
        """Where a film frame is; shots whose take is known to be unreadable are blank. None outside the film."""
        return self.reel.moment(frame, self._readable_at)

    def picture(self, frame: int, moment: Moment, height: int, *, exact: bool = True) -> Frame:
        """Film frame `frame`, which is that moment's, (height, w, 3) in the film's shape. Raises LostTake.

        Not `exact`: frames between two of a take's own are a plain mix of the two, which costs a tenth.
        """
        from sora_studio.film.compose import film_frame

        def take_frame(shot: FilmShot, at: Fraction | int) -> Frame:
            take = self._shelf.take(shot, self.size.rate)
            return take.frame(at, shot.between if exact or shot.between == "repeat" else "blend")

        assert moment.segment is not None
        size = replace(self.size, width=self.width(height), height=height)
        return drawn(self.overlays, film_frame(moment.segment, moment.index, take_frame, size), frame)

    def frame(self, frame: int, height: int, *, exact: bool = True) -> Frame | None:
        """Film frame `frame`; None where nothing can be shown, or outside the film."""
        while True:
            moment = self.moment(frame)
            if moment is None or moment.segment is None:
                return None
            try:
                return self.picture(frame, moment, height, exact=exact)
            except LostTake:
                continue  # The shelf has learnt of a lost take, so the next moment is without it.

    def own_index(self, shot: FilmShot, shot_frame: int) -> int:
        """The index of the take's own frame nearest to a frame of its shot; it may lie beyond the take."""
        return round(shot.position(shot_frame) * shot.take_frames_per_film_frame(self.size.rate))

    def own(self, shot: FilmShot, index: int, height: int) -> Frame:
        """The take's own frame of that index, held at its ends: no dissolve, nothing in between. Raises LostTake."""
        return self.fitted(self._shelf.take(shot, self.size.rate).own(index), height)

    def alone(self, shot: FilmShot, shot_frame: int, height: int) -> Frame:
        """The shot's frame as retimed, without the dissolves around it. Raises LostTake."""
        frame = self._shelf.take(shot, self.size.rate).frame(shot.position(shot_frame), shot.between)
        if not shot.camera:
            return self.fitted(frame, height)
        from sora_studio.film.camera import seen

        return seen(
            frame, view_at(shot.camera, shot_frame), replace(self.size, width=self.width(height), height=height)
        )

    def fitted(self, frame: Frame, height: int) -> Frame:
        """Any frame in the film's shape at a height."""
        from sora_studio.film.fit import fit

        return fit(frame, self.width(height), height, self.size.framing)

    def width(self, height: int) -> int:
        """The film's width, in pixels, at a height."""
        return max(1, round(height * self.size.width / self.size.height))

    def _readable_at(self, place: int) -> FilmShot | None:
        shot = self._shot_at(place)
        return None if shot is None or self._shelf.problem(shot.key) else shot
