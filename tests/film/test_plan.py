"""Segments cover the film exactly once, in order."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sora_studio.errors import ExportError
from sora_studio.film.plan import FilmShot, FilmSize, plan_segments
from sora_studio.timeline.shot import CUT, Transition
from sora_studio.timeline.time import FrameRate

SIZE = FilmSize(160, 90, FrameRate(24))


def _shot(key: str = "a", duration_frames: int = 10, head_frames: int = 0, dissolve: int = 0) -> FilmShot:
    transition = Transition("dissolve", dissolve) if dissolve else CUT
    return FilmShot(key, lambda: np.zeros((1, 2, 2, 3), np.uint8), 24, duration_frames, head_frames, transition)


@given(st.lists(st.builds(_shot, st.text(max_size=3), st.integers(12, 60), st.integers(0, 9), st.integers(0, 12))))
def test_a_film_lasts_as_long_as_its_shots_whatever_the_dissolves(shots: list[FilmShot]) -> None:
    segments = plan_segments(shots)
    assert sum(segment.frames for segment in segments) == sum(shot.duration_frames for shot in shots)
    film_frame = 0
    starts = [sum(shot.duration_frames for shot in shots[:i]) for i in range(len(shots))]
    for segment in segments:
        assert segment.frames > 0
        for strand in (segment.outgoing, segment.incoming):
            if strand is not None:
                places = {
                    start - shot.head_frames for start, shot in zip(starts, shots, strict=True) if shot is strand.shot
                }
                assert film_frame - strand.start in places, "the take isn't where the cut put it"
        film_frame += segment.frames


def test_a_dissolve_is_centred_on_its_cut() -> None:
    body, dissolve, rest = plan_segments([_shot(duration_frames=10, dissolve=5), _shot("b", 20, head_frames=7)])
    assert (body.frames, dissolve.frames, rest.frames) == (8, 5, 17)
    assert dissolve.outgoing.start == 8
    assert dissolve.incoming is not None
    assert dissolve.incoming.start == 5
    assert rest.outgoing.start == 10


def test_shots_that_are_all_dissolve_have_no_body() -> None:
    segments = plan_segments([_shot(duration_frames=2, dissolve=4), _shot("b", 4, dissolve=4), _shot("c", 5)])
    assert [segment.incoming is not None for segment in segments] == [True, True, False]


def test_a_dissolve_longer_than_its_shots_is_refused_by_number() -> None:
    with pytest.raises(ExportError) as refused:
        plan_segments([_shot(dissolve=4), _shot("b", 3, dissolve=6), _shot("c")])
    assert "Shot 2 lasts 3 frames" in refused.value.message
    assert "2 frames" in refused.value.hint


def test_a_segments_name_follows_everything_its_pictures_depend_on() -> None:
    (segment,) = plan_segments([_shot()])
    other_takes = [
        plan_segments([changed])[0].key(SIZE, "1")
        for changed in (
            _shot("b"),
            _shot(duration_frames=11),
            _shot(head_frames=1),
            replace(_shot(), frames_per_second=25.0),
        )
    ]
    other_films = [segment.key(size, "1") for size in (FilmSize(162, 90, SIZE.rate), FilmSize(160, 92, SIZE.rate))]
    other_rate = segment.key(FilmSize(160, 90, FrameRate(24000, 1001)), "1")
    names = [segment.key(SIZE, "1"), segment.key(SIZE, "2"), other_rate, *other_takes, *other_films]
    assert len(set(names)) == len(names)


def test_a_segments_name_doesnt_follow_its_place_in_the_film() -> None:
    (alone,) = plan_segments([_shot()])
    _, later = plan_segments([_shot("b"), _shot()])
    assert alone.key(SIZE, "1") == later.key(SIZE, "1")
