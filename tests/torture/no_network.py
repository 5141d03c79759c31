"""Row 12. The whole journey where there is no network at all: it works, and nobody so much as tries to leave."""

import subprocess
import sys
from pathlib import Path
from random import Random

from tests.torture import strace
from tests.torture.by_tests import run_tests
from tests.torture.fault_points import NO_STRACE
from tests.torture.tally import Effort, Tally

# A film in the window from its first word to the file; on the command line from a page to the film.
JOURNEY = "tests/ui/test_journey.py::test_a_film_from_its_first_word_to_the_file_and_back"
IN_SHORT = "tests/studio/test_render.py"
# One's own network of nothing, as root or as anybody who may have one.
NO_NETWORK = (["unshare", "--net"], ["unshare", "--map-root-user", "--net"])
REFUSED = "a network of nothing (unshare --net) is not to be had here"


def no_network(effort: Effort, random: Random, room: Path) -> Tally:
    apart = next((each for each in NO_NETWORK if _may(each)), None)
    if apart is None:
        return Tally(skipped=(REFUSED,))
    log = room / "calls"
    watched = ["strace", "-f", "-qq", "-o", str(log), "-e", "trace=connect,sendto,sendmsg,sendmmsg", "--seccomp-bpf"]
    watching = strace.available()
    tally = run_tests(room, JOURNEY if effort.full else IN_SHORT, within=[*(watched if watching else []), *apart])
    if not watching:
        return tally + Tally(skipped=(NO_STRACE,))
    reached = strace.left_the_machine(log)
    figures = (f"{len(reached)} attempts to leave",)
    return tally + Tally(problems=tuple(f"reached out: {line}" for line in reached), figures=figures)


def _may(apart: list[str]) -> bool:
    try:
        return subprocess.run([*apart, sys.executable, "-c", ""], capture_output=True).returncode == 0
    except OSError:
        return False
