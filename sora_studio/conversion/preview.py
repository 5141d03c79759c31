"""What latents look like at a glance: red, green and blue of each channel, found out with the pack itself."""

from dataclasses import replace

import numpy as np

from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.device import choose_device
from sora_studio.inference.encode import encode_text
from sora_studio.inference.latent_colours import Mix, decoded_mix, fitted_mix, unit_noise
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.refine import run_refine
from sora_studio.inference.request import make_request
from sora_studio.inference.session import SessionCache

# As many as tell sixteen apart, where a picture is much larger than they are; and in as few steps as make one.
_SMALL_SIDE, _STEPS = 8, 4


def preview_mix(pack: ModelPack) -> Mix:
    """That of the draft's latents, on the CPU, which calculates in full what is in half precision."""
    decoder = pack.refine.decoder
    if decoder is None:
        return ()
    sessions = SessionCache(choose_device("cpu"), halves_in_full=True)
    if pack.refine.draws_anew:
        return _drawn_mix(sessions, pack)
    return decoded_mix(sessions, decoder, pack.draft.latent_channels, CancelToken())


def _drawn_mix(sessions: SessionCache, pack: ModelPack) -> Mix:
    """Of latents that no decoder takes, for stage C draws from them: of a picture drawn in a few steps."""
    scale = pack.draft.latent_scale
    pixels, latents = scale.numerator, scale.denominator
    clip = unit_noise((1, pack.draft.latent_channels, _SMALL_SIDE, _SMALL_SIDE))
    request = make_request(pack, "", seed=0, duration_s=1.0, refine_steps=_STEPS)
    request = replace(request, width=_SMALL_SIDE * pixels, height=_SMALL_SIDE * pixels)
    draft = clip.repeat(latents, axis=2).repeat(latents, axis=3)
    [picture] = run_refine(sessions, pack, request, draft, encode_text(sessions, pack, ""))
    return fitted_mix(clip[0], picture.transpose(2, 0, 1) / np.float32(127.5), pixels)
