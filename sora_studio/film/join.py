"""Segments to one film by copying their packets, with its sound beside them; nothing is encoded again."""

# PyAV's stubs leave the stream type of packets open.
# pyright: reportUnknownMemberType=false

import io
from collections.abc import Iterable
from contextlib import ExitStack, closing
from fractions import Fraction
from pathlib import Path

import av
from av.container import OutputContainer
from av.video.stream import VideoStream

from sora_studio.film.codecs import VideoEncoder
from sora_studio.film.soundtrack import SoundCopy
from sora_studio.timeline.time import FrameRate


def join_segments(
    segments: Iterable[bytes],
    path: Path,
    container_format: str,
    rate: FrameRate,
    encoder: VideoEncoder,
    sound: bytes | None = None,
    timecode: str = "",
) -> int:
    """Writes the film to `path` and returns its length in frames; `sound` is its encoded soundtrack. Raises OSError.

    `timecode` labels the first frame, "" for no labels.
    """
    # The film's length is written in the header's own time scale: whole frames need one that divides by the rate.
    scale = rate.numerator if rate.numerator >= 1000 else 1000 * rate.numerator
    options = {"movflags": "+faststart", "movie_timescale": str(scale)}
    # "file:" keeps a colon in the name from being read as a protocol.
    with av.open(f"file:{path}", "w", format=container_format, options=options) as film, ExitStack() as open_sources:
        track: VideoStream | None = None
        beside: SoundCopy | None = None
        frames = 0
        for segment in segments:
            with av.open(io.BytesIO(segment), "r", format=encoder.segment) as source:
                video = source.streams.video[0]
                if track is None:
                    # Opaque: packets are copied, and no decoder of theirs needs to know how to encode.
                    track = film.add_stream_from_template(video, opaque=True)
                    track.codec_context.codec_tag = encoder.tag
                    track.time_base = 1 / rate.per_second
                    if timecode:
                        track.metadata["timecode"] = timecode
                    if sound is not None:
                        beside = open_sources.enter_context(closing(SoundCopy(film, sound)))
                elif video.codec_context.extradata != track.codec_context.extradata:
                    raise RuntimeError("segments of one film have different parameter sets")
                frames += _copy_packets(source.demux(video), film, track, frames, rate, encoder)
            if beside is not None:
                beside.copy_until(frames / rate.per_second)
        if beside is not None:
            beside.copy_until(None)
    return frames


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
