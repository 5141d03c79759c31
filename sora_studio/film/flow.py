"""Frames between two frames, along the motion that optical flow sees from one to the other."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from sora_studio.film.plan import Frame

Floats = NDArray[np.floating]  # float32 throughout; numpy's stubs widen it in arithmetic

# Flow is smooth enough to be found on a small copy; DIS needs this much to find anything on.
FLOW_SHORT_SIDE = 144
# Results of DIS depend on how many stripes the picture is cut into, which follows the thread count.
THREADS = 2
# The say of what isn't trusted, where nothing better is known.
SLIGHT = np.float32(1e-3)


@dataclass(frozen=True, slots=True)
class Motion:
    """Motion from a frame to the next and back: (h, w, 2) in pixels of a small copy; trust (h, w) in 0..1."""

    forward: Floats
    backward: Floats
    forward_trust: Floats
    backward_trust: Floats


def find_motion(first: Frame, second: Frame) -> Motion:
    """Dense inverse search (Kroeger et al. 2016), both ways, checked against each other."""
    cv2.setNumThreads(THREADS)
    first_grey, second_grey = _telling_greys(first, second)
    dis = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    still = np.zeros((*first_grey.shape, 2), np.float32)
    forward = _floats(dis.calc(first_grey, second_grey, still.copy()))
    backward = _floats(dis.calc(second_grey, first_grey, still.copy()))
    return Motion(forward, backward, _trust(forward, backward), _trust(backward, forward))


def between(first: Frame, second: Frame, motion: Motion, time: float) -> Frame:
    """The frame at `time` in 0..1 between two; a plain mix where the motion can't be trusted."""
    height, width = first.shape[:2]
    small_height, small_width = motion.forward.shape[:2]
    before, after = np.float32(time), np.float32(1 - time)
    flow = _flow_at(motion, before, after)
    grid = _grid(small_height, small_width)
    first_trust = _sample(motion.forward_trust, grid - before * flow)
    second_trust = _sample(motion.backward_trust, grid + after * flow)

    full_flow = _enlarged(flow, first) * np.array([width / small_width, height / small_height], np.float32)
    full_grid = _grid(height, width)
    from_first = _sample_colours(first, full_grid - before * full_flow)
    from_second = _sample_colours(second, full_grid + after * full_flow)
    trust = _trust_in(first_trust, second_trust, _widest(_floats(cv2.absdiff(from_first, from_second))))
    # What only one frame shows (the other trusts its motion not) is taken from that frame alone.
    first_share, second_share = after * (first_trust + SLIGHT), before * (second_trust + SLIGHT)
    share = _enlarged(second_share / (first_share + second_share), first)
    moved = _mix(from_first, from_second, _for_each_channel(share))
    mixed = _mix(_floats(first), _floats(second), before)
    frame = _mix(mixed, moved, _for_each_channel(trust))
    frame += np.float32(0.5)
    return np.clip(frame, 0, 255, out=frame).astype(np.uint8)


def _mix(first: Floats, second: Floats, share: Floats | np.float32) -> Floats:
    """`first` and so much of `second`, which is used up: new arrays of this size cost more than the arithmetic."""
    second -= first
    second *= share
    second += first
    return second


def _widest(difference: Floats) -> Floats:
    """The largest of each pixel's channels; numpy's own maximum along a short axis takes forty times as long."""
    red, green, blue = _channels(difference)
    return _floats(cv2.max(cv2.max(red, green), blue))


def _channels(values: Floats) -> list[Floats]:
    """Each channel by itself, (h, w)."""
    return [_floats(channel) for channel in cv2.split(values)]


def _for_each_channel(values: Floats) -> Floats:
    return _floats(cv2.merge([values, values, values]))


def _trust_in(first_trust: Floats, second_trust: Floats, disagreement: Floats) -> Floats:
    """How far to believe the moved picture: (h, w) in 0..1, from both trusts and how far their colours differ.

    One frame is enough, for the other may not show the place; two that are sure and disagree are both wrong.
    """
    either = _enlarged(_blurred(np.maximum(first_trust, second_trust), 2), disagreement)
    both = _enlarged(np.minimum(first_trust, second_trust), disagreement)
    low, high = 24, 64  # of 255: noise and shading differ by less, other things by more
    contradiction = both * np.clip((disagreement - low) / (high - low), 0, 1)
    return np.minimum(2 * either, 1) * (1 - _blurred(contradiction, 3))


def _flow_at(motion: Motion, before: np.float32, after: np.float32) -> Floats:
    """How the content in between moves from first to second: the flow carried along itself (Baker et al. 2011)."""
    height, width = motion.forward.shape[:2]
    total = np.zeros((3, height * width), np.float64)
    grid = _grid(height, width)
    strands = (
        (grid + before * motion.forward, motion.forward, motion.forward_trust),
        (grid + after * motion.backward, -motion.backward, motion.backward_trust),
    )
    for places, flow, trust in strands:
        column, row = _channels(np.rint(places))
        inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
        index = (row * width + column)[inside].astype(np.intp)
        # Covered content is not trusted, so what covers it wins where both land.
        weight = (trust + SLIGHT)[inside]
        right, down = _channels(flow)
        for channel, values in enumerate((right[inside] * weight, down[inside] * weight, weight)):
            total[channel] += np.bincount(index, values, height * width)
    carried = total.T.reshape(height, width, 3).astype(np.float32, order="C")
    near, wide = _blurred(carried, 0.7), _blurred(carried, 12)
    # Nothing lands where something was uncovered: the surroundings fill that in.
    filled = near + SLIGHT * wide
    return filled[..., :2] / np.maximum(filled[..., 2:], np.float32(1e-9))


def _trust(flow: Floats, opposite: Floats) -> Floats:
    """1 where following the flow there and back returns home (Sundaram, Brox, Keutzer 2010, eq. 5).

    With wider bounds than theirs (0.01 and 0.5): drawn pictures have flat faces, where flow is right but rough.
    """
    height, width = flow.shape[:2]
    back = _sample(opposite, _grid(height, width) + flow)
    off = np.square(flow + back).sum(axis=2)
    allowed = 0.05 * (np.square(flow).sum(axis=2) + np.square(back).sum(axis=2)) + 1
    return _blurred((off < allowed).astype(np.float32), 1)


def _telling_greys(first: Frame, second: Frame) -> tuple[Frame, Frame]:
    """Small grey copies, grey being the colour axis along which the two frames differ most.

    In plain luma a flat red disc on a grey wall is invisible, and DIS sees nothing else.
    """
    height, width = first.shape[:2]
    scale = FLOW_SHORT_SIDE / min(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    kernel = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    pair = np.stack([_floats(cv2.resize(frame, size, interpolation=kernel)) for frame in (first, second)])
    change = (pair[1] - pair[0]).reshape(-1, 3)
    axis = np.linalg.eigh(change.T @ change).eigenvectors[:, -1]
    grey = pair @ axis
    grey = (grey - grey.min()) * (255 / max(float(np.ptp(grey)), 1.0))
    return grey[0].astype(np.uint8), grey[1].astype(np.uint8)


@lru_cache(maxsize=8)
def _grid(height: int, width: int) -> Floats:
    """Every pixel's own (x, y); shared, so never changed."""
    return np.stack(np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)), axis=2)


def _sample(values: Floats, places: Floats) -> Floats:
    return _remap(values, places, cv2.INTER_LINEAR)


def _sample_colours(frame: Frame, places: Floats) -> Floats:
    # Cubic, or moved frames would be softer than the take's own and the film would pulse between them.
    return _remap(frame, places, cv2.INTER_CUBIC)


def _remap(values: Floats | Frame, places: Floats, kernel: int) -> Floats:
    # The stub wants a second map, which `places` makes needless; given an empty one, OpenCV 5.0 reads beyond it.
    second_map: Any = None
    return _floats(cv2.remap(values, places, second_map, kernel, borderMode=cv2.BORDER_REPLICATE))


def _blurred(values: Floats, sigma: float) -> Floats:
    return _floats(cv2.GaussianBlur(values, (0, 0), sigma))


def _enlarged(values: Floats, like: Floats | Frame) -> Floats:
    return _floats(cv2.resize(values, (like.shape[1], like.shape[0]), interpolation=cv2.INTER_LINEAR))


def _floats(values: Any) -> Floats:
    return np.asarray(values, np.float32)
