"""A picture decoded a tile at a time, in less memory: where tiles lie, and how one passes into the next.

As in diffusers' AutoencoderKL.tiled_decode a tile begins three quarters of a tile after the one before, and fades in
over the quarter they share.
"""

from collections.abc import Callable

import numpy as np

from sora_studio.inference.clip import Floats

# Of each tile, what the next one begins in: a quarter.
_SHARED = 4
# Smaller ones see so little around them that seams show.
LEAST_TILE = 8

Decode = Callable[[Floats], Floats]


def tile_side(side: int, halvings: int) -> int:
    """How long tiles are, so that about 2^halvings of them, overlapping, cover a side."""
    parts = 1 + (2**halvings - 1) * (_SHARED - 1) / _SHARED
    return min(side, max(LEAST_TILE, int(np.ceil(side / parts))))


def spans(side: int, tile: int) -> list[tuple[int, int]]:
    """Where the tiles of a side begin and end (exclusive); the last may be shorter."""
    starts = [0]
    while starts[-1] + tile < side:
        starts.append(starts[-1] + tile - tile // _SHARED)
    return [(start, min(start + tile, side)) for start in starts]


def decode_in_tiles(decode: Decode, latents: Floats, tile: tuple[int, int], scale: int) -> Floats:
    """Pictures (…, H, W) of latents (…, h, w), `scale` pixels to one of those, by tiles of that height and width.

    Where one tile is all there is to it, what `decode` gives.
    """
    height, width = latents.shape[-2:]
    if (height, width) == tile:
        return decode(latents)
    rows = spans(height, tile[0])
    picture: Floats | None = None
    done = 0
    for top, bottom in rows:
        band = _band(decode, latents[..., top:bottom, :], tile[1], scale)
        if picture is None:
            picture = np.empty((*band.shape[:-2], height * scale, width * scale), np.float32)
        fade_in(picture[..., top * scale : bottom * scale, :], band, done - top * scale, axis=-2)
        done = bottom * scale
    assert picture is not None
    return picture


def fade_in(out: Floats, piece: Floats, shared: int, axis: int) -> None:
    """Put a piece into `out`, over what lies in its first `shared` places along the axis in growing parts."""
    if shared > 0:
        sides = [1] * piece.ndim
        sides[axis] = shared
        part = (np.arange(shared, dtype=np.float32) / shared).reshape(sides)
        first = [slice(None)] * piece.ndim
        first[axis] = slice(shared)
        begin = tuple(first)
        piece[begin] = piece[begin] * part + out[begin] * (1 - part)
    out[...] = piece


def _band(decode: Decode, latents: Floats, tile: int, scale: int) -> Floats:
    """A row of tiles, side by side."""
    band: Floats | None = None
    done = 0
    for left, right in spans(latents.shape[-1], tile):
        # A copy, for what a session gives may be its own memory.
        piece = np.array(decode(latents[..., left:right]), np.float32)
        if band is None:
            band = np.empty((*piece.shape[:-1], latents.shape[-1] * scale), np.float32)
        fade_in(band[..., left * scale : right * scale], piece, done - left * scale, axis=-1)
        done = right * scale
    assert band is not None
    return band
