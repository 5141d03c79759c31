"""The takes of a shot as the tray lists them: what is being made first, then the newest."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sora_studio.studio.queued_takes import QueuedTake
from sora_studio.studio.recipe import is_stale
from sora_studio.studio.showing import ShownTake
from sora_studio.timeline.shot import Shot

State = Literal["kept", "waiting", "running", "failed"]


@dataclass(frozen=True, slots=True)
class TakeRow:
    """One tile. `number` counts the shot's takes from 1 in the order they came; 0 for one not made yet."""

    digest: str
    stage: Literal["draft", "refined"]
    state: State = "kept"
    number: int = 0
    seed: int = 0
    rating: int = 0
    pinned: bool = False
    shown: bool = False
    stale: bool = False
    progress: float = 0.0
    message: str = ""
    hint: str = ""


def rows_of(shot: Shot, shown: ShownTake | None, request: object | None, queued: Iterable[QueuedTake]) -> list[TakeRow]:
    """Every tile of a shot's tray."""
    showing = shown.take.digest if shown is not None else ""
    kept = [
        TakeRow(
            digest=take.digest,
            stage=take.stage,
            number=number,
            seed=take.seed,
            rating=take.rating,
            pinned=take.digest == shot.pinned,
            shown=take.digest == showing,
            stale=is_stale(request, take),  # type: ignore[arg-type]
        )
        for number, take in enumerate(shot.takes, start=1)
    ]
    digests = {row.digest for row in kept}
    coming = [
        TakeRow(
            digest=each.digest,
            stage=each.stage,
            state=each.state,
            progress=each.progress,
            message=each.message,
            hint=each.hint,
        )
        for each in queued
        if each.shot_id == shot.id and each.state in ("waiting", "running", "failed") and each.digest not in digests
    ]
    return [*coming, *reversed(kept)]
