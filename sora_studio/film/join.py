"""Segments to one film by copying their packets, with its sound beside them; nothing is encoded again."""

# PyAV's stubs leave the stream type of packets open.
# pyright: reportUnknownMemberType=false

import io
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

import av
from av.container import OutputContainer
from av.video.stream import VideoStream

from sora_studio.film.captions import Caption, CaptionTrack
from sora_studio.film.codecs import VideoEncoder
from sora_studio.film.soundtrack import SoundCopy
from sora_studio.timeline.time import FrameRate


@dataclass(frozen=True, slots=True)
class Joining:
    """Where a film goes and what goes into it besides its pictures.

    `sound` is its encoded soundtrack; `timecode` labels the first frame, "" for no labels.
    """

    path: Path
    container_format: str
    rate: FrameRate
    encoder: VideoEncoder
    sound: BinaryIO | None = None
    timecode: str = ""
    captions: Sequence[Caption] = ()

    def join(self, segments: Iterable[bytes]) -> int:
        """Writes the film and returns its length in frames. Raises OSError."""
        # The film's length is written in the header's own time scale: whole frames need one that divides by the rate.
        scale = self.rate.numerator if self.rate.numerator >= 1000 else 1000 * self.rate.numerator
        options = {"movflags": "+faststart", "movie_timescale": str(scale)}
        frame_s = 1 / self.rate.per_second
        # "file:" keeps a colon in the name from being read as a protocol.
        with (
            av.open(f"file:{self.path}", "w", format=self.container_format, options=options) as film,
            ExitStack() as open_sources,
        ):
            track: VideoStream | None = None
            beside: list[Callable[[int | None], None]] = []
            frames = 0
            for segment in segments:
                with av.open(io.BytesIO(segment), "r", format=self.encoder.segment) as source:
                    video = source.streams.video[0]
                    if track is None:
                        track = self._track(film, video)
                        beside = self._beside(film, open_sources, frame_s)
                    elif video.codec_context.extradata != track.codec_context.extradata:
                        raise RuntimeError("segments of one film have different parameter sets")
                    frames += _copy_packets(source.demux(video), film, track, frames, self.rate, self.encoder)
                for copy_until in beside:
                    copy_until(frames)
            for copy_until in beside:
                copy_until(None)
        return frames

    def _track(self, film: OutputContainer, video: VideoStream) -> VideoStream:
        # Opaque: packets are copied, and no decoder of theirs needs to know how to encode.
        track = film.add_stream_from_template(video, opaque=True)
        track.codec_context.codec_tag = self.encoder.tag
        track.time_base = 1 / self.rate.per_second
        if self.timecode:
            track.metadata["timecode"] = self.timecode
        return track

    def _beside(
        self, film: OutputContainer, sources: ExitStack, frame_s: Fraction
    ) -> list[Callable[[int | None], None]]:
        """What copies sound and captions up to a film frame, None for all."""
        copies: list[Callable[[int | None], None]] = []
        if self.sound is not None:
            sound = sources.enter_context(closing(SoundCopy(film, self.sound)))
            copies.append(lambda frame: sound.copy_until(None if frame is None else frame * frame_s))
        if self.captions:
            copies.append(CaptionTrack(film, self.captions, frame_s).write_until)
        return copies


def _copy_packets(
    packets: "Iterable[av.Packet[VideoStream]]",
    film: OutputContainer,
    track: VideoStream,
    start: int,
    rate: FrameRate,
    encoder: VideoEncoder,
) -> int:
    count = 0
    frame_duration = 1 / rate.per_second
    for packet in packets:
        if packet.pts is None:
            continue  # The demuxer's closing packet is empty.
        # Decoding times of a segment shorter than the reordering are guesses; counted through, they can't collide.
        shown = round(Fraction(packet.pts) * packet.time_base / frame_duration)
        packet.time_base = frame_duration
        packet.pts, packet.dts, packet.duration = start + shown, start + count - encoder.reordered_frames, 1
        packet.stream = track
        film.mux_one(packet)
        count += 1
    return count
