import pytest
from hypothesis import given
from hypothesis import strategies as st

from sora_studio.errors import EditError
from sora_studio.timeline.seconds import read_frames, spell_frames
from sora_studio.timeline.time import FrameRate

FILM = FrameRate(24)


@pytest.mark.parametrize(
    ("text", "frames"),
    [
        ("3s 12f", 84),
        ("3s12f", 84),
        ("3 s 12", 84),
        ("3+12", 84),
        ("3:12", 84),
        ("3.5", 84),
        (" 3,5 s ", 84),
        ("84f", 84),
        ("84 frames", 84),
        ("4", 96),
        ("0f", 0),
    ],
)
def test_what_editors_type_is_read(text: str, frames: int) -> None:
    assert read_frames(text, FILM) == frames


@pytest.mark.parametrize("text", ["", "fox", "-3", "3s -2f", "601", "999999f", "1:2:3:4"])
def test_what_is_no_duration_is_told(text: str) -> None:
    with pytest.raises(EditError) as told:
        read_frames(text, FILM)
    assert told.value.hint


def test_durations_are_spelled_short() -> None:
    assert [spell_frames(frames, FILM) for frames in (84, 96, 12, 0)] == ["3s 12f", "4s", "12f", "0f"]


@given(st.integers(0, 1500), st.sampled_from([FILM, FrameRate(24000, 1001), FrameRate(30000, 1001), FrameRate(5, 2)]))
def test_what_is_spelled_is_read_back(frames: int, rate: FrameRate) -> None:
    assert read_frames(spell_frames(frames, rate), rate) == frames
