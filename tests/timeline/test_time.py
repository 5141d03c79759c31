from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sora_studio.errors import EditError
from sora_studio.timeline.time import FrameRange, FrameRate

RATES = [FrameRate(24), FrameRate(25), FrameRate(30), FrameRate(60), FrameRate(24000, 1001), FrameRate(30000, 1001)]
DROP_FRAME_RATES = [FrameRate(30000, 1001), FrameRate(60000, 1001)]


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("24", FrameRate(24)),
        (" 25 fps", FrameRate(25)),
        ("23.976", FrameRate(24000, 1001)),
        ("23.98", FrameRate(24000, 1001)),
        ("29.97", FrameRate(30000, 1001)),
        ("59.94", FrameRate(60000, 1001)),
        ("30000/1001", FrameRate(30000, 1001)),
        ("48/2", FrameRate(24)),
        ("12.5", FrameRate(25, 2)),
    ],
)
def test_rates_are_read_as_people_write_them(text: str, rate: FrameRate) -> None:
    assert FrameRate.parse(text) == rate


@pytest.mark.parametrize("text", ["", "banana", "0", "-24", "24/0", "1/2", "24 25", "1e9", "99999", "24.", "nan"])
def test_what_is_no_rate_is_refused_with_a_hint(text: str) -> None:
    with pytest.raises(EditError) as caught:
        FrameRate.parse(text)
    assert "23.976" in caught.value.hint


def test_seconds_and_frames_are_exact_and_round_to_the_nearest() -> None:
    ntsc = FrameRate(30000, 1001)
    assert ntsc.seconds(30000) == 1001
    assert ntsc.frames(Fraction(1001, 30000) / 2) == 1
    assert FrameRate(24).frames(0.1) == 2
    assert [FrameRate(24).frames(seconds) for seconds in (4, 2.5, Fraction(1, 48))] == [96, 60, 1]


@pytest.mark.parametrize(
    ("frame", "timecode"),
    [
        (0, "00:00:00;00"),
        (1799, "00:00:59;29"),
        (1800, "00:01:00;02"),
        (3597, "00:01:59;29"),
        (3598, "00:02:00;02"),
        (17981, "00:09:59;29"),
        (17982, "00:10:00;00"),
        (19781, "00:10:59;29"),
        (19782, "00:11:00;02"),
        (107892, "01:00:00;00"),
        (2589407, "23:59:59;29"),
        (2589408, "00:00:00;00"),
    ],
)
def test_drop_frame_labels_of_29_97_follow_smpte_12m(frame: int, timecode: str) -> None:
    assert FrameRate(30000, 1001).timecode(frame, drop_frame=True) == timecode


@pytest.mark.parametrize(
    ("frame", "timecode"),
    [(3599, "00:00:59;59"), (3600, "00:01:00;04"), (35964, "00:10:00;00"), (215784, "01:00:00;00")],
)
def test_drop_frame_labels_of_59_94_skip_four(frame: int, timecode: str) -> None:
    assert FrameRate(60000, 1001).timecode(frame, drop_frame=True) == timecode


def test_plain_timecode_counts_every_label() -> None:
    assert FrameRate(24).timecode(86400) == "01:00:00:00"
    assert FrameRate(24000, 1001).timecode(25) == "00:00:01:01"
    assert FrameRate(30000, 1001).timecode(1800) == "00:01:00:00"
    assert FrameRate(25).timecode(24 * 3600 * 25 + 7) == "00:00:00:07"


@given(st.sampled_from(RATES), st.integers(0, 24 * 3600 * 24 - 1))
def test_every_frame_of_a_day_is_found_by_its_timecode(rate: FrameRate, frame: int) -> None:
    assert rate.frame_at(rate.timecode(frame)) == frame


@given(st.sampled_from(DROP_FRAME_RATES), st.integers(0, 2589407))
def test_every_frame_of_a_day_is_found_by_its_drop_frame_timecode(rate: FrameRate, frame: int) -> None:
    assert rate.frame_at(rate.timecode(frame, drop_frame=True)) == frame


@given(st.sampled_from(DROP_FRAME_RATES), st.integers(0, 2589407))
def test_drop_frame_time_stays_within_six_frames_of_the_clock_all_day(rate: FrameRate, frame: int) -> None:
    hours, minutes, seconds, frames = map(int, rate.timecode(frame, drop_frame=True).replace(";", ":").split(":"))
    shown = 3600 * hours + 60 * minutes + seconds + Fraction(frames, rate.nominal)
    assert abs(shown - rate.seconds(frame)) < Fraction(6, 30)


@pytest.mark.parametrize(
    "timecode", ["00:01:00;00", "00:01:00;01", "24:00:00:00", "00:60:00:00", "00:00:00:30", "x", ""]
)
def test_timecodes_that_name_no_frame_are_refused(timecode: str) -> None:
    with pytest.raises(EditError):
        FrameRate(30000, 1001).frame_at(timecode)


def test_drop_frame_is_refused_where_it_is_not_defined() -> None:
    with pytest.raises(EditError, match="24 fps has no drop-frame"):
        FrameRate(24).timecode(0, drop_frame=True)


def test_ranges_are_half_open() -> None:
    shot = FrameRange(10, 13)
    assert (len(shot), 10 in shot, 12 in shot, 13 in shot) == (3, True, True, False)
