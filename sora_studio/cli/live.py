"""The live display on a terminal: how many takes are done, what is being made, how long it still takes."""

from rich.progress import BarColumn, Progress, TaskID, TextColumn

from sora_studio.studio.events import Event, FilmProgress, MovieProgress, Planned, StageProgress, TakeReady

STAGES = {"encode": "text", "draft": "draft", "refine": "refine"}


def clock(seconds: float) -> str:
    """Seconds as a person reads them: 42 s, 3:05 min, 1:20 h."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60}:{whole % 60:02d} min"
    return f"{whole // 3600}:{whole % 3600 // 60:02d} h"


class LiveBars:
    """Two bars that go away when all is done; lines printed meanwhile scroll above them."""

    def __init__(self) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[count]}"))
        self._progress = Progress(*columns, TextColumn("{task.fields[left]}"), transient=True)
        self._all: TaskID | None = None
        self._now: TaskID | None = None
        self._takes = self._ready = 0

    def start(self) -> None:
        self._progress.start()

    def stop(self) -> None:
        self._progress.stop()

    def show(self, event: Event) -> None:
        """Move the bars by one event."""
        match event:
            case Planned(_, takes):
                self._takes = takes
                self._all = self._progress.add_task("Takes", total=takes, count=f"0 of {takes}", left="")
            case StageProgress():
                left = "" if event.seconds_left is None else f"{clock(event.seconds_left)} left"
                self._bar(f"Shot {event.position}, {STAGES[event.stage]}", event.step, event.steps, left)
            case TakeReady() if self._all is not None:
                self._ready += 1
                self._progress.update(self._all, completed=self._ready, count=f"{self._ready} of {self._takes}")
            case FilmProgress(done, total):
                self._bar("Stitching the film", done, total, "")
            case MovieProgress(name, done, total):
                self._bar(f"Reading {name}", done, total, "")
            case _:
                pass

    def _bar(self, text: str, done: int, total: int, left: str) -> None:
        if self._now is None:
            self._now = self._progress.add_task("", total=total, count="", left="")
        self._progress.update(
            self._now, description=text, completed=done, total=total, count=f"{done} of {total}", left=left
        )
