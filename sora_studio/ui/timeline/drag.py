"""What a drag makes of the film: a named pure edit, held to what the film allows, and what to say meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass

from sora_studio.timeline import edits, trims
from sora_studio.timeline.project import Project
from sora_studio.timeline.seconds import LONGEST_SHOT_S, spell_frames
from sora_studio.timeline.shot import Shot, longest_transition
from sora_studio.timeline.strip import ShotStrip
from sora_studio.ui.language import translate
from sora_studio.ui.timeline.deeds import Deed, cut_index
from sora_studio.ui.timeline.hit import Hit
from sora_studio.ui.timeline.readout import name, signed
from sora_studio.ui.transition_names import kind_name

Edit = Callable[[Project], Project]
# How many film frames the take that a shot shows, or will have, goes on for; None where nobody knows.
ClipFrames = Callable[[Shot], int | None]


@dataclass(frozen=True, slots=True)
class Dragged:
    """`frames` is how far it came; `change` makes the edit; `edges` are the film frames to mark on the screen."""

    label: str
    frames: int
    readout: str
    change: Edit
    edges: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reach:
    """How far something can be dragged, in frames either way."""

    least: int
    most: int

    def held(self, frames: int) -> int:
        return min(max(frames, self.least), self.most)


@dataclass(frozen=True, slots=True)
class ShotDrag:
    """A trim, roll, slip or slide that has begun. `edges` are the film frames that snap."""

    deed: Deed
    index: int
    reach: Reach
    edges: tuple[int, ...]
    at: Callable[[int], Dragged]

    def dragged(self, frames: int) -> Dragged:
        """The edit for that many frames, or as many as the film allows."""
        return self.at(self.reach.held(frames))


def begin(deed: Deed, hit: Hit, project: Project, strip: ShotStrip, clip: ClipFrames) -> ShotDrag | None:
    """The drag a press on a shot begins; None where there is nothing to drag that way."""
    film = _Film(project, strip, clip)
    match deed:
        case "trim_tail":
            return film.trim_tail(hit.index)
        case "trim_head":
            return film.trim_head(hit.index)
        case "roll":
            return film.roll(cut_index(hit))
        case "slip":
            return film.slip(hit.index)
        case "slide":
            return film.slide(hit.index)
        case "dissolve_head" | "dissolve_tail":
            return film.dissolve(hit.index, deed)
        case _:
            return None


@dataclass(frozen=True, slots=True)
class _Film:
    project: Project
    strip: ShotStrip
    clip: ClipFrames

    def _spelled(self, frames: int) -> str:
        return spell_frames(frames, self.project.frame_rate)

    @property
    def _longest(self) -> int:
        return self.project.frame_rate.frames(LONGEST_SHOT_S)

    def _beyond(self, shot: Shot, used: int) -> str:
        """A word of warning where a shot outgrows the clip it is cut from."""
        clip = self.clip(shot)
        beyond = shot.takes and clip is not None and used > clip
        return translate("Drag", " · beyond the take") if beyond else ""

    def trim_tail(self, index: int) -> ShotDrag:
        shot, cut = self.strip.shots[index], self.strip.starts[index + 1]
        label = translate("Edits", "Trim shot {shot}").format(shot=name(self.strip, index))

        def at(frames: int) -> Dragged:
            length = shot.duration_frames + frames
            said = f"{signed(frames)} · {self._spelled(length)}{self._beyond(shot, shot.head_frames + length)}"
            return Dragged(label, frames, said, lambda film: trims.ripple(film, shot.id, frames), (cut + frames,))

        reach = Reach(1 - shot.duration_frames, max(0, self._longest - shot.duration_frames))
        return ShotDrag("trim_tail", index, reach, (cut,), at)

    def trim_head(self, index: int) -> ShotDrag:
        shot, start = self.strip.shots[index], self.strip.starts[index]
        label = translate("Edits", "Trim shot {shot}").format(shot=name(self.strip, index))

        def at(frames: int) -> Dragged:
            said = f"{signed(frames)} · {self._spelled(shot.duration_frames - frames)}"
            return Dragged(label, frames, said, lambda film: _head_moved(film, shot.id, frames), (start,))

        reach = Reach(-self._head_room(shot), shot.duration_frames - 1)
        return ShotDrag("trim_head", index, reach, (start,), at)

    def roll(self, index: int) -> ShotDrag | None:
        if not 0 <= index < len(self.strip) - 1:
            return None
        shot, following = self.strip.shots[index], self.strip.shots[index + 1]
        cut = self.strip.starts[index + 1]
        label = translate("Edits", "Roll the cut after shot {shot}").format(shot=name(self.strip, index))

        def at(frames: int) -> Dragged:
            both = (shot.duration_frames + frames, following.duration_frames - frames)
            said = f"{signed(frames)} · {self._spelled(both[0])} | {self._spelled(both[1])}"
            return Dragged(
                label, frames, said, lambda film: _rolled(film, shot.id, following.id, frames), (cut + frames,)
            )

        least = max(1 - shot.duration_frames, -self._head_room(following))
        return ShotDrag("roll", index, Reach(least, following.duration_frames - 1), (cut,), at)

    def slip(self, index: int) -> ShotDrag | None:
        """Dragging right shows an earlier part, as if the take itself were pulled."""
        shot = self.strip.shots[index]
        if not shot.takes:
            return None
        clip = self.clip(shot)
        spare = max(0, clip - shot.duration_frames - shot.head_frames) if clip is not None else 0
        label = translate("Edits", "Slip shot {shot}").format(shot=name(self.strip, index))

        def at(frames: int) -> Dragged:
            head = shot.head_frames - frames
            said = translate("Drag", "{shift} · from {start} of the take").format(
                shift=signed(-frames), start=self._spelled(head)
            )
            return Dragged(label, frames, said, lambda film: trims.slip(film, shot.id, -frames))

        return ShotDrag("slip", index, Reach(-spare, shot.head_frames), (), at)

    def slide(self, index: int) -> ShotDrag | None:
        if not 0 < index < len(self.strip) - 1:
            return None
        before, following = self.strip.shots[index - 1], self.strip.shots[index + 1]
        start, stop = self.strip.starts[index], self.strip.starts[index + 1]
        label = translate("Edits", "Slide shot {shot}").format(shot=name(self.strip, index))

        def at(frames: int) -> Dragged:
            both = (before.duration_frames + frames, following.duration_frames - frames)
            said = f"{signed(frames)} · {self._spelled(both[0])} | {self._spelled(both[1])}"
            change: Edit = lambda film: _rolled(film, before.id, following.id, frames)  # noqa: E731
            return Dragged(label, frames, said, change, (start + frames, stop + frames))

        least = max(1 - before.duration_frames, -self._head_room(following))
        return ShotDrag("slide", index, Reach(least, following.duration_frames - 1), (start, stop), at)

    def dissolve(self, index: int, deed: Deed) -> ShotDrag:
        shot, following = self.strip.shots[index], self.strip.shots[index + 1]
        before, sign = self.strip.transition(index).duration_frames, 1 if deed == "dissolve_tail" else -1
        longest = longest_transition(shot, following)
        range_ = self.strip.transition_range(index)
        edge = range_.stop if sign > 0 else range_.start
        label = translate("Edits", "Transition after shot {shot}").format(shot=name(self.strip, index))

        def at(frames: int) -> Dragged:
            length = min(max(before + 2 * sign * frames, 0), longest)
            kind = kind_name(shot.transition.lasting(length).kind)
            said = f"{kind} {self._spelled(length)}" if length else kind
            return Dragged(label, frames, said, lambda film: with_transition(film, shot.id, length), (edge + frames,))

        shrink, grow = -(before // 2), (longest - before + 1) // 2
        reach = Reach(shrink, grow) if sign > 0 else Reach(-grow, -shrink)
        return ShotDrag(deed, index, reach, (edge,), at)

    @staticmethod
    def _head_room(shot: Shot) -> int:
        """How far a head can be pulled earlier. A shot with no take yet begins wherever it is cut."""
        return shot.head_frames if shot.takes else 10**6


def with_transition(project: Project, shot_id: str, frames: int) -> Project:
    """The film with the shot's transition that long, a dissolve where there was none; 0 frames is a cut. EditError
    where it doesn't fit."""
    return edits.set_transition(project, shot_id, project.find(shot_id)[1].transition.lasting(frames))


def _head_moved(project: Project, shot_id: str, frames: int) -> Project:
    """The head trimmed. What isn't rendered yet has no beginning to skip: it just lasts another time."""
    _, shot = project.find(shot_id)
    if shot.takes:
        return trims.ripple(project, shot_id, frames, "head")
    return trims.trim(project, shot_id, shot.duration_frames - frames)


def _rolled(project: Project, longer_id: str, shorter_id: str, frames: int) -> Project:
    """One shot gains at its tail what another loses at its head."""
    return _head_moved(trims.ripple(project, longer_id, frames), shorter_id, frames)
