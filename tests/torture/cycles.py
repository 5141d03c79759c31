"""Row 7. Thousands of rounds of generating, undoing and exporting: no more memory, handles and threads than at first.

`python -m tests.torture.cycles FOLDER ROUNDS` is the process that goes through them, and tells of itself as it goes.
"""

import json
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from random import Random

from sora_studio.studio.studio import RenderOrder, Studio
from sora_studio.timeline.edits import remove_take, set_prompt
from sora_studio.timeline.project import Project
from tests.studio.film import open_tiny_studio, tiny_film
from tests.torture.by_tests import ROOT
from tests.torture.memory_disk import quick_room
from tests.torture.tally import Effort, Tally
from tests.ui.leftovers import resident_bytes

MOST_GROWTH, EXIT_WITHIN_S = 0.05, 5.0
# So many words, so many takes: whatever is kept for each of them is there after the first tenth of the rounds.
PROMPTS = ("red snow", "a candle", "snow burns", "a red candle burns", "a snow candle")
WARM_UP_SHARE, LOOKS = 0.2, 20


@dataclass(frozen=True, slots=True)
class Look:
    """The process after so many rounds; `at_s` by the clock that all processes share."""

    rounds: int
    resident_bytes: int
    handles: int
    threads: int
    at_s: float

    @classmethod
    def now(cls, rounds: int) -> "Look":
        handles = sum(1 for _ in Path("/proc/self/fd").iterdir())
        return cls(rounds, resident_bytes(), handles, threading.active_count(), time.monotonic())


def cycles(effort: Effort, random: Random, room: Path) -> Tally:
    """5,000 rounds in full."""
    if not Path("/proc/self/fd").is_dir():
        return Tally(skipped=("memory and handles are counted on Linux only",))
    rounds = effort.of(5000, 100)
    with quick_room(room) as place:
        command = [sys.executable, "-m", "tests.torture.cycles", str(place), str(rounds)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    exit_s = time.monotonic()
    looks = [Look(**json.loads(line)) for line in done.stdout.splitlines()]
    if done.returncode or not looks or looks[-1].rounds != rounds:
        return Tally(problems=(f"ended with {done.returncode}: {done.stderr[-2000:]}",))
    return _judged(looks, exit_s - looks[-1].at_s, effort)


def _judged(looks: list[Look], exit_s: float, effort: Effort) -> Tally:
    first, last = next(look for look in looks if look.rounds >= WARM_UP_SHARE * looks[-1].rounds), looks[-1]
    growth = last.resident_bytes / first.resident_bytes - 1
    problems: list[str] = []
    # In a few rounds all growth is of what is made once.
    if effort.full and growth >= MOST_GROWTH:
        problems.append(f"memory grew by {growth:.1%}, from {first.resident_bytes:,} to {last.resident_bytes:,} bytes")
    if last.handles > first.handles or last.threads > first.threads:
        problems.append(f"{first.handles} handles and {first.threads} threads became {last.handles}, {last.threads}")
    if exit_s >= EXIT_WITHIN_S:
        problems.append(f"took {exit_s:.1f} s to end")
    figures = (
        f"memory {growth:+.1%} ({first.resident_bytes / 1e6:.0f} to {last.resident_bytes / 1e6:.0f} MB)",
        f"{last.handles} handles, {last.threads} threads, as at first",
        f"ends in {exit_s:.2f} s",
    )
    return Tally(last.rounds, problems=tuple(problems), figures=figures if not problems else figures[:1])


def main(folder: Path, rounds: int) -> None:
    with open_tiny_studio(folder, _film()) as studio:
        shot_id = next(studio.project.shots())[1].id
        for number in range(1, rounds + 1):
            _round(studio, shot_id, PROMPTS[number % len(PROMPTS)], folder / "film.mp4")
            if number % max(1, rounds // LOOKS) == 0:
                print(json.dumps(asdict(Look.now(number))), flush=True)


def _film() -> Project:
    """One shot of a few frames: of many rounds most of the time would go into encoding."""
    film = tiny_film("a red candle\n")
    [scene] = film.scenes
    return replace(film, scenes=(replace(scene, shots=(replace(scene.shots[0], duration_frames=4),)),))


def _round(studio: Studio, shot_id: str, prompt: str, out: Path) -> None:
    studio.edit("Write", lambda film: set_prompt(film, shot_id, prompt))
    # A take of its own each time, really made, not found.
    list(studio.render(RenderOrder(positions=(1,), stage="draft", fresh=True), device="cpu"))
    list(studio.write_film(out, "draft"))
    studio.undo()
    studio.redo()
    studio.undo()
    [*_, take] = studio.project.find(shot_id)[1].takes
    studio.absorb(partial(remove_take, shot_id=shot_id, digest=take.digest))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
