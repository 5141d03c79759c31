"""The matrix, in short: what takes forty minutes in full is tried a little with every change."""

import subprocess
import sys

import pytest

from tests.torture.arguments import NUMBERS
from tests.torture.by_tests import ROOT
from tests.torture.rows import ROWS

# In short these two rows are tests of this suite, which runs them anyway.
TESTS_ALREADY = (8, 11)


def test_every_row_is_there() -> None:
    assert tuple(sorted({row.number for row in ROWS})) == NUMBERS


@pytest.mark.skipif(sys.platform == "win32", reason="forks and signals")
def test_nothing_is_lost_and_nothing_gets_in() -> None:
    rows = ",".join(str(number) for number in NUMBERS if number not in TESTS_ALREADY)
    command = [sys.executable, "-m", "tests.torture", "--short", "--rows", rows]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
