"""Takes to a finished film: plan, encode what is new, join."""

from collections import OrderedDict
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sora_studio.errors import Cancelled, ExportError, StorageError
from sora_studio.film.plan import FilmShot, FilmSize, Frame, Segment, plan_segments
from sora_studio.film.target import container_format, replacing
from sora_studio.timeline.time import FrameRate

if TYPE_CHECKING:
    from sora_studio.film.retime import RetimedTake
    from sora_studio.film.soundtrack import Soundtrack

SEGMENTS = "segments"
# A transition needs two takes; any other frame needs one.
TAKES_IN_MEMORY = 2
LARGEST_SIDE = 8192


class Sink(Protocol):
    def write(self, data: bytes, /) -> int: ...


class SegmentStore(Protocol):
    """Where encoded segments are kept between exports, by kind and key; `read` refuses damaged ones (StorageError)."""

    def has(self, kind: str, digest: str) -> bool: ...
    def read(self, kind: str, digest: str) -> bytes: ...
    def put(self, kind: str, digest: str, write: Callable[[Sink], object]) -> object: ...


class CancelSignal(Protocol):
    @property
    def cancelled(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class FilmReport:
    """What an export did. `bytes` is the size of the finished file."""

    frames: int
    segments_encoded: int
    segments_reused: int
    bytes: int


def render_film(
    shots: Sequence[FilmShot],
    out: Path,
    *,
    frame_rate: FrameRate,
    width: int,
    height: int,
    segments: SegmentStore,
    soundtrack: "Soundtrack | None" = None,
    on_progress: Callable[[int, int], None] | None = None,
    cancel: CancelSignal | None = None,
    timecode: str = "",
) -> FilmReport:
    """Writes the film to `out`, encoding only segments that `segments` doesn't hold yet.

    `soundtrack` is heard from the film's first moment to its last; without one the film is silent. `timecode` labels
    the first frame ("": none), where the container can hold it.
    `on_progress` is told frames done and frames in all. Until the film is complete `out` keeps what it held.
    Raises ExportError, StorageError, Cancelled.
    """
    if not shots:
        raise ExportError("The film has no finished shots.", "Render a shot first.")
    if width % 2 or height % 2 or not (2 <= width <= LARGEST_SIDE and 2 <= height <= LARGEST_SIDE):
        raise ExportError(
            f"A film can't be {width}x{height}.", f"Both sides must be even numbers, up to {LARGEST_SIDE}."
        )
    container = container_format(out)
    work = _Assembly(plan_segments(shots), FilmSize(width, height, frame_rate), segments, on_progress, cancel)
    from sora_studio.film.join import join_segments

    with replacing(out) as partial:
        sound = work.encoded_sound(soundtrack) if soundtrack is not None else None
        frames = join_segments(work.encoded_segments(), partial, container, frame_rate, sound, timecode)
        length_bytes = partial.stat().st_size
    return FilmReport(frames, work.encoded, work.reused, length_bytes)


class _Assembly:
    """One export under way: its counts, and the takes it holds in memory."""

    def __init__(
        self,
        plan: Sequence[Segment],
        size: FilmSize,
        store: SegmentStore,
        on_progress: Callable[[int, int], None] | None,
        cancel: CancelSignal | None,
    ) -> None:
        self.encoded = self.reused = 0
        self._plan, self._size, self._store = plan, size, store
        self._on_progress, self._cancel = on_progress, cancel
        self._done, self._total = 0, sum(segment.frames for segment in plan)
        self._takes: OrderedDict[str, RetimedTake] = OrderedDict()

    def encoded_segments(self) -> Iterator[bytes]:
        """The film's segments in order, each from the store or fresh and then kept there."""
        from sora_studio.film.encode import ENCODER, encode_segment

        for segment in self._plan:
            self._check_cancel()
            key = segment.key(self._size, ENCODER)
            data = self._kept(key)
            if data is None:
                data = encode_segment(self._frames(segment), self._size)
                self._keep(key, data)
                self.encoded += 1
            else:
                self.reused += 1
                self._advance(segment.frames)
            yield data

    def encoded_sound(self, soundtrack: "Soundtrack") -> bytes:
        """The film's soundtrack, from the store or fresh and then kept there."""
        from sora_studio.film.soundtrack import encode_soundtrack

        key = soundtrack.segment_key()
        data = self._kept(key)
        if data is None:
            data = encode_soundtrack(soundtrack, self._check_cancel)
            self._keep(key, data)
        return data

    def _kept(self, key: str) -> bytes | None:
        if not self._store.has(SEGMENTS, key):
            return None
        try:
            return self._store.read(SEGMENTS, key)
        except StorageError:
            return None  # Damaged: it is encoded again and replaced, and counted as encoded.

    def _keep(self, key: str, data: bytes) -> None:
        # A full or read-only disk keeps no pieces: the film is written all the same, and encoded anew the next time.
        with suppress(StorageError):
            self._store.put(SEGMENTS, key, lambda sink: sink.write(data))

    def _frames(self, segment: Segment) -> Generator[Frame]:
        from sora_studio.film.compose import film_frame

        for index in range(segment.frames):
            self._check_cancel()
            yield film_frame(segment, index, self._take_frame, self._size.width, self._size.height)
            self._advance(1)

    def _take_frame(self, shot: FilmShot, film_frame: int) -> Frame:
        return self._take(shot).frame(film_frame)

    def _take(self, shot: FilmShot) -> "RetimedTake":
        from sora_studio.film.retime import RetimedTake

        name = f"{shot.key} {shot.frames_per_second}"
        if name not in self._takes:
            while len(self._takes) >= TAKES_IN_MEMORY:
                self._takes.popitem(last=False)
            self._takes[name] = RetimedTake(shot, self._size.rate)
        self._takes.move_to_end(name)
        return self._takes[name]

    def _advance(self, frames: int) -> None:
        self._done += frames
        if self._on_progress is not None:
            self._on_progress(self._done, self._total)

    def _check_cancel(self) -> None:
        if self._cancel is not None and self._cancel.cancelled:
            raise Cancelled
