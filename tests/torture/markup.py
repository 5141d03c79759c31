"""Row 11. Texts that are markup, wherever a film can say something: no file is opened, no address reached for."""

from pathlib import Path
from random import Random

from tests.torture.by_tests import run_tests
from tests.torture.tally import Effort, Tally

TESTS = "tests/ui/test_markup.py"
TEXTS, TEXTS_IN_SHORT = 200, 10


def markup(effort: Effort, random: Random, room: Path) -> Tally:
    chosen = "slow or not slow" if effort.full else "not slow"
    tally = run_tests(room, TESTS, "-m", chosen)
    return tally + Tally(figures=(f"{effort.of(TEXTS, TEXTS_IN_SHORT)} texts",))
