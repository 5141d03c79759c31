"""Frames and pixels, the ruler's marks, the strip of shots, and what lies under a point."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sora_studio.errors import EditError
from sora_studio.timeline.edits import insert, move, remove
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import INHERIT, Shot, Transition
from sora_studio.timeline.sound import AudioCue, AudioTrack
from sora_studio.timeline.strip import ShotStrip
from sora_studio.timeline.time import FrameRange, FrameRate
from sora_studio.ui.timeline.geometry import LEAST_ZOOM, MOST_ZOOM, Span, slider_of_zoom, zoom_of_slider
from sora_studio.ui.timeline.hit import Marks, Sight
from sora_studio.ui.timeline.lanes import Lanes
from sora_studio.ui.timeline.ruler import Clock, spacing, ticks
from sora_studio.ui.timeline.snapping import Snapper

RATES = [FrameRate(24), FrameRate(25), FrameRate(24000, 1001), FrameRate(30), FrameRate(30000, 1001), FrameRate(60)]
zooms = st.floats(LEAST_ZOOM, MOST_ZOOM)
spans = st.builds(
    lambda zoom, at, width, duration: Span(zoom, 0.0, width, duration).scrolled_to(at * duration * zoom),
    zooms,
    st.floats(0, 1),
    st.floats(200, 4000),
    st.integers(0, 2_000_000),
)


def film(durations: list[int], per_scene: int = 3, transition: int = 0) -> Project:
    shots = [
        Shot(f"s{at}", INHERIT, frames, transition=Transition("dissolve", transition) if transition else Transition())
        for at, frames in enumerate(durations)
    ]
    groups = [tuple(shots[at : at + per_scene]) for at in range(0, len(shots), per_scene)]
    return Project("Film", scenes=tuple(Scene(f"sc{at}", f"SCENE {at}", shots=g) for at, g in enumerate(groups)))


@given(spans, st.integers(0, 2_000_000))
def test_a_frame_is_found_where_it_is_drawn(span: Span, frame: int) -> None:
    middle = span.x(frame) + span.pixels_per_frame / 2
    assert span.frame_at(middle) == frame
    assert span.nearest(span.x(frame)) == frame


@given(spans, st.floats(0.2, 5), st.floats(0, 1))
def test_zooming_keeps_the_frame_under_the_pointer(span: Span, factor: float, where: float) -> None:
    about = where * span.width
    zoomed = span.zoomed(factor, about)
    assert LEAST_ZOOM <= zoomed.pixels_per_frame <= MOST_ZOOM
    if zoomed.least_scroll < zoomed.scroll < zoomed.most_scroll:
        before = (about + span.scroll) / span.pixels_per_frame
        after = (about + zoomed.scroll) / zoomed.pixels_per_frame
        assert after == pytest.approx(before, rel=1e-6, abs=1e-6)


@given(spans, st.floats(-1e7, 1e7))
def test_scrolling_stays_at_the_film(span: Span, pixels: float) -> None:
    moved = span.scrolled(pixels)
    assert moved.least_scroll <= moved.scroll <= moved.most_scroll
    # Something of the film is always seen.
    assert span.duration == 0 or moved.x(0) < moved.width
    assert moved.x(span.duration) >= 0


@given(spans)
def test_a_fitted_film_is_seen_whole(span: Span) -> None:
    fitted = span.fitted()
    if fitted.pixels_per_frame > LEAST_ZOOM:
        assert fitted.x(0) >= 0
        assert fitted.x(max(1, span.duration)) <= fitted.width + 1e-6


@given(st.floats(0, 1))
def test_the_slider_reaches_every_zoom(position: float) -> None:
    assert slider_of_zoom(zoom_of_slider(position)) == pytest.approx(position, abs=1e-9)


@settings(max_examples=300)
@given(spans, st.sampled_from(RATES), st.sampled_from(["01:00:00:00", "00:00:00:00", "09:59:50:12"]))
def test_labels_of_the_ruler_never_touch(span: Span, rate: FrameRate, start: str) -> None:
    clock = Clock.of(rate, start.replace(":", ";", 3).replace(";", ":", 2) if rate.can_drop_frames else start)
    marks = list(ticks(span, clock, 86.0))
    places = [span.x(mark.frame) for mark in marks if mark.label]
    assert all(later - earlier >= 86.0 for earlier, later in pairwise(places))
    frames = [mark.frame for mark in marks]
    assert frames == sorted(set(frames))
    assert len(marks) < span.width / 3 + 20
    assert all(clock.timecode(mark.frame) == mark.label for mark in marks if mark.label)


@given(st.sampled_from(RATES), zooms)
def test_small_marks_divide_the_labels(rate: FrameRate, zoom: float) -> None:
    major, minor = spacing(Span(zoom, 0, 1000, 1000), rate, 86.0)
    assert major % minor == 0


def test_drop_frame_marks_stand_on_whole_minutes() -> None:
    rate = FrameRate(30000, 1001)
    clock = Clock.of(rate, "01:00:00;00")
    labels = [m.label for m in ticks(Span(0.05, 0, 900, 20000), clock, 86.0) if m.label]
    assert labels[:3] == ["01:00:00;00", "01:01:00;02", "01:02:00;02"]


@pytest.mark.parametrize(
    ("typed", "frame"),
    [
        ("01:00:02:00", 48),
        ("2:00", 48),
        ("200", 48),
        ("12", 12),
        ("+12", 62),
        ("-1:00", 26),
        ("01:00:00:00", 0),
        ("0:00:01:00", 24),
    ],
)
def test_a_typed_timecode_goes_there(typed: str, frame: int) -> None:
    assert Clock.of(FrameRate(24), "01:00:00:00").typed(typed, at=50) == frame


def test_nonsense_is_no_timecode() -> None:
    with pytest.raises(EditError):
        Clock.of(FrameRate(24), "01:00:00:00").typed("later", at=0)


@given(st.lists(st.integers(1, 50), min_size=1, max_size=30), st.integers(1, 5), st.integers(0, 1600))
def test_the_strip_knows_which_shot_a_frame_shows(durations: list[int], per_scene: int, frame: int) -> None:
    project = film(durations, per_scene)
    strip = ShotStrip(project)
    index = strip.at(frame)
    assert strip.duration == project.duration_frames
    if frame >= strip.duration:
        assert index == -1
    else:
        shot = strip.shots[index]
        assert frame in project.shot_range(shot.id)
        assert shot in strip.scene_at(index).shots
        assert strip.cut_before(frame + 1) <= frame < strip.cut_after(frame)


@given(st.lists(st.integers(1, 50), min_size=1, max_size=30), st.integers(0, 800), st.integers(1, 800))
def test_the_shots_seen_are_those_that_overlap(durations: list[int], first: int, frames: int) -> None:
    strip = ShotStrip(film(durations))
    window = FrameRange(first, first + frames)
    overlap = [
        at for at in range(len(strip)) if strip.frames(at).start < window.stop and window.start < strip.frames(at).stop
    ]
    assert list(strip.seen(window)) == overlap
    scenes = [run.scene.id for run in strip.scenes_seen(window)]
    assert scenes == list(dict.fromkeys(strip.scene_at(at).id for at in overlap))


@given(st.lists(st.integers(1, 50), min_size=1, max_size=30), st.data())
def test_a_strip_brought_up_to_date_equals_a_new_one(durations: list[int], data: st.DataObject) -> None:
    project = film(durations)
    before = ShotStrip(project)
    shot = data.draw(st.sampled_from([shot for _, shot in project.shots()]))
    changed = project.with_shot(replace(shot, duration_frames=data.draw(st.integers(1, 90))))
    _same_as_new(changed, before)
    inserted = insert(changed, Shot("new", INHERIT, 7), changed.scenes[-1].id)
    _same_as_new(inserted, ShotStrip(changed))
    _same_as_new(remove(inserted, shot.id), ShotStrip(inserted))
    _same_as_new(move(inserted, "new", inserted.scenes[0].id), ShotStrip(inserted))


def _same_as_new(project: Project, before: ShotStrip) -> None:
    after, new = ShotStrip(project, before), ShotStrip(project)
    assert (after.starts, after.shots, dict(after.places)) == (new.starts, new.shots, dict(new.places))


def sight(project: Project, zoom: float = 4.0, marks: Marks | None = None) -> Sight:
    strip = ShotStrip(project)
    span = Span(zoom, 0.0, 1200, strip.duration).scrolled_to(0)
    return Sight(project, strip, span, Lanes.of(320, len(project.tracks)), marks or Marks())


def test_edges_and_bodies_are_told_apart() -> None:
    view = sight(film([24, 48, 24]))
    y = view.lanes.video.top + 50
    cut = view.span.x(24)
    assert [view.hit(x, y).part for x in (cut - 40, cut - 3, cut + 3, cut + 40)] == ["body", "tail", "head", "body"]
    assert view.hit(cut - 3, y).index == 0
    assert view.hit(cut + 3, y).index == 1
    assert view.hit(cut + 40, view.lanes.video.top + 5).part == "label"
    assert view.hit(view.span.x(96) + 4, y).part == "tail"
    assert view.hit(view.span.x(96) + 40, y).part == "nothing"
    assert view.hit(300, view.lanes.ruler.top + 2).part == "ruler"
    assert view.hit(cut + 10, view.lanes.scenes.top + 4).part == "scene"


def test_a_tiny_clip_is_all_body() -> None:
    view = sight(film([24] * 10), zoom=0.2)
    left = view.span.x(0)
    assert {view.hit(left + x / 2, view.lanes.video.top + 50).part for x in range(95)} == {"body"}


def test_a_dissolve_is_found_at_the_foot_of_its_cut() -> None:
    view = sight(film([48, 48], transition=12))
    y = view.lanes.video.bottom - 6
    x = view.span.x
    assert [view.hit(at, y).part for at in (x(42) + 2, x(48), x(54) - 2)] == [
        "dissolve_head",
        "dissolve",
        "dissolve_tail",
    ]
    assert view.hit(x(48) - 3, view.lanes.video.top + 40).part == "tail"


def test_marks_and_sounds_are_found() -> None:
    cue = AudioCue("c1", "0" * 64, "rain.wav", 10, 60, fade_in_frames=12, fade_out_frames=6)
    project = replace(film([96]), tracks=(AudioTrack("t1", "Music", (cue,)),))
    view = sight(project, marks=Marks(playhead=50, mark_in=20, mark_out=70))
    x, lane = view.span.x, view.lanes.sound[0]
    found = [view.hit(x(at), lane.top + 30).part for at in (10.5, 40, 69.8, 90)]
    assert found == ["cue_head", "cue", "cue_tail", "track"]
    assert view.hit(x(22), lane.top + 5).part == "fade_in"
    assert view.hit(x(64), lane.top + 5).part == "fade_out"
    ruler = [view.hit(at, 8).part for at in (x(50), x(20) + 2, x(71) - 2)]
    assert ruler == ["playhead", "in", "out"]


@given(
    st.lists(st.integers(0, 1000), max_size=40),
    st.lists(st.integers(0, 1000), max_size=40),
    st.integers(0, 1000),
    st.integers(0, 20),
)
def test_snapping_finds_the_nearest_point(cuts: list[int], others: list[int], frame: int, tolerance: int) -> None:
    found = Snapper.to(sorted(cuts), others).snapped(frame, tolerance)
    near = [point for point in (*cuts, *others) if abs(point - frame) <= tolerance]
    if found is None:
        assert not near
    else:
        assert abs(found - frame) == min(abs(point - frame) for point in near)


def test_any_edge_of_what_moves_can_snap() -> None:
    snapper = Snapper.to([0, 100], [250])
    assert snapper.shifted((10, 60), 37, 5) == (40, 100)
    assert snapper.shifted((10, 60), 20, 5) == (20, None)


def test_seconds_of_a_film_at_any_rate_are_whole_marks() -> None:
    for rate in RATES:
        clock = Clock.of(rate, "00:00:00:00")
        named = [m for m in ticks(Span(120.0 / rate.nominal, 0, 1200, 5000), clock, 90.0) if m.label]
        assert named[1].label.startswith("00:00:01")
        assert Fraction(named[1].frame) == rate.nominal
