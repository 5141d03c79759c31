"""When a process that renders is given up: not while it works, however long a step takes; soon where it is dead."""

from sora_studio.studio.pulse import ENDLESS_S, SILENT_S, STILL_S, STILL_STEPS, Pulse


def test_one_that_works_is_waited_for_for_an_hour() -> None:
    pulse = Pulse()
    for second in range(int(ENDLESS_S) - 1):
        pulse.beat(cpu_s=0.5 * (second + 1), rests=False)
        assert not pulse.stuck
    pulse.beat(cpu_s=ENDLESS_S, rests=False)
    assert pulse.stuck


def test_silence_is_counted_and_ended_by_a_word() -> None:
    pulse = Pulse()
    pulse.silence(SILENT_S - 1)
    pulse.beat(1.0, rests=False)
    pulse.silence(SILENT_S - 1)
    assert not pulse.stuck
    pulse.silence(1)
    assert pulse.stuck


def beats_until_stuck(pulse: Pulse) -> int:
    """How many beats without any work it is given."""
    for beats in range(1, 100_000):
        pulse.beat(cpu_s=1.0, rests=False)
        if pulse.stuck:
            return beats
    raise AssertionError


def test_long_steps_are_waited_for_longer() -> None:
    short = Pulse()
    short.step()
    assert beats_until_stuck(short) <= STILL_S + 1
    long = Pulse()
    for second in range(100):
        long.beat(cpu_s=float(second), rests=False)
    long.step()
    assert beats_until_stuck(long) >= 99 * STILL_STEPS


def test_what_was_told_to_rest_may_rest() -> None:
    pulse = Pulse()
    for _ in range(100_000):
        pulse.beat(cpu_s=0.0, rests=True)
    assert not pulse.stuck
