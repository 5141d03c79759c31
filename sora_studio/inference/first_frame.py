"""The frame that a shot begins with which goes on from another: its last, as this one's model takes it."""

import numpy as np

from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.clip import Floats, Pictures, from_pictures, refuse_blank
from sora_studio.inference.decode import Decoding
from sora_studio.inference.pace import Pace
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.pack_parts import PictureEncoder
from sora_studio.inference.request import GenerationRequest
from sora_studio.inference.session import SessionCache


def last_frame(
    sessions: SessionCache, pack: ModelPack, before: GenerationRequest, draft: Floats, cancel: CancelToken | None = None
) -> Floats:
    """What a draft with `pack` begins with (C, h, w), to go on from the `draft` (F, C, h, w) of the request `before`.

    Where latents are several frames each, the last picture is decoded, and encoded as a first one is.
    Raises PackError, GenerationError, Cancelled.
    """
    encoder, decoder, cancel = pack.draft.encoder, pack.refine.decoder, cancel or CancelToken()
    if encoder is None or decoder is None or pack.draft.frames_per_latent == 1:
        return draft[-1]
    decoding = Decoding(sessions, decoder, Pace("draft", len(draft), None), cancel)
    pictures = decoding.clip(draft, pack.draft.frames_per_latent)[: before.frame_count]
    return encoded(sessions, encoder, pictures[-1], cancel)


def encoded(sessions: SessionCache, encoder: PictureEncoder, picture: Pictures, cancel: CancelToken) -> Floats:
    """The latent (C, h, w) of a picture (H, W, 3). Raises PackError, GenerationError, Cancelled."""
    given = from_pictures(picture[np.newaxis])
    with sessions.lease(encoder.model) as model:
        model.require([encoder.picture], encoder.output)
        [latent] = model.run_on({encoder.picture: given}, [encoder.output], cancel)
    refuse_blank(latent, "draft")
    own = np.asarray(latent[0, : encoder.channels or None], np.float32)
    return (own - np.float32(encoder.shift)) * np.float32(encoder.scaling)
