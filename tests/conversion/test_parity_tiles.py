# pyright: basic, reportMissingImports=false
"""Decoding in tiles compared with diffusers', tile for tile; and with the whole, where tiles can't be felt."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np
import pytest

from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.decode import Decoding
from sora_studio.inference.pace import Pace
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.packs import load_pack
from tests.conversion.conftest import Made
from tests.conversion.parity import FRAME_TOLERANCE
from tests.inference.tiny_pack import cpu_sessions

# Of latents; each begins 6 after the one before. diffusers begins one more where a side has more than that left.
TILE, STRIDE = 8, 6


def decoded(pack: ModelPack, latents: np.ndarray, tile: tuple[int, int, int]) -> np.ndarray:
    decoder = pack.refine.decoder
    assert decoder is not None
    decoding = Decoding(cpu_sessions(), decoder, Pace("refine", len(latents), None), CancelToken())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Decoding, "_tile", lambda *_: tile)
        return decoding.clip(latents, pack.draft.frames_per_latent) if decoder.takes_clips else decoding.stills(latents)


def noise(*shape: int) -> np.ndarray:
    return np.random.default_rng(0).standard_normal(shape).astype(np.float32)


def as_pictures(clip: Any) -> np.ndarray:
    """(F, H, W, 3) of 0 to 255, of a tensor (F, 3, H, W)."""
    return np.clip(clip.numpy().transpose(0, 2, 3, 1) * 127.5 + 127.5, 0, 255)


def corners(height: int, width: int, scale: int) -> np.ndarray:
    """Where four tiles meet, in pixels."""

    def shared(side: int) -> np.ndarray:
        at = np.arange(side * scale)
        return (at >= STRIDE * scale) & (at % (STRIDE * scale) < (TILE - STRIDE) * scale)

    return shared(height)[:, np.newaxis] & shared(width)[np.newaxis]


def test_stills_in_tiles_are_those_of_diffusers(made: Callable[[str], Made]) -> None:
    """But where four tiles meet: there diffusers mixes what is mixed already, and leaves a seam."""
    torch, diffusers = import_module("torch"), import_module("diffusers")
    paths = made("stable_diffusion")
    pack, vae = load_pack(paths.converted), diffusers.AutoencoderKL.from_pretrained(paths.checkpoint / "vae")
    decoder = pack.refine.decoder
    assert decoder is not None
    vae.tile_latent_min_size, vae.tile_sample_min_size = TILE, TILE * decoder.scale
    latents = noise(2, 4, 18, 24)
    with torch.no_grad():
        theirs = as_pictures(vae.tiled_decode(torch.from_numpy(latents) / decoder.scaling).sample)
    ours = decoded(pack, latents, (1, TILE, TILE))
    differ = np.abs(ours - theirs)[:, ~corners(18, 24, decoder.scale)].max()
    print(f"\ntiles of stills: {differ:.2f} of 255")
    assert ours.std() > 1
    assert differ <= FRAME_TOLERANCE


@pytest.mark.parametrize(("name", "kind"), [("wan", "AutoencoderKLWan"), ("ltx", "AutoencoderKLLTXVideo")])
@pytest.mark.parametrize("sides", [(18, 6), (6, 18)])
def test_clips_in_tiles_are_those_of_diffusers(
    made: Callable[[str], Made], name: str, kind: str, sides: tuple[int, int]
) -> None:
    torch, diffusers = import_module("torch"), import_module("diffusers")
    paths = made(name)
    pack, vae = load_pack(paths.converted), getattr(diffusers, kind).from_pretrained(paths.checkpoint / "vae")
    decoder = pack.refine.decoder
    assert decoder is not None
    vae.enable_tiling(*[TILE * decoder.scale] * 2)
    vae.tile_sample_stride_height = vae.tile_sample_stride_width = STRIDE * decoder.scale
    if name == "wan":
        # Here its decoder cuts off at black and white, there what was blended is cut off.
        vae.decoder.register_forward_hook(lambda *told: told[-1].clamp(-1.0, 1.0))
    latents = noise(4, pack.draft.latent_channels, *sides)
    given = torch.from_numpy(latents).transpose(0, 1).unsqueeze(0)
    means, deviations = (
        torch.as_tensor(getattr(vae.config, each, None) or getattr(vae, each)).view(1, -1, 1, 1, 1)
        for each in ("latents_mean", "latents_std")
    )
    with torch.no_grad():
        extra = () if name == "wan" else (None,)
        [clip] = vae.tiled_decode(given * deviations + means, *extra).sample
    theirs = as_pictures(clip.transpose(0, 1))
    ours = decoded(pack, latents, (4, TILE, TILE))
    differ = np.abs(ours - theirs).max()
    print(f"\ntiles of clips, {name}: {differ:.2f} of 255")
    assert ours.std() > 1
    assert differ <= FRAME_TOLERANCE


def test_a_decoder_that_looks_both_ways_is_tiled_in_time_and_one_that_remembers_is_not(
    made: Callable[[str], Made],
) -> None:
    both_ways, remembers = (load_pack(made(name).converted).refine.decoder for name in ("ltx", "wan"))
    assert both_ways is not None
    assert remembers is not None
    assert (both_ways.tiles_in_time, remembers.tiles_in_time) == (True, False)


def test_frames_far_from_a_seam_in_time_are_those_of_the_whole(made: Callable[[str], Made]) -> None:
    pack = load_pack(made("ltx").converted)
    latents = noise(24, pack.draft.latent_channels, 8, 8)
    whole, tiled = (decoded(pack, latents, (frames, 8, 8)).astype(int) for frames in (24, 14))
    assert whole.shape == tiled.shape
    differ = np.abs(whole - tiled).max(axis=(1, 2, 3))
    assert max(differ[:24].max(), differ[-20:].max()) <= FRAME_TOLERANCE
    assert differ.max() > FRAME_TOLERANCE
