"""How long the window's own work takes."""

import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from sora_studio.storage.project_file import ProjectFile
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Direction, Shot

SHOTS, PER_SCENE, PAINTS = 10_000, 25, 60


@dataclass(frozen=True, slots=True)
class PaintFigures:
    """Milliseconds a whole repaint of the timeline takes at 1440 pixels: median of PAINTS, and one playhead step."""

    all_visible_ms: float
    zoomed_in_ms: float
    playhead_ms: float


def long_film(shots: int = SHOTS) -> Project:
    """A film of that many shots with prompts, two seconds each."""
    made = [Shot(f"s{at}", Direction(prompt=f"A man walks in the rain, the {at}th time"), 48) for at in range(shots)]
    groups = (tuple(made[at : at + PER_SCENE]) for at in range(0, shots, PER_SCENE))
    return Project("Long", scenes=tuple(Scene(f"c{n}", f"EXT. STREET {n}", shots=g) for n, g in enumerate(groups)))


def timeline_paint() -> PaintFigures:
    """Measured on a window of its own, offscreen or not."""
    from PySide6.QtWidgets import QApplication, QMainWindow

    from sora_studio.studio.config import load_config
    from sora_studio.studio.opening import open_project
    from sora_studio.ui import theme
    from sora_studio.ui.commands import Commands
    from sora_studio.ui.document import FilmDocument
    from sora_studio.ui.timeline.view import TimelineView

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.sora"
        ProjectFile.create(path, long_film()).close()
        window = QMainWindow()
        document = FilmDocument(open_project(path, load_config()), window)
        view = TimelineView(document, Commands(window))
        window.setCentralWidget(view)
        window.resize(1440, 360)
        window.show()
        app.processEvents()
        model = view.model
        model.look(model.span.fitted())
        far = paint_ms(view.canvas)
        model.look(model.span.fitted(240_000, 240_800))
        near = paint_ms(view.canvas)
        x = int(model.span.x(240_400))
        strip = paint_ms(view.canvas, (x - 9, 0, 19, view.canvas.height()))
        document.close()
        window.close()
    return PaintFigures(far, near, strip)


def paint_ms(canvas, area: tuple[int, int, int, int] | None = None) -> float:
    """The median of PAINTS repaints, in milliseconds; the first ones, which fill caches, don't count."""
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QPixmap, QRegion

    target = QPixmap(canvas.size() * canvas.devicePixelRatioF())
    target.setDevicePixelRatio(canvas.devicePixelRatioF())
    region = QRegion(*area) if area else QRegion(canvas.rect())
    times: list[float] = []
    for turn in range(PAINTS + 5):
        begun = time.perf_counter()
        canvas.render(target, QPoint(), region)
        if turn >= 5:
            times.append(1000 * (time.perf_counter() - begun))
    return statistics.median(times)


if __name__ == "__main__":
    print(timeline_paint())
