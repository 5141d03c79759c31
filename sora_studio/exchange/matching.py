"""Which shot of a film a clip of a cut list shows."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from sora_studio.exchange.cut_list import CutClip
from sora_studio.exchange.otio_cut import media_stem
from sora_studio.exchange.shot_names import shot_names
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import Shot


def match_clips(project: Project, clips: Sequence[CutClip]) -> list[Shot | None]:
    """For each clip the shot it shows, None for no shot of this film.

    By the id the file kept; else by the clip's name, then its movie's; else, where nothing in the whole file is known
    by id or name, by order and length.
    """
    shots = [shot for _, shot in project.shots()]
    by_id = {shot.id: shot for shot in shots}
    named = shot_names(project)
    by_name = {named[shot.id].casefold(): shot for shot in shots}
    found = [by_id.get(clip.shot_id) or _by_name(by_name, clip) for clip in clips]
    if any(found):
        return found
    return _by_order(shots, clips)


def _by_name(by_name: dict[str, Shot], clip: CutClip) -> Shot | None:
    # A clip with an id of ours that isn't in the film shows a shot that was taken out, whatever has its name now.
    if clip.shot_id:
        return None
    for name in (clip.name, media_stem(clip.name), clip.media):
        if shot := by_name.get(name.casefold()):
            return shot
    return None


def _by_order(shots: Sequence[Shot], clips: Sequence[CutClip]) -> list[Shot | None]:
    found: list[Shot | None] = [None] * len(clips)
    lengths = [shot.duration_frames for shot in shots], [clip.duration_frames if clip.name else 0 for clip in clips]
    for block in SequenceMatcher(None, *lengths, autojunk=False).get_matching_blocks():
        for step in range(block.size):
            found[block.b + step] = shots[block.a + step]
    return found
