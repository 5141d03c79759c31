"""Row 6. A film of 10,000 shots opens in under 2 s, and an edit of it is on the disk in under 50 ms."""

import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median

from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio.open_film import OpenFilm
from sora_studio.timeline.edits import remove, set_prompt
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Direction, Shot
from tests.torture.tally import Effort, Tally

SHOTS, SCENE_SHOTS = 10_000, 50
OPENS_S, EDIT_S = 2.0, 0.05


def big_film(effort: Effort, random: Random, room: Path) -> Tally:
    """The middle of several. In short, as a test on a machine that may be busy, by the processor's time alone."""
    clock = time.perf_counter if effort.full else time.process_time
    path = room / "big.sora"
    ProjectFile.create(path, _film()).close()
    opens_s: list[float] = []
    edits_s: list[float] = []
    for _ in range(effort.of(7, 3)):
        began_s = clock()
        film = OpenFilm(ProjectFile.open(path))
        opens_s.append(clock() - began_s)
        with film:
            edits_s += [_timed(edit, clock) for edit in _edits(film, random)]
    problems: list[str] = []
    if median(opens_s) >= OPENS_S:
        problems.append(f"opens in {median(opens_s):.2f} s")
    if median(edits_s) >= EDIT_S:
        problems.append(f"an edit takes {1000 * median(edits_s):.0f} ms")
    figures = (f"{SHOTS:,} shots", f"opens in {median(opens_s):.2f} s", f"an edit in {1000 * median(edits_s):.1f} ms")
    return Tally(len(opens_s) + len(edits_s), problems=tuple(problems), figures=figures)


def _film() -> Project:
    shots = [Shot(f"shot-{n}", Direction(f"the harbour, view {n}"), 24 + n % 96) for n in range(SHOTS)]
    scenes = range(0, SHOTS, SCENE_SHOTS)
    return Project(
        "Big", scenes=tuple(Scene(f"s{n}", f"EXT. QUAY {n}", shots=tuple(shots[n : n + SCENE_SHOTS])) for n in scenes)
    )


def _edits(film: OpenFilm, random: Random) -> list[Callable[[], object]]:
    first, *others = [shot.id for _, shot in film.project.shots()]
    some = random.choice(others)
    return [
        lambda: film.edit("Write", lambda project: set_prompt(project, first, f"view {random.random()}")),
        lambda: film.edit("Write", lambda project: set_prompt(project, some, f"view {random.random()}")),
        lambda: film.edit("Remove", lambda project: remove(project, first)),
        film.undo,
        film.redo,
        film.undo,
    ]


def _timed(edit: Callable[[], object], clock: Callable[[], float]) -> float:
    began_s = clock()
    edit()
    return clock() - began_s
