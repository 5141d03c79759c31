"""Wan 2.1, clips from texts (Wan Team 2025).

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
# The area of 832 x 480 pixels, and five seconds.
_SIDE, _FRAMES, _FRAMES_PER_SECOND = 80, 81, 16.0
_SCALE, _FRAMES_PER_LATENT = 8, 4


def read_wan(folder: PipelineFolder) -> ModelPack:
    """The pack a folder stands for. Raises PackError."""
    _refuse_later_ones(folder)
    text_encoder, vae = folder.graph("text_encoder"), folder.settings_of("vae_decoder", "vae")
    encode = read_t5(folder, "tokenizer", text_encoder, _TOKENS)
    denoiser = read_transformer(
        folder,
        encode,
        text_encoder.side(encode.output, 2),
        axes=CLIP_AXES,
        multiple=_PATCH,
        side=_SIDE,
        steps=_STEPS,
        refine_steps=1,
        guidance=_GUIDANCE,
        frames_max=_FRAMES,
    )
    denoiser = replace(
        denoiser,
        frames_per_second=_FRAMES_PER_SECOND,
        frames_per_latent=vae.integer_or("scale_factor_temporal", _FRAMES_PER_LATENT, 64),
    )
    decoder = _read_decoder(folder, vae, denoiser.channels)
    return latent_pack(folder, read_scheduling(folder), encode, denoiser, decoder, ())


def _refuse_later_ones(folder: PipelineFolder) -> None:
    index = folder.settings(MODEL_INDEX)
    if index.has("boundary_ratio") or index.flag("expand_timesteps"):
        raise PackError(
            f"{folder.root.name}/{MODEL_INDEX}: models of Wan 2.2 can't be used yet.", "Those of Wan 2.1 can."
        )


def _read_decoder(folder: PipelineFolder, vae: TomlTable, channels: int) -> LatentDecoder:
    deviations, means = vae.numbers("latents_std"), vae.numbers("latents_mean")
    if (len(deviations), len(means)) != (channels, channels):
        vae.refuse("latents_std", f"and latents_mean must hold {channels} numbers each, one for each channel")
    return read_clip_decoder(folder, channels, vae.integer_or("scale_factor_spatial", _SCALE, 256), deviations, means)
