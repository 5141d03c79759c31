"""An editing program's cut brought back onto its film: order, lengths, starts and dissolves, as one edit."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sora_studio.exchange.cut_list import CutClip, CutList, at_rate
from sora_studio.exchange.matching import match_clips
from sora_studio.exchange.media import picture_spans, take_start
from sora_studio.exchange.shot_names import shot_names
from sora_studio.timeline.ids import text_id, unused_id
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.seeds import take_seed
from sora_studio.timeline.shot import Direction, Shot, fitted_transition
from sora_studio.timeline.trims import recut

BLACK = "a black screen"


@dataclass(frozen=True, slots=True)
class Conformed:
    """The film as the cut has it; `changes` and what `unmatched` found no shot, in sentences, in the cut's order."""

    project: Project
    changes: tuple[str, ...]
    unmatched: tuple[str, ...]


def conform_to_cut(project: Project, cut: CutList) -> Conformed:
    """The film in the cut's order and lengths; what the cut shows that is no shot of it gets a shot as its place.

    Shots that the cut leaves out are taken out. Sound and markers stay at their frames. Where the cut is the film's
    own, it is the very same film.
    """
    clips = at_rate(cut.clips, cut.rate, project.frame_rate)
    found = match_clips(project, clips)
    if not any(found):
        return Conformed(project, (), ("Nothing in the cut could be matched with a shot of this film.", *cut.notes))
    making = _Making(project, Counter(shot.id for shot in found if shot))
    shots = [making.shot(clip, shot) for clip, shot in zip(clips, found, strict=True)]
    shots = _with_transitions(shots, clips)
    scenes = _scenes(project, shots, [shot.id if shot else "" for shot in found])
    made = replace(project, scenes=scenes)
    notes = list(cut.notes)
    if cut.rate != project.frame_rate:
        notes.append(f"The cut runs at {cut.rate}, the film at {project.frame_rate}: cuts went to the nearest frame.")
    changes = _changes(project, made, found, making.started_early)
    return Conformed(made, tuple(changes), (*making.unmatched, *notes))


class _Making:
    """Shots of the conformed film, each made from a clip."""

    def __init__(self, project: Project, uses: Counter[str]) -> None:
        self.unmatched: list[str] = []
        self.started_early: set[str] = set()
        self._project, self._uses = project, uses
        self._spans, self._take_start = picture_spans(project), take_start(project)
        self._ids = {shot.id for _, shot in project.shots()}
        self._used: set[str] = set()
        self._record = project.frame_rate.frame_at(project.start_timecode)

    def shot(self, clip: CutClip, shot: Shot | None) -> Shot:
        """The shot as the clip shows it."""
        at = self._project.frame_rate.timecode(self._record)
        self._record += clip.duration_frames
        if shot is None:
            return self._placeholder(clip, at)
        head = self._head(clip, shot)
        if head < 0:
            self.started_early.add(shot.id)
        trimmed = recut(shot, max(0, head) - shot.head_frames, clip.duration_frames)
        if self._uses[shot.id] > 1:
            # As after a split: all of them go on showing what they were cut from.
            trimmed = replace(trimmed, pinned=shot.pinned or (shot.takes[-1].digest if shot.takes else ""))
        if shot.id not in self._used:
            self._used.add(shot.id)
            return trimmed
        return self._again(trimmed)

    def _head(self, clip: CutClip, shot: Shot) -> int:
        """Where in its take the clip begins, by its source's timecode, or by its place in the movie we wrote."""
        if clip.source_frame >= self._take_start // 2:
            return clip.source_frame - self._take_start
        return self._spans[shot.id].start + clip.source_frame - (clip.media_start or 0)

    def _again(self, shot: Shot) -> Shot:
        """A shot used a second time: another shot that shows the same take."""
        seed = take_seed(self._project, shot)
        return replace(shot, id=self._new_id(shot.id), dialogue=(), number="", seed=seed, continues=False)

    def _placeholder(self, clip: CutClip, at: str) -> Shot:
        if clip.name:
            self.unmatched.append(f"{at}: “{clip.name}” is no shot of this film; a new shot holds its place.")
        else:
            self.unmatched.append(f"{at}: {clip.duration_frames} frames of black; a new shot holds their place.")
        said = " ".join(clip.name.replace("_", " ").split()) or BLACK
        notes = f"From the cut: {clip.name}" if clip.name else ""
        shot_id = self._new_id(text_id("shot", f"cut {at} {clip.name}"))
        return Shot(shot_id, Direction(said), clip.duration_frames, action=said, notes=notes)

    def _new_id(self, wanted: str) -> str:
        fresh = unused_id(wanted, self._ids)
        self._ids.add(fresh)
        return fresh


def _with_transitions(shots: Sequence[Shot], clips: Sequence[CutClip]) -> list[Shot]:
    """The clips' transitions on the shots; one asked for longer than it can be shown stays asked for.

    Most formats know no other than a dissolve, so a wipe that comes back as one is still a wipe.
    """
    made: list[Shot] = []
    for shot, clip, after in zip(shots, clips, [*shots[1:], None], strict=True):
        asked = clip.transition
        if asked.kind == "dissolve":
            asked = shot.transition.lasting(asked.duration_frames)
        same = fitted_transition(shot, after) == asked
        made.append(shot if same else replace(shot, transition=asked))
    return made


def _scenes(project: Project, shots: Sequence[Shot], originals: Sequence[str]) -> tuple[Scene, ...]:
    """The shots in their scenes, in the cut's order; a scene the cut comes back to is there again."""
    home = {shot.id: scene for scene, shot in project.shots()}
    runs: list[tuple[Scene, list[Shot]]] = []
    for shot, original in zip(shots, originals, strict=True):
        scene = home.get(original) or (runs[-1][0] if runs else home[next(each for each in originals if each)])
        if not runs or runs[-1][0] is not scene:
            runs.append((scene, []))
        runs[-1][1].append(shot)
    made: list[Scene] = []
    taken = {scene.id for scene in project.scenes}
    used: set[str] = set()
    for scene, inside in runs:
        scene_id = scene.id
        if scene_id in used:
            scene_id = unused_id(scene_id, taken)
            taken.add(scene_id)
        used.add(scene.id)
        made.append(replace(scene, id=scene_id, shots=tuple(inside)))
    return _with_empty_scenes(project, made)


def _with_empty_scenes(project: Project, made: list[Scene]) -> tuple[Scene, ...]:
    """Scenes that had no shots stay after the scene they stood behind; those that lost all theirs are gone."""
    previous = ""
    for scene in project.scenes:
        if not scene.shots:
            at = next((at for at, each in enumerate(made, start=1) if each.id == previous), 0)
            made.insert(at, scene)
        if any(each.id == scene.id for each in made):
            previous = scene.id
    return tuple(made)


def _changes(before: Project, after: Project, found: Sequence[Shot | None], early: set[str]) -> list[str]:
    names = shot_names(before)
    old = {shot.id: at for at, (_, shot) in enumerate(before.shots())}
    new = {shot.id: shot for _, shot in after.shots()}
    kept = list(dict.fromkeys(shot.id for shot in found if shot is not None))
    still = _in_order([old[shot_id] for shot_id in kept])
    following = dict(zip(kept, [*kept[1:], ""], strict=True))
    was_shown = dict(zip(old, before.transitions(), strict=True))
    shown = {shot.id: out for (_, shot), out in zip(after.shots(), after.transitions(), strict=True)}
    told: list[str] = []
    for _, shot in before.shots():
        name = names[shot.id]
        if shot.id not in new:
            told.append(f"{name} isn't in the cut: it was taken out.")
            continue
        said: list[str] = []
        if old[shot.id] not in still:
            next_one = names.get(following[shot.id])
            said.append(f"moved before {next_one}" if next_one else "moved to the end")
        said += _trims(shot, new[shot.id])
        if shown[shot.id] != was_shown[shot.id]:
            out = shown[shot.id]
            length = out.duration_frames
            said.append(f"a {out.kind} of {length} frames into the next" if length else "cuts to the next")
        if shot.id in early:
            said.append("starts with its take, which has nothing before it")
        if said:
            told.append(f"{name}: {', '.join(said)}.")
    uses = Counter(shot.id for shot in found if shot is not None)
    told += [f"{names[each]} is in the cut {uses[each]} times." for each in kept if uses[each] > 1]
    if len(after.scenes) > len(before.scenes):
        told.append("The cut comes back to a scene: it is in the film once more.")
    return told


def _trims(was: Shot, now: Shot) -> list[str]:
    longer, later = now.duration_frames - was.duration_frames, now.head_frames - was.head_frames
    said: list[str] = []
    if longer:
        said.append(f"{abs(longer)} frames {'longer' if longer > 0 else 'shorter'} ({now.duration_frames})")
    if later:
        said.append(f"starts {abs(later)} frames {'later' if later > 0 else 'earlier'} in its take")
    return said


def _in_order(places: Sequence[int]) -> set[int]:
    """The most places that stand in rising order as they are; the others have moved."""
    tails: list[int] = []
    ends: list[int] = []
    back: list[int] = [-1] * len(places)
    for at, place in enumerate(places):
        length = bisect_left(tails, place)
        back[at] = ends[length - 1] if length else -1
        if length == len(tails):
            tails.append(place)
            ends.append(at)
        else:
            tails[length], ends[length] = place, at
    kept: set[int] = set()
    at = ends[-1] if ends else -1
    while at >= 0:
        kept.add(places[at])
        at = back[at]
    return kept
