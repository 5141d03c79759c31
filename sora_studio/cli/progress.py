"""A render's events for a person or a program: a line for each finished shot, bars where a terminal is."""

from types import TracebackType
from typing import Self

from sora_studio.cli.live import LiveBars, clock
from sora_studio.cli.output import Output
from sora_studio.studio.events import (
    DeviceInUse,
    DeviceMissing,
    Event,
    FilmFailed,
    FilmNotSaved,
    FilmProgress,
    FilmSaved,
    FilmStopped,
    FilmWritten,
    MovieProgress,
    Notice,
    Planned,
    Preview,
    QueueStopped,
    ShotFailed,
    StageProgress,
    TakeReady,
    WorkingOn,
)


def counted(number: int, what: str) -> str:
    """1 shot, 2 shots."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


class RenderProgress:
    """Takes events in order and shows them. A context manager, so that the live display is always put away."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._live = LiveBars() if output.is_terminal else None

    def __enter__(self) -> Self:
        if self._live:
            self._live.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._live:
            self._live.stop()

    def show(self, event: Event) -> None:
        """Print what is worth a line, move the bars for the rest."""
        if self._live:
            self._live.show(event)
        match event:
            case Planned(shots, takes):
                data = {"event": "planned", "shots": shots, "takes": takes}
                self._output.line(f"{counted(shots, 'shot')}, {counted(takes, 'take')} asked for", data)
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
            case FilmWritten():
                self._film(event)
            case Preview() | WorkingOn() | FilmProgress() | MovieProgress():
                pass
            case DeviceMissing() | QueueStopped() | FilmFailed() | FilmStopped() | FilmSaved() | FilmNotSaved():
                pass  # Told to a window, which goes on; here the error itself ends the command.

    def _step(self, event: StageProgress) -> None:
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
            "encoded_on": event.encoded_on,
        }
        again = f", {event.segments_reused} of them as before" if event.segments_reused else ""
        count = event.segments_encoded + event.segments_reused
        segments = f", {counted(count, 'segment')}{again}" if count else ""
        on = f", encoded on {event.encoded_on}" if event.encoded_on else ""
        self._output.line(f"{event.path}: {clock(event.seconds)}, {counted(event.frames, 'frame')}{segments}{on}", data)
