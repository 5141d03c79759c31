"""Films to hand to other programs, and what another program's reader finds in the files."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from sora_studio.exchange.media import film_start, take_start
from sora_studio.exchange.shot_names import shot_names
from sora_studio.timeline.markers import Marker
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import DialogueLine, Direction, Shot, Transition
from sora_studio.timeline.sound import AudioCue, AudioTrack
from sora_studio.timeline.time import FrameRate

# The film's rate, and where it starts: the second one counts 29.97 in drop-frame.
RATES = [
    (FrameRate(24000, 1001), "01:00:00:00"),
    (FrameRate(24), "01:00:00:00"),
    (FrameRate(25), "10:00:00:00"),
    (FrameRate(30000, 1001), "01:00:00;00"),
    (FrameRate(30000, 1001), "01:00:00:00"),
]


def cut_film(rate: FrameRate = RATES[1][0], start: str = "01:00:00:00") -> Project:
    """Two scenes and six shots of odd lengths and slips, dissolves odd and even, sound on two tracks, markers."""
    said = (DialogueLine("MARY", "Is anybody there?", "softly"), DialogueLine("Tom", "Only me & <the> fox."))
    tide = Shot("a", Direction("the tide comes in", size="WS"), 97, 5, transition=Transition("dissolve", 13))
    fox = Shot("b", Direction("a fox at the door"), 48, 3, said, "A fox.", "Hold the beat.", "12A")
    scene = Scene("s1", "EXT. HARBOUR - DAY", Direction("harbour"), (tide, fox), "12")
    rest = (
        Shot("c", Direction("rain"), 31, 0, transition=Transition("dissolve", 12)),
        Shot("d", Direction("snow"), 40, 30, transition=Transition("dissolve", 1)),
        Shot("e", Direction("fire"), 1800, 2),
        Shot("f", Direction("night"), 24, 0),
    )
    music = AudioTrack("t1", "Music", (AudioCue("k1", "0" * 64, "waves.wav", 10, 200, 4, -6.0, 12, 12),))
    voices = AudioTrack(
        "t2", "Voices", (AudioCue("k2", "1" * 64, "mary.wav", 100, 30), AudioCue("k3", "1" * 64, "mary.wav", 140, 8, 9))
    )
    markers = (Marker("m1", 0, "Start"), Marker("m2", 120, "Look & “listen”"))
    return Project(
        "The Tide & the Fox",
        rate,
        1920,
        1080,
        scenes=(scene, Scene("s2", "INT. ROOM - NIGHT", Direction("room"), rest)),
        author="Ada",
        start_timecode=start,
        tracks=(music, voices),
        markers=markers,
    )


@dataclass(frozen=True)
class Found:
    """Clips as (name, first source frame, frames), and dissolves as (clips before it, frames before its cut, after)."""

    clips: list[tuple[str, int, int]]
    dissolves: list[tuple[int, int, int]]


def expected(project: Project) -> Found:
    """What a reader should find of a film."""
    names, take = shot_names(project), take_start(project)
    clips = [(names[s.id], take + s.head_frames, s.duration_frames) for _, s in project.shots()]
    dissolves = [
        (at, each.frames_before_cut, each.frames_after_cut)
        for at, each in enumerate(project.transitions(), start=1)
        if each.duration_frames
    ]
    return Found(clips, dissolves)


def edl_expected(project: Project) -> Found:
    """The same as an EDL says it: a dissolve begins its incoming clip."""
    names, take = shot_names(project), take_start(project)
    clips: list[tuple[str, int, int]] = []
    dissolves: list[tuple[int, int, int]] = []
    before = 0
    for at, ((_, shot), out) in enumerate(zip(project.shots(), project.transitions(), strict=True), start=1):
        frames = before + shot.duration_frames - out.frames_before_cut
        clips.append((names[shot.id], take + shot.head_frames - before, frames))
        if out.duration_frames:
            dissolves.append((at, 0, out.duration_frames))
        before = out.frames_before_cut
    return Found(clips, dissolves)


def read_by_otio(path: Path, project: Project) -> Any:
    """The file as OpenTimelineIO reads it."""
    import opentimelineio as otio

    arguments: dict[str, Any] = {"rate": float(project.frame_rate.per_second)} if path.suffix == ".edl" else {}
    read = otio.adapters.read_from_file(str(path), **arguments)
    if isinstance(read, otio.schema.SerializableCollection):
        (read,) = (each for each in read if isinstance(each, otio.schema.Timeline))
    return read


def found(timeline: Any) -> Found:
    """What stands on a timeline's first picture track."""
    import opentimelineio as otio

    clips: list[tuple[str, int, int]] = []
    dissolves: list[tuple[int, int, int]] = []
    for item in timeline.video_tracks()[0]:
        if isinstance(item, otio.schema.Transition):
            dissolves.append((len(clips), round(item.in_offset.value), round(item.out_offset.value)))
        elif isinstance(item, otio.schema.Clip):
            where = item.trimmed_range()
            clips.append((item.name, round(where.start_time.value), round(where.duration.value)))
    return Found(clips, dissolves)


def starts_at(project: Project) -> int:
    return film_start(project)


texts = st.sampled_from(["", "fox", "Tom & <b>", "rain, “snow”", "= 1", "a\nb", "Ünïcödé 雪"])
