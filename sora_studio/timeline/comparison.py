"""How two states of a film differ, told by shots; and going back to one without losing the takes made since."""

from dataclasses import dataclass, replace

from sora_studio.timeline.change import Rearranged, diff
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import Shot, Take


@dataclass(frozen=True, slots=True)
class Comparison:
    """Ids of shots that came, left, changed, or only stand elsewhere. `other`: something beside the shots differs.

    Takes are no difference: rendering brings them, and they stay.
    """

    added: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    moved: frozenset[str] = frozenset()
    other: bool = False

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.moved or self.other)


def compare(before: Project, after: Project) -> Comparison:
    """What leads from one film to the other."""
    was = {shot.id: shot for _, shot in before.shots()}
    now = {shot.id: shot for _, shot in after.shots()}
    touched: set[str] = set()
    other = False
    for edit in diff(before, after).edits:
        match edit.path:
            case ("scenes", _, "shots", shot_id, *_):
                touched.add(shot_id)
            case ("scenes", _, "shots") if isinstance(edit, Rearranged):
                touched.update(placed.id for placed in (*edit.before, *edit.after))
            case _:
                other = True
    both = {shot_id for shot_id in touched if shot_id in was and shot_id in now}
    changed = {shot_id for shot_id in both if _without_takes(was[shot_id]) != _without_takes(now[shot_id])}
    return Comparison(
        added=frozenset(now.keys() - was.keys()),
        removed=frozenset(was.keys() - now.keys()),
        changed=frozenset(changed),
        moved=frozenset(shot_id for shot_id in both if was[shot_id] == now[shot_id]),
        other=other,
    )


def restored(now: Project, version: Project) -> Project:
    """The version, with the takes its shots were given since.

    They stand before its own takes, so that a shot shows what it showed then.
    """
    since = {shot.id: shot.takes for _, shot in now.shots()}
    scenes = (
        replace(scene, shots=tuple(_with_takes(shot, since.get(shot.id, ())) for shot in scene.shots))
        for scene in version.scenes
    )
    return replace(version, scenes=tuple(scenes))


def _with_takes(shot: Shot, since: tuple[Take, ...]) -> Shot:
    own = {take.digest for take in shot.takes}
    later = tuple(take for take in since if take.digest not in own)
    return replace(shot, takes=(*later, *shot.takes)) if later else shot


def _without_takes(shot: Shot) -> Shot:
    return replace(shot, takes=(), pinned="")
