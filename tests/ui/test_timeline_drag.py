"""What a press begins and what a drag makes of the film: always possible, named, and held to what the film allows."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sora_studio.errors import EditError
from sora_studio.timeline.markers import Marker
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import CUT, INHERIT, Shot, Take, Transition
from sora_studio.timeline.sound import AudioCue, AudioTrack
from sora_studio.timeline.strip import ShotStrip
from sora_studio.ui.timeline import gathered, scenes
from sora_studio.ui.timeline.deeds import Keys, Tool, deed
from sora_studio.ui.timeline.drag import Reach, begin
from sora_studio.ui.timeline.drag_sound import begin_cue, begin_marker
from sora_studio.ui.timeline.hit import Hit, Part

TAKE = Take("d" * 64, "draft", 1)


def film(*shots: tuple[int, int, bool], dissolve: int = 0) -> Project:
    """Shots of (duration, head, rendered), two to a scene."""
    way = Transition("dissolve", dissolve) if dissolve else CUT
    made = [
        Shot(f"s{at}", INHERIT, length, head, takes=(TAKE,) if rendered else (), transition=way)
        for at, (length, head, rendered) in enumerate(shots)
    ]
    scenes = tuple(Scene(f"sc{at}", f"S{at}", shots=tuple(made[at : at + 2])) for at in range(0, len(made), 2))
    return Project("Film", scenes=scenes)


def drag(project: Project, what: str, index: int, frames: int, clip: int | None = 100):
    hit = Hit("body", 0, index, f"s{index}")
    begun = begin(what, hit, project, ShotStrip(project), lambda _: clip)  # type: ignore[arg-type]
    assert begun is not None
    dragged = begun.dragged(frames)
    return dragged, dragged.change(project)


def lengths(project: Project) -> list[int]:
    return [shot.duration_frames for _, shot in project.shots()]


@pytest.mark.parametrize(
    ("part", "tool", "keys", "meant"),
    [
        ("tail", "select", Keys(), "trim_tail"),
        ("head", "select", Keys(), "trim_head"),
        ("tail", "select", Keys(ctrl=True), "roll"),
        ("body", "select", Keys(), "move"),
        ("body", "select", Keys(alt=True), "slip"),
        ("body", "select", Keys(alt=True, ctrl=True), "slide"),
        ("head", "ripple", Keys(), "trim_head"),
        ("head", "roll", Keys(), "roll"),
        ("body", "slip", Keys(), "slip"),
        ("tail", "slide", Keys(), "slide"),
        ("body", "razor", Keys(), "split"),
        ("dissolve_tail", "select", Keys(), "dissolve_tail"),
        ("cue", "razor", Keys(), "split_cue"),
        ("cue", "select", Keys(), "cue_move"),
        ("fade_in", "select", Keys(), "fade_in"),
        ("ruler", "razor", Keys(), "scrub"),
        ("nothing", "select", Keys(), "rubber"),
    ],
)
def test_tool_and_place_name_the_deed(part: Part, tool: Tool, keys: Keys, meant: str) -> None:
    assert deed(Hit(part, 0, 1, "s1"), tool, keys) == meant


def test_a_tail_trim_ripples_and_says_how_long_the_shot_gets() -> None:
    dragged, after = drag(film((24, 0, True), (48, 0, True), (24, 0, True)), "trim_tail", 1, 12)
    assert lengths(after) == [24, 60, 24]
    assert dragged.label == "Trim shot 2"
    assert dragged.readout == "+12 · 2s 12f"


def test_a_trim_past_the_take_says_so() -> None:
    dragged, _ = drag(film((24, 0, True), (24, 0, True)), "trim_tail", 0, 90, clip=96)
    assert dragged.readout.endswith("beyond the take")


def test_a_head_stops_where_the_take_begins_unless_nothing_is_rendered() -> None:
    dragged, after = drag(film((24, 5, True), (24, 0, True)), "trim_head", 0, -30)
    assert (dragged.frames, lengths(after)) == (-5, [29, 24])
    dragged, after = drag(film((24, 0, False), (24, 0, True)), "trim_head", 0, -30)
    assert (dragged.frames, lengths(after)) == (-30, [54, 24])


def test_a_roll_keeps_the_films_length() -> None:
    project = film((24, 0, True), (48, 10, True))
    dragged, after = drag(project, "roll", 0, -100)
    assert (dragged.frames, lengths(after)) == (-10, [14, 58])
    assert dragged.label == "Roll the cut after shot 1"
    assert lengths(drag(project, "roll", 0, 100)[1]) == [71, 1]


def test_a_slip_pulls_the_take_within_its_clip() -> None:
    project = film((24, 10, True))
    dragged, after = drag(project, "slip", 0, 50, clip=96)
    assert (dragged.frames, next(after.shots())[1].head_frames) == (10, 0)
    _, after = drag(project, "slip", 0, -500, clip=96)
    assert next(after.shots())[1].head_frames == 96 - 24


def test_only_a_rendered_shot_slips() -> None:
    project = film((24, 0, False))
    assert begin("slip", Hit("body", 0, 0, "s0"), project, ShotStrip(project), lambda _: 96) is None


def test_a_slide_moves_a_shot_between_its_neighbours() -> None:
    project = film((24, 0, True), (30, 0, True), (48, 20, True))
    dragged, after = drag(project, "slide", 1, 10)
    assert (dragged.label, lengths(after)) == ("Slide shot 2", [34, 30, 38])
    assert lengths(drag(project, "slide", 1, -100)[1]) == [4, 30, 68]


def test_a_dissolve_grows_on_both_sides_of_its_cut() -> None:
    project = film((24, 0, True), (24, 0, True), dissolve=8)
    dragged, after = drag(project, "dissolve_tail", 0, 3)
    assert after.transitions()[0].duration_frames == 14
    assert dragged.label == "Transition after shot 1"
    assert drag(project, "dissolve_tail", 0, 500)[1].transitions()[0].duration_frames == 24
    assert drag(project, "dissolve_head", 0, 500)[1].transitions()[0] == CUT


@given(
    st.lists(st.tuples(st.integers(1, 60), st.integers(0, 30), st.booleans()), min_size=2, max_size=8),
    st.integers(0, 7),
    st.integers(-300, 300),
    st.sampled_from(["trim_head", "trim_tail", "roll", "slip", "slide"]),
    st.one_of(st.none(), st.integers(1, 200)),
)
def test_whatever_is_dragged_the_edit_can_be_made(
    shots: list[tuple[int, int, bool]], index: int, frames: int, what: str, clip: int | None
) -> None:
    project = film(*shots)
    index %= len(shots)
    strip = ShotStrip(project)
    begun = begin(what, Hit("body", 0, index, f"s{index}"), project, strip, lambda _: clip)  # type: ignore[arg-type]
    if begun is None:
        return
    dragged = begun.dragged(frames)
    after = dragged.change(project)
    assert after.duration_frames >= 1
    assert begun.reach.least <= dragged.frames <= begun.reach.most
    assert (begun.dragged(0).change(project) == project) or what == "slip"
    if what in ("roll", "slip", "slide"):
        assert after.duration_frames == project.duration_frames


@given(st.integers(2, 40), st.integers(2, 40), st.integers(0, 40), st.integers(-60, 60), st.booleans())
def test_any_dissolve_drag_fits(first: int, second: int, frames: int, by: int, tail: bool) -> None:
    project = film((first, 0, True), (second, 0, True), dissolve=frames)
    what = "dissolve_tail" if tail else "dissolve_head"
    after = drag(project, what, 0, by)[1]
    assert after.transitions()[0] == next(after.shots())[1].transition


def test_reach_holds() -> None:
    assert [Reach(-3, 5).held(n) for n in (-9, 0, 9)] == [-3, 0, 5]


@given(st.integers(1, 9), st.sets(st.integers(0, 8)), st.integers(0, 9), st.booleans())
def test_moved_shots_stand_together_in_the_gap(count: int, moving: set[int], gap: int, later: bool) -> None:
    project = film(*[(10, 0, False)] * count)
    strip = ShotStrip(project)
    ids = {f"s{at}" for at in moving if at < count}
    place = gathered.gap_at(strip, min(gap, count), later)
    assert place is not None
    after = [shot.id for _, shot in gathered.move_shots(project, ids, place).shots()]
    before = [shot.id for shot in strip.shots[: place.index] if shot.id not in ids]
    behind = [shot.id for shot in strip.shots[place.index :] if shot.id not in ids]
    assert after == [*before, *sorted(ids), *behind]


def test_where_scenes_meet_either_can_be_meant() -> None:
    project = film(*[(10, 0, False)] * 4)
    strip = ShotStrip(project)
    earlier, later = gathered.gap_at(strip, 2), gathered.gap_at(strip, 2, later_scene=True)
    assert earlier is not None
    assert later is not None
    assert [len(s.shots) for s in gathered.move_shots(project, {"s3"}, earlier).scenes] == [3, 1]
    assert [shot.id for shot in gathered.move_shots(project, {"s3"}, later).scenes[1].shots] == ["s3", "s2"]


def test_scenes_are_cut_in_two_and_joined() -> None:
    project = film(*[(10, 0, False)] * 4)
    apart = scenes.begin_scene(project, "s1")
    assert [len(scene.shots) for scene in apart.scenes] == [1, 1, 2]
    assert [shot.id for _, shot in apart.shots()] == [shot.id for _, shot in project.shots()]
    assert scenes.join_scene(apart, "s1").scenes == project.scenes
    for edit, shot_id in ((scenes.begin_scene, "s0"), (scenes.join_scene, "s1")):
        with pytest.raises(EditError):
            edit(project, shot_id)


def test_an_inserted_shot_is_numbered_after_the_one_before() -> None:
    assert gathered.inserted_number("12", {"12", "13"}) == "12A"
    assert gathered.inserted_number("12A", {"12", "12A", "12B"}) == "12C"
    assert gathered.inserted_number("", {"12"}) == ""


def test_copies_get_ids_of_their_own_and_keep_their_takes() -> None:
    project = film((10, 0, True), (12, 3, True))
    text = gathered.to_text([shot for _, shot in project.shots()])
    shots = gathered.from_text(text)
    assert shots is not None
    strip = ShotStrip(project)
    after, ids = gathered.with_shots(project, shots, gathered.gap_at(strip, 1))
    assert ids == ["s0-2", "s1-2"]
    assert [shot.id for _, shot in after.shots()] == ["s0", "s0-2", "s1-2", "s1"]
    assert after.find("s1-2")[1].takes == (TAKE,)
    other, _ = gathered.with_shots(Project("Empty"), shots, None)
    assert lengths(other) == [10, 12]
    assert gathered.kept_takes(shots[0], ()).takes == ()


def test_the_clipboard_may_hold_something_else() -> None:
    assert gathered.from_text("a man walks his dog") is None
    with pytest.raises(EditError):
        gathered.from_text(f'{{"{gathered.CLIPBOARD_KEY}": 1, "shots": [{{"id": 3}}]}}')


CUE = AudioCue("c1", "0" * 64, "rain.wav", 20, 40, 5, fade_in_frames=4)


def sounding() -> Project:
    tracks = (AudioTrack("t1", "A", (CUE,)), AudioTrack("t2", "B"))
    return replace(film((100, 0, True)), tracks=tracks, markers=(Marker("m1", 30, "Beat"),))


@given(st.sampled_from(["cue_move", "cue_head", "cue_tail", "cue_slip", "fade_in", "fade_out"]), st.integers(-500, 500))
def test_whatever_is_done_to_a_sound_can_be_done(what: str, frames: int) -> None:
    begun = begin_cue(what, "c1", sounding())  # type: ignore[arg-type]
    assert begun is not None
    dragged = begun.dragged(frames)
    after = dragged.change(sounding())
    assert after.tracks[0].cues
    assert "rain.wav" in dragged.label


def test_a_sound_can_go_to_another_track() -> None:
    begun = begin_cue("cue_move", "c1", sounding(), "t2")
    assert begun is not None
    dragged = begun.dragged(-50)
    after = dragged.change(sounding())
    assert dragged.label == "Move sound “rain.wav”"
    assert [len(track.cues) for track in after.tracks] == [0, 1]
    assert after.tracks[1].cues[0].start_frame == 0


def test_a_marker_goes_no_further_than_the_films_start() -> None:
    dragged = begin_marker("m1", sounding()).dragged(-99)
    assert dragged.label == "Move marker “Beat”"
    assert dragged.change(sounding()).markers[0].frame == 0
