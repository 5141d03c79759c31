from sora_studio.studio.time_left import TimeLeft


class Clock:
    """Time that passes only when told."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def test_unknown_until_every_stage_left_was_timed() -> None:
    clock = Clock()
    left = TimeLeft(clock)
    assert left.seconds({"draft": 2, "refine": 1}) is None
    clock.now_s = 4.0
    left.advance("draft", 1.0)
    left.stage_ends()
    assert left.seconds({"draft": 1, "refine": 1}) is None
    clock.now_s = 10.0
    left.advance("refine", 0.5)
    assert left.seconds({"draft": 1, "refine": 1}) == 4.0 + 6.0


def test_time_between_stages_belongs_to_no_step() -> None:
    clock = Clock()
    left = TimeLeft(clock)
    clock.now_s = 100.0
    left.stage_begins()
    clock.now_s = 103.0
    left.advance("draft", 1.0)
    left.stage_ends()
    assert left.seconds({"draft": 1}) == 3.0


def test_a_pause_costs_no_step_anything() -> None:
    clock = Clock()
    left = TimeLeft(clock)
    clock.now_s = 1.0
    left.advance("draft", 0.5)
    clock.now_s = 60.0
    left.waited()
    clock.now_s = 61.0
    left.advance("draft", 0.5)
    left.stage_ends()
    assert left.seconds({"draft": 3}) == 6.0


def test_nothing_to_do_takes_no_time() -> None:
    assert TimeLeft(Clock()).seconds({"encode": 3}) == 0.0
    assert TimeLeft(Clock()).seconds({}) == 0.0


def test_takes_queued_later_count_at_once() -> None:
    clock = Clock()
    left = TimeLeft(clock)
    clock.now_s = 2.0
    left.advance("draft", 0.5)
    assert left.seconds({"draft": 1}) == 2.0
    assert left.seconds({"draft": 4}) == 14.0
