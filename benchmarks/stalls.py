"""Rows 8 and 9: how long the window stands still while a film is made beside it."""

from itertools import count
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.bystander import Bystander
from benchmarks.desk import Desk, Stalls, Watch
from benchmarks.rows import Row
from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio.keeping import keep_frames
from sora_studio.studio.studio import RenderOrder
from sora_studio.timeline.edits import add_take, set_notes
from sora_studio.timeline.project import Project, RenderSettings, Scene
from sora_studio.timeline.shot import Direction, Shot, Take
from sora_studio.ui.document import FilmDocument

SHOTS, MADE, TURNS, REST_S, WORK_S, EDIT_EVERY_S = 40, 30, 3, 3.0, 8.0, 0.1
# Each is a multiple of 18, so that both sides are even.
HEIGHTS = count(270, 18)
PROMPTS = ("a boat on the coast at sunset", "a mammoth in the snow", "a red car in a city street", "a dog in a forest")


def film() -> Project:
    """Two seconds a shot, every prompt another, by the bundled pack in steps few enough that shots come and go."""
    shots = tuple(Shot(f"s{at}", Direction(f"{PROMPTS[at % len(PROMPTS)]}, {at}"), 48) for at in range(SHOTS))
    return Project(
        "Stalls", width=640, height=360, settings=RenderSettings(seed=1), scenes=(Scene("c0", "", shots=shots),)
    )


def rows(folder: Path) -> list[Row]:
    """The busy window and its idle control by turns, so that other programs meet both alike."""
    path = folder / "stalls.sora"
    ProjectFile.create(path, film()).close()
    desk = Desk(folder)
    document = desk.open(path)
    _made_before(document)
    desk.live(2.0)
    bystander = Bystander()
    idle, loading, busy = Watch(), Watch(), Watch()
    _watched(desk, idle, REST_S)
    loading.start()
    last = f"s{SHOTS - 1}"
    document.render(RenderOrder(positions=(SHOTS,), stage="draft"))
    desk.live(120.0, until=lambda: document.badge(last) in ("draft", "failed"))
    loading.stop()
    for turn in range(TURNS):
        document.queue.pause()
        desk.live(20.0, until=lambda: not any(item.state == "running" for item in document.queue.items))
        _watched(desk, idle, REST_S)
        document.queue.resume()
        document.render(RenderOrder(positions=range(MADE + 1, SHOTS + 1), stage="refined", fresh=turn > 0))
        _work(desk, folder, busy)
    made = sum(shot.shown is not None for shot in document.shots_shown()) - MADE
    beside = bystander.gaps_ms(busy.spans)
    desk.close()
    return _told(idle.stalls(), loading.stalls(), busy.stalls(), beside, made)


def _made_before(document: FilmDocument) -> None:
    """Takes of most shots, as long as the pack would make them, so that there is a film to encode."""
    rows = np.linspace(0, 255, 360, dtype=np.uint8)[:, None, None]
    takes: dict[str, Take] = {}
    for at in range(MADE):
        request: Any = document.request(f"s{at}")
        grain = np.random.default_rng(at).integers(0, 16, (request.frame_count, 360, 640, 3), dtype=np.uint8)
        keep_frames(document.studio.store, request, grain + rows // 2)
        takes[f"s{at}"] = Take(request.refined_digest, "refined", request.seed)

    def kept(project: Project) -> Project:
        for shot_id, take in takes.items():
            project = add_take(project, shot_id, take)
        return project

    document.edit("Keep takes", kept)


def _watched(desk: Desk, watch: Watch, seconds: float) -> None:
    watch.start()
    desk.live(seconds)
    watch.stop()


def _work(desk: Desk, folder: Path, watch: Watch) -> None:
    """Generating goes on; the film is encoded as far as it is made, and an edit is saved every tenth of a second."""
    from sora_studio.ui.export.dialog import ExportRequest

    document, commands = desk.window.document, desk.window.film_commands
    assert document is not None
    assert commands is not None
    watch.start()
    for number in range(round(WORK_S / EDIT_EVERY_S)):
        if not commands.exporting.running:
            # Another size each time: of the same size, what is encoded already would only be joined.
            height = next(HEIGHTS)
            commands.exporting.start(ExportRequest(folder / f"{height}.mp4", height * 16 // 9, height, "refined"))
        document.edit("Notes", lambda project, n=number: set_notes(project, f"s{SHOTS - 1}", f"rain, {n}"))
        desk.live(EDIT_EVERY_S)
    watch.stop()


def _told(idle: Stalls, loading: Stalls, busy: Stalls, beside: tuple[float, float], made: int) -> list[Row]:
    return [
        Row(8, "idle control: the longest stall of a 5 ms timer", str(idle), "", idle.longest),
        Row(8, f"while generating ({made} takes), encoding, saving", str(busy), "p99 ≤ 16, max ≤ 33", busy.longest),
        Row(
            8,
            "meanwhile a bystander process that only wakes every 5 ms",
            f"p99 {beside[0]:.1f}, max {beside[1]:.1f} ms",
            "",
            beside[1],
        ),
        Row(8, "busy less idle, p99", f"{busy.p99 - idle.p99:+.1f} ms", "", busy.p99 - idle.p99),
        Row(9, "while the bundled pack loads and the first draft is made", str(loading), "≤ 50 ms", loading.longest),
    ]
