"""A stranger's movie or sound file: how it is opened, and what can be decoded of it."""

from collections.abc import Iterator
from typing import TypeVar

import av.error
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

# A file may open no other file and no address: playlists and references in it lead nowhere.
OPTIONS = {"protocol_whitelist": "file"}
HEAD_BYTES = 16
# What a QuickTime or MP4 file begins with, behind four bytes of length (ISO 14496-12, 4.2).
ATOMS = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"})

_Frame = TypeVar("_Frame", AudioFrame, VideoFrame)


def frames_of(container: InputContainer, stream: AudioStream | VideoStream, kind: type[_Frame]) -> Iterator[_Frame]:
    """Every frame that can be decoded, up to where the file breaks off. Raises OSError."""
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets, None)
        except av.error.FFmpegError as error:
            if isinstance(error, OSError):
                raise
            return  # The file breaks off here.
        if packet is None:
            return
        try:
            frames = packet.decode()
        except av.error.FFmpegError:
            continue  # A damaged packet: the next one tells by its time how much is missing.
        yield from (frame for frame in frames if isinstance(frame, kind))
