"""The end of Stage C where latents were drawn: a VAE's decoder makes pictures of them, whole or in tiles."""

from dataclasses import dataclass

import numpy as np

from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.clip import Floats, Pictures, from_pictures, refuse_blank, to_axes, to_pictures
from sora_studio.inference.model import Model
from sora_studio.inference.pace import Pace
from sora_studio.inference.pack_parts import LatentDecoder
from sora_studio.inference.session import SessionCache
from sora_studio.inference.tiles import decode_in_tiles, spans, tile_side

_RGB = 3


@dataclass(frozen=True, slots=True)
class Decoding:
    """What a shot's latents are decoded by. Each side of what is decoded at once is halved `halvings` times."""

    sessions: SessionCache
    decoder: LatentDecoder
    pace: Pace
    cancel: CancelToken
    halvings: int = 0

    def pictures(self, latents: Floats, frames_per_latent: int) -> Pictures:
        """Pictures (F', H, W, 3) of latents (F, C, h, w), together where the decoder takes clips."""
        return self.clip(latents, frames_per_latent) if self.decoder.takes_clips else self.stills(latents)

    def stills(self, latents: Floats) -> Pictures:
        """Pictures (F, H, W, 3) of latents (F, C, h, w), one at a time, for a decoder takes the most memory of all."""
        decoder = self.decoder
        frames, _, height, width = latents.shape
        size = (height * decoder.scale, width * decoder.scale)
        pictures = np.empty((frames, *size, _RGB), np.uint8)
        with self.sessions.lease(decoder.model) as model:
            model.require([decoder.latents], decoder.output)
            model.expect_output(decoder.output, (1, _RGB, *size))
            tile = self._tile(model, latents)
            for index in range(frames):
                given = measured(decoder, latents[index : index + 1])
                to_pictures(self._decoded(model, given, tile), pictures[index : index + 1])
                self.pace.step()
        return pictures

    def clip(self, latents: Floats, frames_per_latent: int) -> Pictures:
        """Pictures (F', H, W, 3) of latents (F, C, h, w), of which all but the first are several frames.

        A part that begins later is decoded as if the clip began there: the one frame its first latent gives is left
        out, and what it has in common with the part before hides that it knows nothing of it.
        """
        given = to_axes(measured(self.decoder, latents), self.decoder.axes)
        pictures: Pictures | None = None
        with self.sessions.lease(self.decoder.model) as model:
            model.require([self.decoder.latents], self.decoder.output)
            tile, done = self._tile(model, latents), 0
            for start, stop in spans(len(latents), tile[0]):
                [clip] = self._decoded(model, given[..., start:stop, :, :], tile)
                frames = clip.transpose(1, 0, 2, 3)
                if pictures is None:
                    to_come = (len(latents) - stop) * frames_per_latent
                    pictures = np.empty((len(frames) + to_come, *frames.shape[2:], _RGB), np.uint8)
                    to_pictures(frames, pictures[: len(frames)])
                else:
                    _go_on(pictures, frames[1:], 1 + start * frames_per_latent, 1 + (done - 1) * frames_per_latent)
                for _ in range(done, stop):
                    self.pace.step()
                done = stop
        assert pictures is not None
        return pictures

    def _tile(self, model: Model, latents: Floats) -> tuple[int, int, int]:
        frames, _, height, width = latents.shape
        return at_once(self.decoder, model.inputs[self.decoder.latents].shape, (frames, height, width), self.halvings)

    def _decoded(self, model: Model, latents: Floats, tile: tuple[int, int, int]) -> Floats:
        decoder = self.decoder

        def decode(part: Floats) -> Floats:
            [pictures] = model.run_on({decoder.latents: part}, [decoder.output], self.cancel)
            refuse_blank(pictures, "refine")
            return pictures

        return decode_in_tiles(decode, latents, tile[1:], decoder.scale)


def at_once(
    decoder: LatentDecoder, taken: tuple[int | None, ...], latents: tuple[int, int, int], halvings: int
) -> tuple[int, int, int]:
    """Of latents (frames, height, width) what is decoded at once.

    `taken` is the shape the model takes, None a side that varies.
    """
    frames, *sides = latents
    # A file needn't say the shapes of its tensors.
    *_, long, tall, wide = (None, None, None, *taken)
    height, width = (side if own else tile_side(side, halvings) for side, own in zip(sides, (tall, wide), strict=True))
    if not decoder.takes_clips:
        return 1, height, width
    return tile_side(frames, halvings) if decoder.tiles_in_time and not long else frames, height, width


def _go_on(pictures: Pictures, frames: Floats, start: int, done: int) -> None:
    """Lay frames (F, 3, H, W) from `start` on; those up to `done` are there already, and pass into the new ones."""
    shared = done - start
    part = (np.arange(shared, dtype=np.float32) / max(1, shared))[:, np.newaxis, np.newaxis, np.newaxis]
    passing = frames[:shared] * part + from_pictures(pictures[start:done]) * (1 - part)
    to_pictures(passing, pictures[start:done])
    to_pictures(frames[shared:], pictures[done : start + len(frames)])


def measured(decoder: LatentDecoder, latents: Floats) -> Floats:
    """Latents (F, C, h, w) as the decoder was taught them."""
    given = latents / decoder.scaling + decoder.shift
    if not decoder.deviations:
        return given
    deviations, means = (
        np.array(each, np.float32)[:, np.newaxis, np.newaxis] for each in (decoder.deviations, decoder.means)
    )
    return given * deviations + means
