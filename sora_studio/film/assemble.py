"""Takes to a finished film: plan, encode what is new, join."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO

from sora_studio.errors import StorageError
from sora_studio.film.captions import Caption
from sora_studio.film.codecs import H264, VideoCodec, VideoEncoder
from sora_studio.film.overlays import Overlay
from sora_studio.film.plan import FilmShot, FilmSize
from sora_studio.film.segment_store import SEGMENTS, SegmentStore, Sink, kept_file, kept_segment
from sora_studio.film.take_frames import CancelSignal, Progress, TakeFrames
from sora_studio.film.target import container_format, replacing
from sora_studio.timeline.project import Framing
from sora_studio.timeline.time import FrameRate

if TYPE_CHECKING:
    from sora_studio.film.captions import Caption
    from sora_studio.film.codecs import SoundCodec
    from sora_studio.film.soundtrack import Soundtrack


@dataclass(frozen=True, slots=True)
class FilmReport:
    """What an export did: frames (or stills) written, and `bytes` in all; segments only where it made a movie.

    `encoder` is ffmpeg's name of what was used, `encoded_on` the hardware it ran on, "" for the processor.
    """

    frames: int
    segments_encoded: int
    segments_reused: int
    bytes: int
    encoder: str = ""
    encoded_on: str = ""


def render_film(
    shots: Sequence[FilmShot],
    out: Path,
    *,
    frame_rate: FrameRate,
    width: int,
    height: int,
    segments: SegmentStore,
    soundtrack: "Soundtrack | None" = None,
    on_progress: Progress | None = None,
    cancel: CancelSignal | None = None,
    timecode: str = "",
    codec: VideoCodec = H264,
    hardware: bool = False,
    framing: Framing = "letterbox",
    overlays: Sequence[Overlay] = (),
    captions: "Sequence[Caption]" = (),
) -> FilmReport:
    """Writes the film to `out`, encoding only segments that `segments` doesn't hold yet.

    `soundtrack` is heard from the film's first moment to its last; without one the film is silent. `timecode` labels
    the first frame ("": none), where the container can hold it. `hardware`: on a graphics card, where one can.
    `overlays` are drawn over every frame; `captions` become a text track.
    `on_progress` is told frames done and frames in all. Until the film is complete `out` keeps what it held.
    Raises ExportError, StorageError, Cancelled.
    """
    frames = TakeFrames(shots, FilmSize(width, height, frame_rate, framing), on_progress, cancel, overlays)
    container = container_format(out)
    from sora_studio.film.encoders import encoder_for
    from sora_studio.film.join import Joining

    encoder = encoder_for(codec, frames.size, hardware=hardware)
    work = _Assembly(frames, segments, encoder)
    with replacing(out) as partial, ExitStack() as open_files:
        sound: BinaryIO | None = None
        if soundtrack is not None:
            sound = open_files.enter_context(work.encoded_sound(soundtrack, codec.sound, out.parent))
        joining = Joining(partial, container, frame_rate, encoder, sound, timecode, captions)
        count = joining.join(work.encoded_segments())
        length_bytes = partial.stat().st_size
    return FilmReport(count, work.encoded, work.reused, length_bytes, encoder.name, encoder.on)


class _Assembly:
    """One export under way: what it takes from the store, what it makes, and its counts."""

    def __init__(self, frames: TakeFrames, store: SegmentStore, encoder: VideoEncoder) -> None:
        self.encoded = self.reused = 0
        self._frames, self._store, self._encoder = frames, store, encoder

    def encoded_segments(self) -> Iterator[bytes]:
        """The film's segments in order, each from the store or fresh and then kept there."""
        from sora_studio.film.encode import encode_segment, segment_encoding

        frames, encoding = self._frames, segment_encoding(self._encoder)
        for start, segment in frames.plan:
            frames.check_cancel()
            key = segment.key(frames.size, encoding, frames.laid_over(start, segment))
            data = kept_segment(self._store, key)
            if data is None:
                data = encode_segment(frames.frames(start, segment), frames.size, self._encoder)
                self._keep(key, lambda sink, data=data: sink.write(data))
                self.encoded += 1
            else:
                self.reused += 1
                frames.advance(segment.frames)
            yield data

    @contextmanager
    def encoded_sound(self, soundtrack: "Soundtrack", codec: "SoundCodec", folder: Path) -> Generator[BinaryIO]:
        """The film's soundtrack, from the store, or fresh in a nameless file of `folder` and then kept."""
        from sora_studio.film.soundtrack import encode_soundtrack

        key = soundtrack.segment_key(codec)
        if (kept := kept_file(self._store, key)) is not None:
            with kept:
                yield kept
            return
        with TemporaryFile(dir=folder) as file:
            encode_soundtrack(soundtrack, file, self._frames.check_cancel, codec)
            file.seek(0)
            self._keep(key, lambda sink: copyfileobj(file, sink))
            yield file

    def _keep(self, key: str, write: Callable[[Sink], object]) -> None:
        # A full or read-only disk keeps no pieces: the film is written all the same, and encoded anew the next time.
        with suppress(StorageError):
            self._store.put(SEGMENTS, key, write)
