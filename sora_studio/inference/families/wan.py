"""Wan 2.1, and the small model of Wan 2.2, clips from texts (Wan Team 2025).

A  text_encoder        the states of UMT5's encoder; nothing for what a text is filled up with
B  transformer         latents of a whole clip on a straight flow, four frames a latent after the first
C  vae_decoder         pictures, the clip in one run
"""

from dataclasses import replace

from sora_studio.errors import PackError
from sora_studio.inference.families.clip_decoder import CLIP_AXES, read_clip_decoder
from sora_studio.inference.families.latent_pack import latent_pack
from sora_studio.inference.families.t5_text import read_t5
from sora_studio.inference.families.transformer import read_transformer
from sora_studio.inference.pack import LatentDecoder, ModelPack
from sora_studio.inference.pipeline_folder import MODEL_INDEX, PipelineFolder
from sora_studio.inference.scheduler_config import read_scheduling
from sora_studio.inference.toml_table import TomlTable

_TOKENS, _GUIDANCE, _STEPS, _PATCH = 512, 5.0, 50, 2
# Latents of 832 x 480 pixels in area, and five seconds; those of the later model are of 1280 x 704.
_SIDE, _FRAMES, _FRAMES_PER_SECOND = 80, 81, 16.0
_LATER_SIDE, _LATER_FRAMES, _LATER_FRAMES_PER_SECOND = 60, 121, 24.0
_SCALE, _FRAMES_PER_LATENT = 8, 4


def read_wan(folder: PipelineFolder) -> ModelPack:
    """The pack a folder stands for. Raises PackError."""
    side, frames, frames_per_second = _taught(folder)
    text_encoder, vae = folder.graph("text_encoder"), folder.settings_of("vae_decoder", "vae")
    encode = read_t5(folder, "tokenizer", text_encoder, _TOKENS)
    denoiser = read_transformer(
        folder,
        encode,
        text_encoder.side(encode.output, 2),
        axes=CLIP_AXES,
        multiple=_PATCH,
        side=side,
        steps=_STEPS,
        refine_steps=1,
        guidance=_GUIDANCE,
        frames_max=frames,
    )
    denoiser = replace(
        denoiser,
        frames_per_second=frames_per_second,
        frames_per_latent=vae.integer_or("scale_factor_temporal", _FRAMES_PER_LATENT, 64),
    )
    decoder = _read_decoder(folder, vae, denoiser.channels)
    return latent_pack(folder, read_scheduling(folder), encode, denoiser, decoder, ())


def _taught(folder: PipelineFolder) -> tuple[int, int, float]:
    """Side of the latents, frames, and frames a second. Raises PackError for what draws with two transformers."""
    index = folder.settings(MODEL_INDEX)
    if index.has("boundary_ratio"):
        raise PackError(
            f"{folder.root.name}/{MODEL_INDEX}: a Wan 2.2 of two transformers can't be used yet.",
            "Wan 2.1 and the 5B model of Wan 2.2 can.",
        )
    # That the first frame may be given is what the index says of the later model.
    if index.flag("expand_timesteps"):
        return _LATER_SIDE, _LATER_FRAMES, _LATER_FRAMES_PER_SECOND
    return _SIDE, _FRAMES, _FRAMES_PER_SECOND


def _read_decoder(folder: PipelineFolder, vae: TomlTable, channels: int) -> LatentDecoder:
    deviations, means = vae.numbers("latents_std"), vae.numbers("latents_mean")
    if (len(deviations), len(means)) != (channels, channels):
        vae.refuse("latents_std", f"and latents_mean must hold {channels} numbers each, one for each channel")
    return read_clip_decoder(folder, channels, vae.integer_or("scale_factor_spatial", _SCALE, 256), deviations, means)
