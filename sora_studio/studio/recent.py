"""The films opened lately: where they are, what they were called, and a small picture of each, kept for this user."""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sora_studio import paths
from sora_studio.errors import SoraError, StorageError

# The list is shown before any film is open, and what reads takes is slow to come: it is brought in with a film.
if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sora_studio.storage.blobs import BlobStore
    from sora_studio.timeline.project import Project

MOST = 24
THUMBNAIL_HEIGHT = 270


@dataclass(frozen=True, slots=True)
class RecentFilm:
    """A film as it was when last seen. `opened` is local time in ISO 8601; `seconds` its length."""

    path: str
    title: str
    shots: int
    seconds: float
    opened: str

    @property
    def file(self) -> Path:
        return Path(self.path)

    @property
    def missing(self) -> bool:
        """Moved or deleted since."""
        return not self.file.exists()

    @property
    def thumbnail(self) -> Path | None:
        """A PNG of the film; None where none was ever kept."""
        picture = _picture(self.file)
        return picture if picture.exists() else None


def recent_films() -> list[RecentFilm]:
    """The films opened lately, the last one first.

    A damaged list reads as an empty one: it names files, it holds no work.
    """
    try:
        data = json.loads(_list_file().read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError):
        return []
    entries = cast("list[Any]", data) if isinstance(data, list) else []
    return [film for entry in entries if (film := _read(entry)) is not None]


def remember(path: Path, project: "Project", frame: "NDArray[np.uint8] | None" = None) -> None:
    """Put a film first in the list; `frame` (h, w, 3) RGB replaces its picture. Raises StorageError."""
    path = path.resolve()
    seconds = float(project.frame_rate.seconds(project.duration_frames))
    opened = datetime.now().isoformat(timespec="seconds")
    film = RecentFilm(str(path), project.title, sum(1 for _ in project.shots()), seconds, opened)
    others = [other for other in recent_films() if other.path != film.path]
    if frame is not None:
        _keep_picture(frame, _picture(path))
    for dropped in others[MOST - 1 :]:
        _picture(dropped.file).unlink(missing_ok=True)
    _write([film, *others[: MOST - 1]])


def remember_project(path: Path, project: "Project", store: "BlobStore") -> bool:
    """As `remember`, with the first picture the film shows; False where the list can't be kept, which costs no work."""
    try:
        remember(path, project, _first_picture(project, store))
    except SoraError:
        return False
    return True


def forget(path: Path) -> None:
    """Take a film off the list; the film itself stays where it is. Raises StorageError."""
    kept = [film for film in recent_films() if film.path not in (str(path), str(path.resolve()))]
    _write(kept)
    _picture(path).unlink(missing_ok=True)


def _first_picture(project: "Project", store: "BlobStore") -> "NDArray[np.uint8] | None":
    """From the middle of the first take that is kept."""
    from sora_studio.studio.keeping import frames_of
    from sora_studio.studio.showing import shown_take

    for _, shot in project.shots():
        take = shown_take(shot, (), store)
        if take is not None:
            frames = frames_of(store, take)
            return frames[len(frames) // 2]
    return None


def _folder() -> Path:
    return paths.user_data_folder() / "recent"


def _list_file() -> Path:
    return _folder() / "films.json"


def _picture(path: Path) -> Path:
    import hashlib

    return _folder() / f"{hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:20]}.png"


def _read(entry: object) -> RecentFilm | None:
    if not isinstance(entry, dict):
        return None
    fields = cast("dict[str, Any]", entry)
    try:
        return RecentFilm(
            str(fields["path"]), str(fields["title"]), int(fields["shots"]), float(fields["seconds"]),
            str(fields["opened"]),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError):
        return None


def _write(films: Iterable[RecentFilm]) -> None:
    file = _list_file()
    partial = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(json.dumps([asdict(film) for film in films], indent=1), encoding="utf-8")
        partial.replace(file)
    except OSError as error:
        raise StorageError(f"The list of recent films can't be saved: {error.strerror}.", "Check the disk.") from error


def _keep_picture(frame: "NDArray[np.uint8]", out: Path) -> None:
    import cv2

    height, width = frame.shape[:2]
    scale = THUMBNAIL_HEIGHT / height
    small = cv2.resize(frame, (max(1, round(width * scale)), THUMBNAIL_HEIGHT), interpolation=cv2.INTER_AREA)
    _, data = cv2.imencode(".png", cv2.cvtColor(small, cv2.COLOR_RGB2BGR))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(data.tobytes())
    except OSError as error:
        raise StorageError(f"The film's picture can't be kept: {error.strerror}.", "Check the disk.") from error
