"""Row 8. The process that renders out of memory, blank, hanging, crashed, killed: the window and the queue go on."""

from pathlib import Path
from random import Random

from tests.torture.by_tests import run_tests
from tests.torture.tally import Effort, Tally, total

TESTS = ("tests/studio/test_render_process.py", "tests/studio/test_little_memory.py")
NO_PROVIDER = "tests/ui/test_adversity.py::test_a_gpu_that_is_not_there_is_told_and_the_cpu_is_a_choice_away"
# Enough that what happens at an unlucky moment happens.
ROUNDS = 3
IN_SHORT = "ends_in_mid_step or memory_ran_out or in_a_window_the_shot_is_finished or cancelled_even_where"


def worker_faults(effort: Effort, random: Random, room: Path) -> Tally:
    chosen = [NO_PROVIDER] if effort.full else ["-k", IN_SHORT]
    rounds = [room / f"round {number}" for number in range(effort.of(ROUNDS, 1))]
    for each in rounds:
        each.mkdir()
    return total(run_tests(each, *TESTS, *chosen) for each in rounds)
