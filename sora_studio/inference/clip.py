"""Clips as arrays: (frames, channels, height, width) in this house, other orders of axes in models; and as pictures."""

import numpy as np
import numpy.typing as npt

from sora_studio.errors import BlankPicture
from sora_studio.inference.runtime import Array

Floats = npt.NDArray[np.float32]
Pictures = npt.NDArray[np.uint8]

_OURS = "FCHW"
# One frame a run, the first axis a batch: what several stills may be drawn in at once.
STILLS = "BCHW"
# One frame as a row of tokens (B, h/2 · w/2, 4 C), each a square of 2 x 2 latents, as Flux takes it.
TOKENS = "BTC"
_SIDE = 2


def to_axes(clip: Array, axes: str) -> Array:
    """A clip (F, C, h, w) as the model takes it, e.g. "BFCHW"; a view but for tokens."""
    if axes == STILLS:
        [_] = clip
        return clip
    if axes == TOKENS:
        [frame] = clip
        channels, height, width = frame.shape
        squares = frame.reshape(channels, height // _SIDE, _SIDE, width // _SIDE, _SIDE)
        return squares.transpose(1, 3, 0, 2, 4).reshape(axes_shape(clip.shape, axes))
    ordered = clip.transpose([_OURS.index(axis) for axis in axes if axis != "B"])
    return ordered[np.newaxis] if takes_batches(axes) else ordered


def axes_shape(shape: tuple[int, ...], axes: str) -> tuple[int, ...]:
    """The shape (F, C, h, w) in the model's order."""
    if axes == TOKENS:
        _, channels, height, width = shape
        return 1, (height // _SIDE) * (width // _SIDE), channels * _SIDE**2
    return tuple(1 if axis == "B" else shape[_OURS.index(axis)] for axis in axes)


def takes_batches(axes: str) -> bool:
    """Whether a model's first axis counts what is drawn at once."""
    return axes.startswith("B")


def from_axes(tensor: Array, axes: str, shape: tuple[int, ...]) -> Array:
    """The clip of that shape (F, C, h, w) in a model's tensor; a view but for tokens."""
    if axes == STILLS:
        return tensor
    if axes == TOKENS:
        _, channels, height, width = shape
        squares = tensor.reshape(height // _SIDE, width // _SIDE, channels, _SIDE, _SIDE)
        return squares.transpose(2, 0, 3, 1, 4).reshape(shape)
    ordered = tensor[0] if takes_batches(axes) else tensor
    own = axes.removeprefix("B")
    return ordered.transpose([own.index(axis) for axis in _OURS])


def to_pictures(clip: Array, out: Pictures) -> None:
    """Write a clip (F, C, h, w) of values in [-1, 1] into `out` (F, h, w, C) as 0 to 255."""
    scaled = np.multiply(clip, 127.5, dtype=np.float32)
    scaled += 128.0  # 127.5, and a half to round by cutting off
    np.clip(scaled, 0.0, 255.0, out=scaled)
    out[...] = scaled.transpose(0, 2, 3, 1)


def from_pictures(pictures: Pictures) -> Floats:
    """The clip (F, C, h, w) of pictures (F, h, w, C): what `to_pictures` makes the same pictures of again."""
    clip = np.ascontiguousarray(pictures.transpose(0, 3, 1, 2), np.float32)
    clip /= 127.5
    clip -= 1.0
    return clip


def refuse_blank(array: Array, stage: str) -> None:
    """Raise BlankPicture when a stage's result is not made of numbers."""
    if not np.isfinite(array).all():
        raise BlankPicture(
            f"The shot came out blank (numeric overflow in the {stage} stage).",
            "Render it again with another seed or lower guidance; if it stays blank, the pack is at fault.",
        )
