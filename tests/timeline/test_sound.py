from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sora_studio.errors import EditError
from sora_studio.timeline import sound_edits as edits
from sora_studio.timeline.conform import conform
from sora_studio.timeline.history import History
from sora_studio.timeline.project import Project
from sora_studio.timeline.sound import AudioCue, AudioTrack, audible_tracks
from sora_studio.timeline.time import FrameRate
from sora_studio.timeline.trims import set_frame_rate
from tests.timeline.films import film, tracks

RAIN, WIND = "0" * 64, "1" * 64


def cue(name: str, start: int, length: int = 100, offset: int = 0, **values: object) -> AudioCue:
    return AudioCue(name, RAIN, f"{name}.wav", start, length, offset, **values)  # type: ignore[arg-type]


def scored(*cues: AudioCue) -> Project:
    """A film with one track of these cues and an empty one."""
    return replace(film(), tracks=(AudioTrack("music", "Music", cues), AudioTrack("effects", "Effects")))


def laid(project: Project, track: int = 0) -> list[tuple[str, int, int, int]]:
    """Id, start, stop and offset of every cue on a track."""
    return [(each.id, each.start_frame, each.stop_frame, each.offset_frames) for each in project.tracks[track].cues]


def test_a_cue_put_over_others_overwrites_them() -> None:
    below = scored(cue("a", 0), cue("b", 100, offset=5), cue("c", 200))
    assert laid(edits.add_cue(below, "music", cue("new", 50, 200))) == [
        ("a", 0, 50, 0),
        ("new", 50, 250, 0),
        ("c", 250, 300, 50),
    ]


def test_a_cue_put_into_another_splits_it() -> None:
    below = scored(cue("a", 0, 100, fade_in_frames=10, fade_out_frames=20))
    split = edits.add_cue(below, "music", cue("new", 40, 20))
    assert laid(split) == [("a", 0, 40, 0), ("new", 40, 60, 0), ("a-2", 60, 100, 60)]
    head, _, tail = split.tracks[0].cues
    assert (head.fade_in_frames, head.fade_out_frames) == (10, 0)
    assert (tail.fade_in_frames, tail.fade_out_frames) == (0, 20)


def test_a_moved_cue_overwrites_on_any_track() -> None:
    film = scored(cue("a", 0), cue("b", 100))
    assert laid(edits.move_cue(film, "a", 150)) == [("b", 100, 150, 0), ("a", 150, 250, 0)]
    elsewhere = edits.move_cue(film, "a", 30, "effects")
    assert (laid(elsewhere), laid(elsewhere, 1)) == ([("b", 100, 200, 0)], [("a", 30, 130, 0)])
    assert laid(edits.move_cue(film, "a", 50)) == [("a", 50, 150, 0), ("b", 150, 200, 50)]


def test_trimming_moves_an_edge_and_leaves_the_sound_in_place() -> None:
    film = scored(cue("a", 10, 100, offset=20), cue("b", 110))
    assert laid(edits.trim_cue(film, "a", -30))[0] == ("a", 10, 80, 20)
    assert laid(edits.trim_cue(film, "a", 30, edge="head"))[0] == ("a", 40, 110, 50)
    assert laid(edits.trim_cue(film, "a", -10, edge="head"))[0] == ("a", 0, 110, 10)
    assert laid(edits.trim_cue(film, "a", 40)) == [("a", 10, 150, 20), ("b", 150, 210, 40)]


def test_fades_give_way_to_a_shorter_cue() -> None:
    faded = scored(cue("a", 0, 100, fade_in_frames=30, fade_out_frames=30))
    shorter = edits.trim_cue(faded, "a", -60).tracks[0].cues[0]
    assert (shorter.fade_in_frames, shorter.fade_out_frames) == (30, 10)
    shorter = edits.trim_cue(faded, "a", 80, edge="head").tracks[0].cues[0]
    assert (shorter.fade_in_frames, shorter.fade_out_frames) == (0, 20)


def test_slip_changes_what_is_heard_and_not_where() -> None:
    assert laid(edits.slip_cue(scored(cue("a", 10, 100, offset=20)), "a", -5)) == [("a", 10, 110, 15)]


def test_a_split_cue_plays_on_without_a_seam() -> None:
    split = edits.split_cue(scored(cue("a", 10, 100, 5, fade_in_frames=9, fade_out_frames=8)), "a", 60, "b")
    assert laid(split) == [("a", 10, 60, 5), ("b", 60, 110, 55)]
    first, second = split.tracks[0].cues
    assert [first.fade_in_frames, first.fade_out_frames, second.fade_in_frames, second.fade_out_frames] == [9, 0, 0, 8]


def test_tracks_come_go_move_and_change() -> None:
    film = scored(cue("a", 0))
    film = edits.add_track(film, AudioTrack("voice", "Voice"), after="")
    film = edits.add_track(film, AudioTrack("last", "Last"))
    assert [track.id for track in film.tracks] == ["voice", "music", "effects", "last"]
    film = edits.move_track(film, "last", "voice")
    film = edits.set_track(film, "last", name="Room", gain_db=-3.0, muted=True)
    assert film.tracks[1] == AudioTrack("last", "Room", gain_db=-3.0, muted=True)
    film = edits.remove_track(film, "music")
    assert [track.id for track in film.tracks] == ["voice", "last", "effects"]


def test_a_cue_changes_only_as_asked() -> None:
    film = edits.set_cue(scored(cue("a", 0)), "a", gain_db=-6.0, fade_in_frames=12)
    assert film.tracks[0].cues == (cue("a", 0, gain_db=-6.0, fade_in_frames=12),)
    assert edits.set_cue(film, "a", fade_in_frames=0, media=WIND).tracks[0].cues[0].media == WIND


@pytest.mark.parametrize(
    "edit",
    [
        lambda film: edits.add_track(film, AudioTrack("music", "Again")),
        lambda film: edits.add_track(film, AudioTrack("new", "New", (cue("a", 0),))),
        lambda film: edits.add_track(film, AudioTrack("new", "New"), after="nothing"),
        lambda film: edits.remove_track(film, "nothing"),
        lambda film: edits.move_track(film, "music", "music"),
        lambda film: edits.add_cue(film, "nothing", cue("new", 0)),
        lambda film: edits.add_cue(film, "effects", cue("a", 0)),
        lambda film: edits.move_cue(film, "nothing", 0),
        lambda film: edits.move_cue(film, "a", -1),
        lambda film: edits.move_cue(film, "a", 0, "nothing"),
        lambda film: edits.trim_cue(film, "a", -100),
        lambda film: edits.trim_cue(film, "a", 100, edge="head"),
        lambda film: edits.trim_cue(film, "a", -1, edge="head"),
        lambda film: edits.slip_cue(film, "a", -1),
        lambda film: edits.split_cue(film, "a", 0, "b"),
        lambda film: edits.split_cue(film, "a", 100, "b"),
        lambda film: edits.split_cue(film, "a", 50, "a"),
        lambda film: edits.set_cue(film, "a", fade_in_frames=101),
        lambda film: edits.set_cue(film, "a", fade_out_frames=-1),
        lambda film: edits.set_cue(film, "a", gain_db=float("inf")),
        lambda film: edits.set_cue(film, "a", gain_db=25.0),
        lambda film: edits.set_track(film, "music", gain_db=-200.0),
        lambda film: AudioTrack("t", "T", (cue("a", 0), cue("b", 50))),
        lambda film: cue("a", 0, length=0),
    ],
)
def test_the_impossible_is_refused_and_says_what_to_do(edit: Callable[[Project], object]) -> None:
    with pytest.raises(EditError) as refused:
        edit(scored(cue("a", 0)))
    assert refused.value.message
    assert refused.value.hint


@given(tracks(), st.integers(0, 90), st.integers(1, 60), st.data())
def test_overwriting_never_overlaps_loses_or_shifts_a_sound(
    laid_before: tuple[AudioTrack, ...], start: int, length: int, data: st.DataObject
) -> None:
    before = replace(film(), tracks=(*laid_before, AudioTrack("z", "Z")))
    track = data.draw(st.sampled_from(before.tracks))
    after = edits.add_cue(before, track.id, cue("new", start, length))

    def heard(project: Project) -> dict[int, tuple[str, int]]:
        """For each film frame what plays, and which frame of it."""
        return {
            frame: (each.media + each.name, each.offset_frames + frame - each.start_frame)
            for each in edits.find_track(project, track.id).cues
            for frame in range(each.start_frame, each.stop_frame)
        }

    new = {frame: (RAIN + "new.wav", frame - start) for frame in range(start, start + length)}
    assert heard(after) == heard(before) | new
    ids = [each.id for every in after.tracks for each in every.cues]
    assert len(ids) == len(set(ids))


def test_every_edit_is_undone_and_redone() -> None:
    history = History(scored(cue("a", 0), cue("b", 100)))
    states = [history.project]
    for label, edit in (
        ("Add sound", lambda film: edits.add_cue(film, "music", cue("new", 50, 100))),
        ("Move sound", lambda film: edits.move_cue(film, "new", 0, "effects")),
        ("Trim sound", lambda film: edits.trim_cue(film, "new", -50)),
        ("Split sound", lambda film: edits.split_cue(film, "new", 20, "newer")),
        ("Set gain", lambda film: edits.set_cue(film, "a", gain_db=-9.0)),
        ("Mute track", lambda film: edits.set_track(film, "music", muted=True)),
        ("Remove track", lambda film: edits.remove_track(film, "music")),
    ):
        history.record(edit(history.project), label)
        states.append(history.project)
    for state in states[-2::-1]:
        assert history.undo() == state
    for state in states[1:]:
        assert history.redo() == state


def test_solo_silences_the_others_and_mute_wins() -> None:
    plain, muted = AudioTrack("a", ""), AudioTrack("b", "", muted=True)
    solo, both = AudioTrack("c", "", solo=True), AudioTrack("d", "", muted=True, solo=True)
    assert audible_tracks((plain, muted)) == (plain,)
    assert audible_tracks((plain, muted, solo, both)) == (solo,)
    assert audible_tracks((plain, both)) == ()


@given(tracks())
def test_another_frame_rate_keeps_every_second_and_makes_no_overlap(laid_before: tuple[AudioTrack, ...]) -> None:
    before = replace(film(), frame_rate=FrameRate(60), tracks=laid_before)
    after = set_frame_rate(before, FrameRate(12))
    was = {each.id: each for track in before.tracks for each in track.cues}
    for track in after.tracks:
        for each in track.cues:
            at = before.frame_rate.seconds(was[each.id].start_frame)
            assert abs(after.frame_rate.seconds(each.start_frame) - at) <= 4 / 12


def test_a_script_read_again_keeps_sound_and_follows_its_frame_rate() -> None:
    before = scored(cue("a", 48, 96, 24, fade_in_frames=24))
    assert conform(before, film()).tracks == before.tracks
    faster = conform(before, replace(film(), frame_rate=FrameRate(48)))
    assert faster.tracks[0].cues == (cue("a", 96, 192, 48, fade_in_frames=48),)
