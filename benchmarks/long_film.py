"""A film of ten thousand shots in a window: how long it takes to open, to paint, and to edit (rows 10 and 11)."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.desk import Desk
from benchmarks.rows import Row
from sora_studio.storage.project_file import ProjectFile
from sora_studio.timeline.edits import insert
from sora_studio.timeline.history import History
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Direction, Shot

SHOTS, PER_SCENE, REPEATS = 10_000, 25, 40


@dataclass(frozen=True, slots=True)
class Spent:
    """Milliseconds, medians: by the clock, and of the processor, which other programs don't lengthen."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.cpu:.2f} ms CPU ({self.wall:.2f} by the clock)"


def long_film(shots: int = SHOTS, per_scene: int = PER_SCENE) -> Project:
    """A film of that many shots with prompts, two seconds each."""
    made = [Shot(f"s{at}", Direction(prompt=f"A man walks in the rain, the {at}th time"), 48) for at in range(shots)]
    groups = (tuple(made[at : at + per_scene]) for at in range(0, shots, per_scene))
    return Project("Long", scenes=tuple(Scene(f"c{n}", f"EXT. STREET {n}", shots=g) for n, g in enumerate(groups)))


def spent(work: Callable[[], object], repeats: int = REPEATS) -> Spent:
    """The median of so many calls; three before them, which fill caches, don't count."""
    wall: list[float] = []
    cpu: list[float] = []
    for turn in range(repeats + 3):
        begun, worked = time.perf_counter(), time.process_time()
        work()
        if turn >= 3:
            wall.append(1000 * (time.perf_counter() - begun))
            cpu.append(1000 * (time.process_time() - worked))
    return Spent(statistics.median(wall), statistics.median(cpu))


def in_the_values(film: Project) -> Spent:
    """A shot inserted first, which moves all others, and taken back: without a file and without a window."""
    history = History(film)

    def work() -> None:
        history.record(insert(history.project, Shot("new", Direction("rain"), 48), "c0"), "Insert")
        history.undo()

    return spent(work)


def rows(folder: Path) -> list[Row]:
    """Rows 10 and 11, and beside them how long the film takes to open."""
    film = long_film()
    values, one_scene = in_the_values(film), in_the_values(long_film(per_scene=SHOTS))
    path = folder / "long.sora"
    ProjectFile.create(path, film).close()
    desk = Desk(folder)
    begun, worked = time.perf_counter(), time.process_time()
    document = desk.open(path)
    opened = Spent(1000 * (time.perf_counter() - begun), 1000 * (time.process_time() - worked))
    far, near, strip = _paints(desk)
    moment = "of 10,000 shots"

    def edit() -> None:
        document.edit("Insert", lambda film: insert(film, Shot("new", Direction("rain"), 48), "c0"))
        desk.settle()
        document.undo()
        desk.settle()

    on_screen = spent(edit, 20)
    desk.close()
    return [
        Row(10, f"timeline painted, all {moment}", str(far), "≤ 4 ms", far.cpu),
        Row(10, f"timeline painted, zoomed in, one {moment}", str(near), "≤ 1 ms", near.cpu),
        Row(10, "timeline painted, one step of the playhead", str(strip), "", strip.cpu),
        Row(11, f"insert, ripple, undo at shot 1 {moment}, in the values", str(values), "≤ 2 ms", values.cpu),
        Row(11, "the same, all shots in one scene", str(one_scene), "≤ 2 ms", one_scene.cpu),
        Row(11, "the same, saved beside it and painted twice, whole window", str(on_screen), "≤ 16 ms", on_screen.cpu),
        Row(12, f"a film {moment} opened in the window", str(opened), "", opened.cpu),
    ]


def _paints(desk: Desk) -> tuple[Spent, Spent, Spent]:
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QPixmap, QRegion

    timeline = desk.editor.timeline
    canvas, model = timeline.canvas, timeline.model
    target = QPixmap(canvas.size() * canvas.devicePixelRatioF())
    target.setDevicePixelRatio(canvas.devicePixelRatioF())

    def painted(region: QRegion) -> Spent:
        return spent(lambda: canvas.render(target, QPoint(), region))

    whole = QRegion(canvas.rect())
    model.look(model.span.fitted())
    far = painted(whole)
    middle = model.strip.duration // 2
    model.look(model.span.fitted(middle, middle + 800))
    near = painted(whole)
    x = int(model.span.x(middle + 400))
    return far, near, painted(QRegion(x - 9, 0, 19, canvas.height()))
