from sora_studio.studio.time_left import TimeLeft


class Clock:
    """Time that passes only when told."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def test_unknown_until_every_stage_left_was_timed() -> None:
    clock = Clock()
    left = TimeLeft({"draft": 2, "refine": 1}, clock)
    assert left.seconds is None
    clock.now_s = 4.0
    left.advance("draft", 1.0)
    assert left.seconds is None
    clock.now_s = 10.0
    left.advance("refine", 0.5)
    assert left.seconds == 4.0 + 6.0


def test_time_between_stages_belongs_to_no_step() -> None:
    clock = Clock()
    left = TimeLeft({"draft": 2}, clock)
    clock.now_s = 100.0
    left.stage_begins()
    clock.now_s = 103.0
    left.advance("draft", 1.0)
    assert left.seconds == 3.0


def test_skipped_takes_cost_nothing() -> None:
    clock = Clock()
    left = TimeLeft({"draft": 2}, clock)
    clock.now_s = 2.0
    left.advance("draft", 1.0)
    left.skip("draft")
    assert left.seconds == 0.0
