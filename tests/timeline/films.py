"""Films for the timeline's tests: one by hand, and hypothesis strategies for any."""

from hypothesis import strategies as st

from sora_studio.timeline.markers import Marker
from sora_studio.timeline.project import Project, RenderSettings, Scene
from sora_studio.timeline.shot import DialogueLine, Direction, Shot, Take, Transition
from sora_studio.timeline.sound import AudioCue, AudioTrack
from sora_studio.timeline.time import FrameRate
from sora_studio.timeline.transition import KINDS


def shot(name: str, duration_frames: int = 96, head_frames: int = 0, **values: object) -> Shot:
    return Shot(name, Direction(prompt=f"shot {name}"), duration_frames, head_frames, **values)  # type: ignore[arg-type]


def film() -> Project:
    """Two scenes, s1 with a b c and s2 with d e; 96 frames a shot."""
    return Project(
        "Film",
        scenes=(
            Scene("s1", "EXT. MEADOW - DAY", Direction(prompt="a meadow"), (shot("a"), shot("b"), shot("c"))),
            Scene("s2", "INT. ROOM - NIGHT", Direction(prompt="a room"), (shot("d"), shot("e"))),
        ),
    )


words = st.sampled_from(["", "fox", "rain"])
directions = st.builds(Direction, prompt=words, size=st.sampled_from(["", "CU"]))
takes = st.builds(Take, st.sampled_from("0123456789"), st.sampled_from(["draft", "refined"]), st.integers(0, 9))
transitions = st.one_of(st.just(Transition()), st.builds(Transition, st.sampled_from(KINDS[1:]), st.integers(1, 30)))
shot_values = {
    "direction": directions,
    "duration_frames": st.integers(1, 50),
    "head_frames": st.integers(0, 9),
    "dialogue": st.lists(st.builds(DialogueLine, words, words), max_size=1).map(tuple),
    "transition": transitions,
    "seed": st.none() | st.integers(0, 9),
    "takes": st.lists(takes, max_size=2, unique_by=lambda take: take.digest).map(tuple),
    "notes": words,
    "continues": st.booleans(),
    "sketch": words,
    "strength_percent": st.sampled_from([0, 5, 100]),
    "pack": words,
}


@st.composite
def tracks(draw: st.DrawFn) -> tuple[AudioTrack, ...]:
    """Sound tracks whose cues come from one small pool of ids, so that two films share, move and swap cues."""
    ids = draw(st.lists(st.sampled_from("ijklm"), unique=True, max_size=4))
    track_ids = draw(st.lists(st.sampled_from("tuv"), unique=True, max_size=3))
    on_track = [draw(st.integers(0, len(track_ids) - 1)) for _ in ids] if track_ids else []
    return tuple(
        AudioTrack(
            track_id,
            draw(words),
            draw(cues([name for name, on in zip(ids, on_track, strict=True) if on == at] if track_ids else [])),
            draw(gains),
            draw(st.booleans()),
            draw(st.booleans()),
        )
        for at, track_id in enumerate(track_ids)
    )


@st.composite
def cues(draw: st.DrawFn, ids: list[str]) -> tuple[AudioCue, ...]:
    """Cues of these ids one after the other, with gaps or without."""
    made: list[AudioCue] = []
    start = 0
    for name in ids:
        start += draw(st.integers(0, 20))
        length = draw(st.integers(1, 30))
        fade_in = draw(st.integers(0, length))
        fade_out = draw(st.integers(0, length - fade_in))
        media = draw(st.sampled_from(["0" * 64, "1" * 64]))
        made.append(
            AudioCue(name, media, draw(words), start, length, draw(st.integers(0, 9)), draw(gains), fade_in, fade_out)
        )
        start += length
    return tuple(made)


gains = st.sampled_from([0.0, -6.0, 3.5])
markers = st.lists(
    st.builds(Marker, st.sampled_from("pqr"), st.integers(0, 99), words), max_size=3, unique_by=lambda each: each.id
).map(lambda each: tuple(sorted(each, key=lambda marker: marker.frame)))


@st.composite
def projects(draw: st.DrawFn) -> Project:
    """Films whose shots come from one small pool of ids, so that two of them share, move and swap shots."""
    ids = draw(st.lists(st.sampled_from("abcdefg"), unique=True, max_size=5))
    scene_ids = draw(st.lists(st.sampled_from("uvwx"), unique=True, min_size=1))
    cuts = sorted(draw(st.integers(0, len(ids))) for _ in scene_ids[1:])
    scenes = tuple(
        Scene(
            scene_id,
            draw(words),
            draw(directions),
            tuple(draw(st.builds(Shot, st.just(name), **shot_values)) for name in ids[start:stop]),
        )
        for scene_id, start, stop in zip(scene_ids, [0, *cuts], [*cuts, len(ids)], strict=True)
    )
    rate = draw(st.sampled_from([FrameRate(24), FrameRate(30000, 1001)]))
    return Project(
        draw(words),
        rate,
        settings=RenderSettings(seed=draw(st.integers(0, 3)), step_cache=draw(st.sampled_from([0.0, 0.05, 1.0]))),
        scenes=scenes,
        tracks=draw(tracks()),
        markers=draw(markers),
    )
