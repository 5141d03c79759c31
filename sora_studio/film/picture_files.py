"""A film as picture files: a sequence of all its frames, or a still of each shot."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sora_studio.film.assemble import FilmReport
from sora_studio.film.plan import FilmShot, FilmSize, Frame
from sora_studio.film.stills import encoded_picture
from sora_studio.film.take_frames import CancelSignal, Progress, TakeFrames
from sora_studio.film.target import replacing_folder

# As ffmpeg, Resolve and After Effects find a sequence: a dot, and always as many digits. 10 hours have six at 24 fps.
DIGITS = 6


def write_sequence(work: TakeFrames, folder: Path, name: str, ending: str) -> FilmReport:
    """Every frame as `folder`/name.000000.png, numbered from the film's frame 0. Raises ExportError, Cancelled."""
    names = (f"{name}.{number:0{DIGITS}}{ending}" for number in range(work.total))
    ours = re.compile(rf".*\.\d{{{DIGITS},}}{re.escape(ending)}")
    return _written(folder, zip(names, work.all_frames(), strict=True), ours)


def write_stills(
    shots: Sequence[FilmShot],
    folder: Path,
    names: Sequence[str],
    ending: str,
    size: FilmSize,
    *,
    on_progress: Progress | None = None,
    cancel: CancelSignal | None = None,
) -> FilmReport:
    """The middle frame of each shot, by itself, as `folder`/name.png. Raises ExportError, Cancelled."""

    def pictures() -> Iterator[tuple[str, Frame]]:
        for done, (shot, name) in enumerate(zip(shots, names, strict=True), start=1):
            alone = shot.part(shot.duration_frames // 2, 1)
            frame = next(TakeFrames([alone], size, cancel=cancel).all_frames())
            yield f"{name}{ending}", frame
            if on_progress is not None:
                on_progress(done, len(shots))

    TakeFrames(shots, size)  # Refuses no shots, and sizes that can't be.
    return _written(folder, pictures(), re.compile(rf".*{re.escape(ending)}"))


def _written(folder: Path, pictures: Iterable[tuple[str, Frame]], ours: "re.Pattern[str]") -> FilmReport:
    frames = length_bytes = 0
    with replacing_folder(folder, lambda name: ours.fullmatch(name) is not None) as partial:
        for name, frame in pictures:
            data = encoded_picture(frame, Path(name))
            (partial / name).write_bytes(data)
            frames += 1
            length_bytes += len(data)
    return FilmReport(frames, 0, 0, length_bytes)
