"""A picture of the user's that a shot begins with: what a pack makes of one, and the latent of it."""

from typing import Literal

import numpy as np

from sora_studio.errors import GenerationError
from sora_studio.inference.beginning import encoded
from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.clip import Floats, Pictures, from_pictures
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.request import GenerationRequest
from sora_studio.inference.session import SessionCache
from sora_studio.inference.stage import draft_shape

# It stands in the draft's place; it is a clip's first frame; it is drawn over; nothing can be made of it.
PictureUse = Literal["draft", "first_frame", "drawn_over", "none"]


def picture_use(pack: ModelPack) -> PictureUse:
    """What the pack makes of a given picture."""
    draft = pack.draft
    if _drafts_are_pictures(pack):
        return "draft" if pack.decode is None or "sketch" in pack.decode.inputs else "none"
    if draft.encoder is None or not draft.goes_on:
        return "none"
    return "first_frame" if draft.is_told_first_frame else "drawn_over"


def refuse_picture(pack: ModelPack) -> None:
    """Raise GenerationError where the pack can make nothing of a given picture."""
    if picture_use(pack) != "none":
        return
    if _lacks_encoder(pack):
        raise GenerationError(
            f"The pack `{pack.name}` can't start from a picture, for it has no encoder to read one with.",
            "Convert its checkpoint again, or put its vae_encoder into the folder, or take the picture off the shot.",
        )
    raise GenerationError(
        f"The pack `{pack.name}` can't start from a picture.", "Take the picture off the shot, or choose another pack."
    )


def _lacks_encoder(pack: ModelPack) -> bool:
    """Whether one is all it would take. Where stage C draws anew, no VAE knows the draft's latents."""
    draft = pack.draft
    lacks = draft.goes_on and draft.encoder is None
    return lacks and not _drafts_are_pictures(pack) and not pack.refine.draws_anew


def _drafts_are_pictures(pack: ModelPack) -> bool:
    """What a VAE decodes never is, however many channels it has."""
    return pack.draft.draws_pictures and pack.refine.decoder is None


def picture_sides(pack: ModelPack, request: GenerationRequest) -> tuple[int, int]:
    """Height and width in pixels of the picture that the encoder makes a latent of the draft of."""
    _, _, height, width = draft_shape(pack.draft, request)
    decoder = pack.refine.decoder
    scale = decoder.scale if decoder else int(pack.draft.latent_scale)
    return height * scale, width * scale


def as_first_frame(
    sessions: SessionCache, pack: ModelPack, picture: Pictures, cancel: CancelToken | None = None
) -> Floats:
    """What a draft begins with, of a picture (H, W, 3) of `picture_sides`: its latent (C, h, w), or where drafts begin
    with pictures that itself (3, H, W).

    Raises PackError, GenerationError, Cancelled.
    """
    refuse_picture(pack)
    assert pack.draft.encoder is not None
    given = from_pictures(picture[np.newaxis])
    if pack.draft.begins_with_pictures:
        return given[0]
    return encoded(sessions, pack.draft.encoder, given, cancel or CancelToken())[0]
