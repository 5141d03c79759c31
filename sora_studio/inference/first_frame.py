"""The frame that a shot begins with which goes on from another: its last, as this one's model takes it."""

import numpy as np

from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.clip import Floats, from_pictures
from sora_studio.inference.decode import Decoding
from sora_studio.inference.pace import Pace
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.request import GenerationRequest
from sora_studio.inference.session import SessionCache
from sora_studio.inference.windows import windows_of


def last_frame(
    sessions: SessionCache, pack: ModelPack, before: GenerationRequest, draft: Floats, cancel: CancelToken | None = None
) -> Floats:
    """What a draft with `pack` begins with, to go on from the `draft` (F, C, h, w) of the request `before`.

    That is its last frame (C, h, w), or where drafts begin with pictures the last one, decoded (3, H, W).
    Raises PackError, GenerationError, Cancelled.
    """
    stage = pack.draft
    if not stage.begins_with_pictures:
        return draft[-1]
    chain = windows_of(stage, len(draft))
    frames = 1 + (len(draft) - len(chain)) * stage.frames_per_latent
    beyond = max(0, frames - before.frame_count)
    return last_picture(sessions, pack, draft[chain[-1].start :], cancel or CancelToken(), beyond)


def last_picture(
    sessions: SessionCache, pack: ModelPack, latents: Floats, cancel: CancelToken, beyond: int = 0
) -> Floats:
    """The last picture (3, H, W) of a window's latents (F, C, h, w), but for so many that are `beyond` it.

    Raises PackError, GenerationError, Cancelled.
    """
    decoder = pack.refine.decoder
    assert decoder is not None
    decoding = Decoding(sessions, decoder, Pace("draft", len(latents), None), cancel)
    pictures = decoding.pictures(latents, pack.draft.frames_per_latent)
    return from_pictures(pictures[len(pictures) - 1 - beyond, np.newaxis])[0]
