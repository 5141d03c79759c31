"""One frame of the film out of the takes that run through it: what an export writes and what a viewer shows."""

from collections.abc import Callable
from fractions import Fraction

from sora_studio.film.camera import seen
from sora_studio.film.fit import fit
from sora_studio.film.plan import FilmShot, FilmSize, Frame, Segment, Strand
from sora_studio.film.transitions import going_over, share

# A shot's take at so many film frames after the take's first frame, in the take's own size.
TakeFrame = Callable[[FilmShot, Fraction | int], Frame]


def film_frame(segment: Segment, index: int, take_frame: TakeFrame, size: FilmSize) -> Frame:
    """Frame `index` of the segment in the film's size, (height, width, 3)."""

    def fitted(strand: Strand) -> Frame:
        frame, view = take_frame(strand.shot, strand.position(index)), strand.view(index)
        return fit(frame, size.width, size.height, size.framing) if view is None else seen(frame, view, size)

    frame = fitted(segment.outgoing)
    if segment.incoming is None:
        return frame
    return going_over(segment.kind, frame, fitted(segment.incoming), share(index, segment.frames))
