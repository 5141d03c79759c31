"""A render's events for a person: a live bar on a terminal, a line for each finished shot elsewhere."""

from types import TracebackType
from typing import Self

from sora_studio.cli.output import Output
from sora_studio.studio.events import (
    DeviceInUse,
    Event,
    FilmProgress,
    FilmWritten,
    Notice,
    Planned,
    Preview,
    ShotFailed,
    StageProgress,
    TakeReady,
    WorkingOn,
)

STAGES = {"draft": "draft", "refine": "refine", "encode": "text"}


def clock(seconds: float) -> str:
    """Seconds as a person reads them: 42 s, 3:05 min, 1:20 h."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60}:{whole % 60:02d} min"
    return f"{whole // 3600}:{whole % 3600 // 60:02d} h"


class RenderProgress:
    """Takes events in order and shows them. A context manager, so that the live line is always put away."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._status = None
        self._shots = 0
        if output.is_terminal:
            from rich.console import Console

            self._status = Console().status("Reading the film")

    def __enter__(self) -> Self:
        if self._status:
            self._status.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._status:
            self._status.stop()

    def show(self, event: Event) -> None:
        match event:
            case Planned(shots, takes):
                self._shots = shots
                self._output.line(f"{shots} shots, {takes} takes asked for", {"event": "planned", "shots": shots})
            case DeviceInUse(description):
                self._output.line(f"Device: {description}", {"event": "device", "device": description})
            case StageProgress():
                self._step(event)
            case TakeReady():
                self._take(event)
            case ShotFailed():
                self._failed(event)
            case Notice(message):
                self._output.line(f"note: {message}", {"event": "notice", "message": message})
            case FilmProgress(done, total):
                self._live(f"Stitching the film: {100 * done // max(1, total)}%")
            case FilmWritten():
                self._film(event)
            case Preview() | WorkingOn():
                pass

    def _live(self, text: str) -> None:
        if self._status:
            self._status.update(text)

    def _step(self, event: StageProgress) -> None:
        left = "" if event.seconds_left is None else f", {clock(event.seconds_left)} left"
        stage = STAGES[event.stage]
        self._live(f"Shot {event.position}: {stage}, step {event.step} of {event.steps}{left}")
        if self._output.is_json:
            data = {
                "event": "step",
                "shot": event.position,
                "take": event.take_number,
                "stage": event.stage,
                "step": event.step,
                "steps": event.steps,
                "seconds_left": event.seconds_left,
            }
            self._output.line("", data)

    def _take(self, event: TakeReady) -> None:
        how = "kept from before" if event.reused else "done"
        take = f", take {event.take_number}" if event.take_number > 1 else ""
        data = {
            "event": "take",
            "shot": event.position,
            "take": event.take_number,
            "stage": event.take.stage,
            "digest": event.take.digest,
            "seed": event.take.seed,
            "reused": event.reused,
        }
        self._output.line(f"Shot {event.position}{take}: {event.take.stage}, {how}", data)

    def _failed(self, event: ShotFailed) -> None:
        data = {"event": "failed", "shot": event.position, "error": event.message, "hint": event.hint}
        self._output.line(f"Shot {event.position} failed: {event.message} {event.hint}", data)

    def _film(self, event: FilmWritten) -> None:
        data = {
            "event": "film",
            "path": event.path,
            "frames": event.frames,
            "seconds": event.seconds,
            "segments_encoded": event.segments_encoded,
            "segments_reused": event.segments_reused,
        }
        again = f", {event.segments_reused} of them as before" if event.segments_reused else ""
        segments = event.segments_encoded + event.segments_reused
        self._output.line(
            f"{event.path}: {clock(event.seconds)}, {event.frames} frames, {segments} segments{again}", data
        )
