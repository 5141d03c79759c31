"""Movies as shots: cut where they cut, shown as they were filmed and never rendered, their sound on a track beside."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from sora_studio.inference.cancel import CancelToken
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio.child_process import ChildGone, ChildProcess
from sora_studio.studio.endings import raise_unless_done
from sora_studio.studio.pipe import BEAT_S, Head
from sora_studio.studio.reading_process import GOODBYE_S, fault, started, stopped
from sora_studio.studio.script_import import with_script
from sora_studio.studio.sound import new_cue
from sora_studio.studio.sound_keeping import Media
from sora_studio.timeline.ids import text_id, unused_id
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Direction, Shot, Take
from sora_studio.timeline.sound import AudioTrack
from sora_studio.timeline.sound_edits import add_cue, add_track
from sora_studio.timeline.time import FrameRate

MODULE = "sora_studio.studio.footage_process"
NAME = "footage"

Progress = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Footage:
    """A movie as kept: the digest of each shot's take with its length in frames, and what could not be brought in."""

    name: str
    rate: FrameRate
    shots: tuple[tuple[str, int], ...]
    sound: Media | None = None
    notes: tuple[str, ...] = ()


def read_footage(
    path: Path,
    store: BlobStore,
    rate: FrameRate | None = None,
    on_progress: Progress = lambda done, total: None,
    cancel: CancelToken | None = None,
) -> Footage:
    """Keep a movie's pictures and sound, decoded in a process of their own; `rate` None takes the movie's.

    `on_progress` is told frames kept and frames in all. May be called from any thread. Raises SoraError, Cancelled.
    """
    cancel = cancel or CancelToken()
    child = started(path, NAME, MODULE)
    shots: list[tuple[str, int]] = []
    try:
        with cancel.watch(child.kill):
            told_rate = None if rate is None else [rate.numerator, rate.denominator]
            child.say("read", path=str(path.absolute()), store=str(store.folder.absolute()), rate=told_rate)
            end = _heard_out(child, shots, on_progress)
            raise_unless_done(end, fault(path, NAME, end))
    except ChildGone as gone:
        cancel.check()
        raise stopped(path, NAME) from gone
    finally:
        child.close(GOODBYE_S)
    sound = Media(*end["sound"]) if end["sound"] else None
    return Footage(_shown(path.name), FrameRate(*end["rate"]), tuple(shots), sound, tuple(filter(None, [end["note"]])))


def _heard_out(child: ChildProcess, shots: list[tuple[str, int]], on_progress: Progress) -> Head:
    while True:
        message = child.hear(BEAT_S)
        if message is None:
            continue
        head = message[0]
        match head["is"]:
            case "ended":
                return head
            case "shot":
                shots.append((head["digest"], head["frames"]))
            case _:
                on_progress(head["done"], head["total"])


def with_footage(project: Project, footage: Footage) -> Project:
    """The film with the movie as a scene after its own, and the sound from that scene's first frame on.

    A film of nothing yet takes the movie's rate.
    """
    start = project.duration_frames
    if rate_for(project) is None:
        project = replace(project, frame_rate=footage.rate)
    project = with_script(project, footage_film(footage))
    if footage.sound is None:
        return project
    track_id = unused_id(text_id("track", footage.name), {track.id for track in project.tracks})
    project = add_track(project, AudioTrack(track_id, Path(footage.name).stem))
    return add_cue(project, track_id, new_cue(project, footage.sound, start))


def rate_for(project: Project) -> FrameRate | None:
    """At which rate a movie is read for the film; None where nothing is in it yet that its own rate would matter to."""
    empty = not (project.duration_frames or project.markers or any(track.cues for track in project.tracks))
    return None if empty else project.frame_rate


def footage_film(footage: Footage) -> Project:
    """The movie's one scene as a film by itself, at its own rate."""
    stem = Path(footage.name).stem
    shots = tuple(
        Shot(
            text_id("footage", f"{digest} {number}"),
            Direction(),
            frames,
            action=f"{stem} {number}",
            takes=(Take(digest, "refined", 0),),
            pinned=digest,
            footage=footage.name,
        )
        for number, (digest, frames) in enumerate(footage.shots, start=1)
    )
    scene = Scene(text_id("scene", footage.name), stem, shots=shots)
    return replace(Project(stem, frame_rate=footage.rate), scenes=(scene,))


def _shown(name: str) -> str:
    return name.encode("utf-8", "replace").decode()
