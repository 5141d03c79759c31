"""Subtitles as a film of their own, or as the dialogue of a film that is there."""

from dataclasses import replace

from sora_studio.exchange.speech import read_speech
from sora_studio.exchange.srt import Subtitle, read_subtitles
from sora_studio.timeline.ids import text_id, unused_id
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import DialogueLine, Direction, Shot
from sora_studio.timeline.time import FrameRate


def parse_subtitles(text: str, title: str) -> Project:
    """A film of a shot for each subtitle, from one's beginning to the next one's. ScriptError."""
    rate = FrameRate(24)
    subtitles = read_subtitles(text)
    shots: list[Shot] = []
    taken: set[str] = set()
    start = 0
    for at, each in enumerate(subtitles):
        stop = rate.frames(subtitles[at + 1].start if at + 1 < len(subtitles) else each.stop)
        said = read_speech(each.text)
        shows = f"{said.character or 'Someone'} speaks"
        shot_id = unused_id(text_id("shot", each.text), taken)
        taken.add(shot_id)
        stop = max(start + 1, stop)
        shots.append(Shot(shot_id, Direction(shows), stop - start, dialogue=(said,), action=shows))
        start = stop
    return Project(title, rate, scenes=(Scene(text_id("scene", title), "", shots=tuple(shots)),))


def with_dialogue(project: Project, subtitles: list[Subtitle]) -> tuple[Project, list[str]]:
    """The film with each subtitle said in the shot it begins in, in the place of what was said there; and what of
    them found no shot. Where the words are the same, who speaks and how stays."""
    rate = project.frame_rate
    spoken: dict[str, list[str]] = {}
    late = 0
    starts: list[tuple[int, Shot]] = []
    stop = 0
    for _, shot in project.shots():
        starts.append((stop, shot))
        stop += shot.duration_frames
    at = 0
    for each in subtitles:
        frame = rate.frames(each.start)
        while at + 1 < len(starts) and starts[at + 1][0] <= frame:
            at += 1
        if frame >= stop:
            late += 1
        else:
            spoken.setdefault(starts[at][1].id, []).append(each.text)
    scenes = tuple(
        replace(scene, shots=tuple(_saying(shot, spoken.get(shot.id, [])) for shot in scene.shots))
        for scene in project.scenes
    )
    what = "One subtitle begins" if late == 1 else f"{late} subtitles begin"
    notes = [f"{what} after the film's end: left out."] if late else []
    return replace(project, scenes=scenes), notes


def _saying(shot: Shot, texts: list[str]) -> Shot:
    if not texts or _words(" ".join(texts)) == _words(" ".join(line.text for line in shot.dialogue)):
        return shot
    known = {_words(line.text): line for line in shot.dialogue}
    lines: list[DialogueLine] = [known.get(_words(text)) or read_speech(text) for text in texts]
    return replace(shot, dialogue=tuple(lines))


def _words(text: str) -> str:
    return " ".join(text.replace("-->", "->").split())
