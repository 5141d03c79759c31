"""The film from the takes its shots show."""

import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sora_studio.errors import SoraError
from sora_studio.film import FilmReport, FilmShot, render_film
from sora_studio.film.captions import Caption
from sora_studio.film.codecs import H264, VideoCodec
from sora_studio.film.overlays import EndFades, Matte, Overlay
from sora_studio.film.plan import FilmSize
from sora_studio.film.sound import Spliced, Stretch, sample_at
from sora_studio.inference.cancel import CancelToken
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio import keeping
from sora_studio.studio.showing import ShownShot, ShownTake
from sora_studio.studio.sound import film_sound, unreadable_sounds
from sora_studio.timeline.camera import move_over_still
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import CUT, Shot, Transition, fitted_transition
from sora_studio.timeline.time import FrameRange

if TYPE_CHECKING:
    from sora_studio.film.soundtrack import Soundtrack


def film_shots(shown: Sequence[ShownShot], store: BlobStore) -> list[FilmShot]:
    """The shots that have something to show, as the film wants them.

    A dissolve into a shot that is left out becomes a cut.
    """
    showing = [each for each in shown if each.shown is not None]
    following = [*showing[1:], None]
    made = (film_shot(each, after, store) for each, after in zip(showing, following, strict=False))
    return [shot for shot in made if shot is not None]


def film_shot(each: ShownShot, after: ShownShot | None, store: BlobStore) -> FilmShot | None:
    """The shot as the film wants it, before the shot `after`; None when it has nothing to show."""
    if each.shown is None:
        return None
    return take_as_shot(each.shot, each.shown, store, _transition(each, after))


def take_as_shot(shot: Shot, what: ShownTake, store: BlobStore, transition: Transition = CUT) -> FilmShot:
    """The shot as it would be with that take."""
    return FilmShot(
        key=f"{what.take.stage}/{what.take.digest}",
        load=partial(keeping.frames_of, store, what.take),
        frames_per_second=what.frames_per_second,
        duration_frames=shot.duration_frames,
        head_frames=shot.retime.first_position(shot.head_frames, shot.duration_frames),
        transition=transition,
        step=shot.retime.step,
        between=shot.retime.between,
        # Keys set by hand go before the move that is asked for.
        camera=shot.camera or move_over_still(what.move, shot.duration_frames),
    )


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
    codec: VideoCodec = H264,
    hardware: bool = False,
    overlays: Sequence[Overlay] = (),
    captions: Sequence[Caption] = (),
) -> FilmReport:
    """Stitch what the shots show into `out`. Raises ExportError, StorageError, Cancelled; SoraError for no takes."""
    shots = film_shots(shown, store)
    if not shots:
        raise SoraError("No shot has a take yet, so there is no film to write.", "Render at least one shot first.")
    sound = soundtrack_of(project, shown, store)
    return render_film(
        shots,
        out,
        frame_rate=project.frame_rate,
        width=project.width,
        height=project.height,
        segments=store,
        soundtrack=sound,
        on_progress=on_progress,
        cancel=cancel,
        codec=codec,
        hardware=hardware,
        framing=project.framing,
        overlays=overlays,
        captions=captions,
    )


def film_size(project: Project) -> FilmSize:
    """The film's picture, in its own size."""
    return FilmSize(project.width, project.height, project.frame_rate, project.framing)


def film_overlays(project: Project, duration_frames: int) -> tuple[Overlay, ...]:
    """What always lies over the frames of the film, or of as much of it as lasts so long."""
    overlays: list[Overlay] = []
    if project.matte:
        overlays.append(Matte(project.matte))
    if project.fade_in_frames or project.fade_out_frames:
        overlays.append(EndFades(project.fade_in_frames, project.fade_out_frames, duration_frames))
    return tuple(overlays)


def soundtrack_of(
    project: Project, shown: Sequence[ShownShot], store: BlobStore, track_id: str = ""
) -> "Soundtrack | None":
    """What is heard of the film that these shots make, None for nothing; shots left out take their sound with them.

    With a `track_id` only that track, as it is heard among the others.

    Raises SoraError when a sound's file is gone: a film with less in it than was made is never written.
    """
    spans, rate = _spans(shown), project.frame_rate
    if lost := unreadable_sounds(project, store, spans):
        raise SoraError(
            f"The sound “{lost[0]}” is missing or damaged, so the film can't be written whole.",
            "Import the file again, or mute or remove the sound.",
        )
    heard = film_sound(project, store, spans, track_id)
    if heard.silent:
        return None
    from sora_studio.film.soundtrack import Soundtrack

    stretches: list[Stretch] = []
    frames = 0
    for span in spans:
        stop = frames + len(span)
        stretches.append(Stretch(sample_at(span.start, rate), sample_at(stop, rate) - sample_at(frames, rate)))
        frames = stop
    parts = [heard.key, [(each.source, each.count) for each in stretches]]
    spliced = Spliced(heard, tuple(stretches))
    if not project.loudness_lufs:
        return Soundtrack(spliced, json.dumps(parts), frames, rate)
    from sora_studio.film.loudness import Normalised

    level = Normalised(spliced, project.loudness_lufs, sample_at(frames, rate))
    return Soundtrack(level, json.dumps([*parts, project.loudness_lufs]), frames, rate)


def _spans(shown: Sequence[ShownShot]) -> list[FrameRange]:
    """The runs of the project's frames that the film shows."""
    spans: list[FrameRange] = []
    start = 0
    for each in shown:
        stop = start + each.shot.duration_frames
        if each.shown is not None:
            if spans and spans[-1].stop == start:
                spans[-1] = FrameRange(spans[-1].start, stop)
            else:
                spans.append(FrameRange(start, stop))
        start = stop
    return spans


def shown_frames(shown: Sequence[ShownShot]) -> int:
    """How many frames the film lasts that these shots make."""
    return sum(each.shot.duration_frames for each in shown if each.shown is not None)


def left_out(shown: Sequence[ShownShot]) -> str:
    """One sentence about the shots the film leaves out; "" when it leaves out none."""
    positions = [str(each.position) for each in shown if each.shown is None]
    if not positions:
        return ""
    if len(positions) == 1:
        return f"Shot {positions[0]} has no take yet; the film leaves it out."
    return f"Shots {', '.join(positions)} have no takes yet; the film leaves them out."
