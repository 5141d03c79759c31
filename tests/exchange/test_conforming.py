"""A cut back from an editing program: what changed there changes here, and nothing else."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from sora_studio.exchange.conforming import conform_to_cut
from sora_studio.exchange.cut_film import film_of_cut
from sora_studio.exchange.cut_reading import read_cut
from sora_studio.exchange.media import Media
from sora_studio.exchange.writing import write_film
from sora_studio.timeline.encoding import from_data, to_data
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import CUT, Direction, Shot, Take, Transition
from sora_studio.timeline.time import FrameRate
from sora_studio.timeline.transition import KINDS, TransitionKind
from tests.exchange.cuts import RATES, cut_film, read_by_otio
from tests.timeline.films import projects

otio = pytest.importorskip("opentimelineio")
ENDINGS = [".otio", ".otioz", ".edl", ".xml", ".fcpxml"]


def written(project: Project, path: Path) -> Path:
    write_film(project, Media(), path)
    return path


def edited(project: Project, tmp_path: Path, change: Any) -> Any:
    """The film's cut as another program changes it on its picture track."""
    timeline = read_by_otio(written(project, tmp_path / "film.otio"), project)
    change(timeline.video_tracks()[0])
    otio.adapters.write_to_file(timeline, str(tmp_path / "cut.otio"))
    return conform_to_cut(project, read_cut(tmp_path / "cut.otio", project.frame_rate))


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(("rate", "start"), RATES, ids=lambda value: str(value))
def test_a_cut_nobody_changed_changes_nothing(tmp_path: Path, ending: str, rate: FrameRate, start: str) -> None:
    project = cut_film(rate, start)
    path = written(project, tmp_path / f"film{ending}")
    done = conform_to_cut(project, read_cut(path, project.frame_rate))
    assert done.project == project
    assert done.changes == ()
    assert [each for each in done.unmatched if "ound" not in each] == []


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(project=projects())
def test_any_film_comes_back_as_it_went(tmp_path: Path, ending: str, project: Project) -> None:
    if project.duration_frames:
        path = written(project, tmp_path / f"film{ending}")
        done = conform_to_cut(project, read_cut(path, project.frame_rate))
        assert done.project == project
        assert done.changes == ()


def test_order_lengths_starts_and_dissolves_of_the_cut_are_applied(tmp_path: Path) -> None:
    project = cut_film()

    def change(track: Any) -> None:
        clips = list(track.find_clips())
        clips[1].source_range = otio.opentime.TimeRange(
            clips[1].source_range.start_time + otio.opentime.RationalTime(4, 24), otio.opentime.RationalTime(30, 24)
        )
        # The fourth shot goes, and with it its dissolve; the last comes first.
        places = [at for at, item in enumerate(track) if item is clips[3]]
        del track[places[0] : places[0] + 2]
        last = track[-1]
        del track[-1]
        track.insert(0, last)
        track.insert(4, otio.schema.Transition("x", "SMPTE_Dissolve", *[otio.opentime.RationalTime(4, 24)] * 2))

    done = edited(project, tmp_path, change)
    shots = [shot for _, shot in done.project.shots()]
    assert [shot.id for shot in shots] == ["f", "a", "b", "c", "e"]
    assert (shots[2].duration_frames, shots[2].head_frames) == (30, 7)
    assert shots[2].transition == Transition("dissolve", 8)
    assert shots[2].dialogue == cut_film().scenes[0].shots[1].dialogue
    assert [scene.id for scene in done.project.scenes] == ["s2", "s1", "s2-2"]
    text = " ".join(done.changes)
    assert "sc020_sh020 isn't in the cut" in text
    assert "sc020_sh040: moved before sc12_sh010" in text
    assert (
        "sc12_sh12A: 18 frames shorter (30), starts 4 frames later in its take, a dissolve of 8 frames into the next"
        in text
    )
    assert from_data(to_data(done.project)) == done.project


def test_a_shot_cut_in_two_is_two_shots_of_one_take(tmp_path: Path) -> None:
    project = cut_film()
    taken = replace(project.scenes[1].shots[2], takes=(Take("d" * 64, "draft", 7),), dialogue=())
    project = project.with_shot(taken)

    def change(track: Any) -> None:
        clip = next(each for each in track.find_clips() if each.metadata["sora_studio"]["shot"] == "e")
        again = clip.deepcopy()
        half = otio.opentime.RationalTime(900, 24)
        clip.source_range = otio.opentime.TimeRange(clip.source_range.start_time, half)
        again.source_range = otio.opentime.TimeRange(clip.source_range.start_time + half, half)
        track.insert(track.index(clip) + 1, again)

    done = edited(project, tmp_path, change)
    first, second = [shot for _, shot in done.project.shots()][4:6]
    assert (first.id, second.id) == ("e", "e-2")
    assert (second.head_frames, second.pinned, first.pinned) == (902, "d" * 64, "d" * 64)
    assert any("2 times" in each for each in done.changes)
    assert done.project.duration_frames == project.duration_frames


def test_what_is_no_shot_of_the_film_gets_a_place_and_a_sentence(tmp_path: Path) -> None:
    def change(track: Any) -> None:
        here = otio.opentime.TimeRange(otio.opentime.RationalTime(0, 24), otio.opentime.RationalTime(48, 24))
        track.append(otio.schema.Clip("End titles", source_range=here))
        track.append(otio.schema.Gap(source_range=here))

    done = edited(cut_film(), tmp_path, change)
    titles, black = [shot for _, shot in done.project.shots()][-2:]
    assert (titles.direction.prompt, titles.duration_frames) == ("End titles", 48)
    assert black.direction.prompt == "a black screen"
    assert any("“End titles” is no shot" in each for each in done.unmatched)


def test_names_are_enough_where_a_program_kept_nothing_else(tmp_path: Path) -> None:
    project = cut_film()

    def change(track: Any) -> None:
        for clip in track.find_clips():
            clip.metadata.clear()
            clip.name = f"{clip.name}.mov"

    assert edited(project, tmp_path, change).project == project


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_shot_is_known_again_after_the_film_s_numbers_moved_on(tmp_path: Path, ending: str) -> None:
    project = cut_film()
    path = written(project, tmp_path / f"film{ending}")
    new = Shot("new", Direction("a new first shot"), 31)
    scene = project.scenes[1]
    longer = replace(project, scenes=(project.scenes[0], replace(scene, shots=(new, *scene.shots))))
    done = conform_to_cut(longer, read_cut(path, project.frame_rate))
    assert done.project == project
    assert done.changes == ("sc020_sh010 isn't in the cut: it was taken out.",)


def test_order_and_length_are_enough_where_not_even_names_were_kept(tmp_path: Path) -> None:
    project = cut_film()

    def change(track: Any) -> None:
        for at, clip in enumerate(list(track.find_clips())):
            clip.metadata.clear()
            clip.name = f"AX {at}"

    assert edited(project, tmp_path, change).project == project


def test_a_cut_of_another_film_changes_nothing(tmp_path: Path) -> None:
    project = cut_film()
    shots = tuple(replace(s, id=f"x{s.id}", duration_frames=7 + at) for at, s in enumerate(project.scenes[0].shots))
    other = replace(project, scenes=(replace(project.scenes[0], shots=shots, number="99"),))
    done = conform_to_cut(project, read_cut(written(other, tmp_path / "other.otio")))
    assert done.project is project
    assert "Nothing in the cut" in done.unmatched[0]


def test_a_movie_whose_timecode_was_lost_is_counted_from_its_first_frame(tmp_path: Path) -> None:
    project = cut_film()
    cut = read_cut(written(project, tmp_path / "film.otio"))
    # The program counts every movie from zero.
    clips = tuple(
        replace(each, source_frame=each.source_frame - (each.media_start or 0), media_start=0) for each in cut.clips
    )
    assert conform_to_cut(project, replace(cut, clips=clips)).project == project


def test_a_clip_begun_before_its_take_begins_with_it(tmp_path: Path) -> None:
    def change(track: Any) -> None:
        clip = next(iter(track.find_clips()))
        back = otio.opentime.RationalTime(12, 24)
        clip.source_range = otio.opentime.TimeRange(clip.source_range.start_time - back, clip.source_range.duration)

    done = edited(cut_film(), tmp_path, change)
    assert next(done.project.shots())[1].head_frames == 0
    assert any("nothing before it" in each for each in done.changes)


def test_a_cut_at_another_rate_keeps_its_seconds(tmp_path: Path) -> None:
    project = cut_film()
    cut = read_cut(written(project, tmp_path / "film.otio"))
    doubled = replace(
        cut,
        rate=FrameRate(48),
        clips=tuple(
            replace(
                each,
                duration_frames=each.duration_frames * 2,
                source_frame=each.source_frame * 2,
                media_start=None,
                transition=Transition("dissolve", each.transition.duration_frames * 2)
                if each.transition != CUT
                else CUT,
            )
            for each in cut.clips
        ),
    )
    done = conform_to_cut(project, doubled)
    assert done.project == project
    assert any("48 fps" in each for each in done.unmatched)


@pytest.mark.parametrize(("rate", "start"), RATES, ids=lambda value: str(value))
def test_our_own_cut_is_a_new_film_with_everything_but_the_takes(tmp_path: Path, rate: FrameRate, start: str) -> None:
    project = cut_film(rate, start)
    made = film_of_cut(read_cut(written(project, tmp_path / "film.otio")))
    bare = [replace(shot, head_frames=0) for _, shot in project.shots()]
    assert [shot for _, shot in made.shots()] == bare
    assert [replace(scene, shots=()) for scene in made.scenes] == [replace(s, shots=()) for s in project.scenes]
    assert replace(made, scenes=(), tracks=()) == replace(project, scenes=(), tracks=())


@pytest.mark.parametrize("ending", [".edl", ".xml", ".fcpxml"])
@pytest.mark.parametrize(("rate", "start"), RATES, ids=lambda value: str(value))
def test_a_stranger_s_cut_is_a_film_of_its_clips(tmp_path: Path, ending: str, rate: FrameRate, start: str) -> None:
    project = cut_film(rate, start)
    made = film_of_cut(read_cut(written(project, tmp_path / f"film{ending}"), rate))
    assert made.frame_rate == rate
    assert [shot.duration_frames for _, shot in made.shots()] == [97, 48, 31, 40, 1800, 24]
    assert [s.transition.duration_frames for _, s in made.shots()] == [13, 0, 12, 1, 0, 0]
    assert all(shot.direction.prompt for _, shot in made.shots())


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("kind", KINDS[1:])
def test_a_wipe_comes_back_as_a_wipe_though_most_formats_know_only_dissolves(
    tmp_path: Path, ending: str, kind: TransitionKind
) -> None:
    film = cut_film()
    project = film.with_shot(replace(film.find("c")[1], transition=Transition(kind, 12)))
    lost = write_film(project, Media(), tmp_path / f"film{ending}")
    done = conform_to_cut(project, read_cut(tmp_path / f"film{ending}", project.frame_rate))
    assert done.project == project
    assert done.changes == ()
    assert any("become dissolves" in each for each in lost) == (
        kind != "dissolve" and ending not in (".otio", ".otioz")
    )


def test_a_wipe_that_was_made_longer_there_stays_a_wipe(tmp_path: Path) -> None:
    film = cut_film()
    project = film.with_shot(replace(film.find("c")[1], transition=Transition("wipe up", 4)))
    longer = project.with_shot(replace(film.find("c")[1], transition=Transition("dissolve", 8)))
    done = conform_to_cut(project, read_cut(written(longer, tmp_path / "film.edl"), project.frame_rate))
    assert done.project.find("c")[1].transition == Transition("wipe up", 8)
