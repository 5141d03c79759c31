"""The film from the takes its shots show."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from sora_studio.errors import SoraError
from sora_studio.film import FilmReport, FilmShot, render_film
from sora_studio.inference.cancel import CancelToken
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio import keeping
from sora_studio.studio.showing import ShownShot
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import CUT, Transition, fitted_transition


def film_shots(shown: Sequence[ShownShot], store: BlobStore) -> list[FilmShot]:
    """The shots that have something to show, as the film wants them.

    A dissolve into a shot that is left out becomes a cut.
    """
    showing = [(each, each.shown) for each in shown if each.shown is not None]
    following = [*(each for each, _ in showing[1:]), None]
    return [
        FilmShot(
            key=f"{what.take.stage}/{what.take.digest}",
            load=partial(keeping.frames_of, store, what.take),
            frames_per_second=what.frames_per_second,
            duration_frames=each.shot.duration_frames,
            head_frames=each.shot.head_frames,
            transition=_transition(each, after),
        )
        for (each, what), after in zip(showing, following, strict=False)
    ]


def _transition(each: ShownShot, after: ShownShot | None) -> Transition:
    if after is None or after.position != each.position + 1:
        return CUT
    return fitted_transition(each.shot, after.shot)


def write_film(
    project: Project,
    shown: Sequence[ShownShot],
    store: BlobStore,
    out: Path,
    *,
    on_progress: Callable[[int, int], None],
    cancel: CancelToken,
) -> FilmReport:
    """Stitch what the shots show into `out`. Raises ExportError, StorageError, Cancelled; SoraError for no takes."""
    shots = film_shots(shown, store)
    if not shots:
        raise SoraError("No shot has a take yet, so there is no film to write.", "Render at least one shot first.")
    return render_film(
        shots,
        out,
        frame_rate=project.frame_rate,
        width=project.width,
        height=project.height,
        segments=store,
        on_progress=on_progress,
        cancel=cancel,
    )


def left_out(shown: Sequence[ShownShot]) -> str:
    """One sentence about the shots the film leaves out; "" when it leaves out none."""
    positions = [str(each.position) for each in shown if each.shown is None]
    if not positions:
        return ""
    if len(positions) == 1:
        return f"Shot {positions[0]} has no take yet; the film leaves it out."
    return f"Shots {', '.join(positions)} have no takes yet; the film leaves them out."
