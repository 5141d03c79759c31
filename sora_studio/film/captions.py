"""Subtitles in a film: drawn into its frames, or beside them as a track that a player can turn off."""

# PyAV's stubs leave the stream type of packets open.
# pyright: reportUnknownMemberType=false

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sora_studio.film.plan import Frame

if TYPE_CHECKING:
    from av.container import OutputContainer

# Of the picture's height: what broadcasters ask (EBU-TT-D: 15 rows of two lines and room around).
SIZE_SHARE, BOTTOM_SHARE = 0.052, 0.075
TIME_BASE = Fraction(1, 1000)
# How it looks where a player has no mind of its own: white on its shadow, low in the middle (ASS).
STYLE = "Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,1"
HEADER = f"[Script Info]\r\nScriptType: v4.00+\r\n\r\n[V4+ Styles]\r\nStyle: {STYLE}\r\n\r\n[Events]\r\n"


@dataclass(frozen=True, slots=True)
class Caption:
    """What is said while film frames `start` to `stop` - 1 are seen; at most two lines."""

    start: int
    stop: int
    text: str


@dataclass(frozen=True, slots=True)
class BurntCaptions:
    """Captions drawn into the picture; an overlay."""

    captions: Sequence[Caption]

    def key(self, start: int, frames: int) -> object:
        said = [
            [max(0, each.start - start), min(frames, each.stop - start), each.text]
            for each in self.captions
            if each.start < start + frames and start < each.stop
        ]
        return ["captions", said] if said else None

    def draw(self, frame: Frame, film_frame: int) -> Frame:
        said = [each.text for each in self.captions if each.start <= film_frame < each.stop]
        return _with_text(frame, "\n".join(said).split("\n")) if said else frame


def _with_text(frame: Frame, lines: list[str]) -> Frame:
    from sora_studio.film.lettering import LEADING, draw_centred, shade, text_width

    frame = frame.copy()
    height, width = frame.shape[:2]
    size = SIZE_SHARE * min(height, width)
    widest = max(text_width(line, size) for line in lines)
    # An upright picture is too narrow for a full line.
    size *= min(1.0, 0.92 * width / max(widest, 1.0))
    first = height * (1 - BOTTOM_SHARE) - (len(lines) - 1) * size * LEADING
    for number, line in enumerate(lines):
        half, baseline = text_width(line, size) / 2 + size * 0.4, first + number * size * LEADING
        shade(frame, width / 2 - half, baseline - size * 0.98, width / 2 + half, baseline + size * 0.32)
    draw_centred(frame, lines, first, size)
    return frame


class CaptionTrack:
    """A text track (3GPP timed text) of a film that is being written; make it before the film's first packet.

    Frames last `frame_s` seconds.
    """

    def __init__(self, film: "OutputContainer", captions: Sequence[Caption], frame_s: Fraction) -> None:
        from av.subtitles.stream import SubtitleStream

        stream = film.add_stream("mov_text")
        assert isinstance(stream, SubtitleStream)
        stream.codec_context.subtitle_header = HEADER.encode()
        stream.time_base = TIME_BASE
        self._film, self._stream, self._frame_s = film, stream, frame_s
        self._left = deque(captions)

    def write_until(self, frame: int | None) -> None:
        """Write what is said before that film frame; None for all that is left."""
        import av

        while self._left and (frame is None or self._left[0].start < frame):
            each = self._left.popleft()
            text = each.text.encode()
            # Length and text (3GPP TS 26.245, 5.17).
            packet = av.Packet(len(text).to_bytes(2, "big") + text)
            packet.stream, packet.time_base = self._stream, TIME_BASE
            packet.pts = packet.dts = round(each.start * self._frame_s / TIME_BASE)
            packet.duration = round(each.stop * self._frame_s / TIME_BASE) - packet.pts
            self._film.mux_one(packet)
