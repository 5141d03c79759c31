"""LTX-Video, clips from texts (HaCohen et al. 2024).

A  text_encoder        T5's states, and which of its tokens are the text's
B  transformer         latents of a whole clip on a straight flow, eight frames a latent after the first
C  upsampler, vae_decoder
                       latents at twice the size, drawn over there, where there is one; then pictures, the clip in one
                       run; what was measured of its latents lies among its weights
"""

from dataclasses import replace

from sora_studio.inference.families.clip_decoder import CLIP_AXES, read_clip_decoder
from sora_studio.inference.families.clip_encoder import with_encoder
from sora_studio.inference.families.latent_pack import latent_pack
from sora_studio.inference.families.ltx_upsampler import has_upsampler, read_upsampler
from sora_studio.inference.families.t5_text import read_t5
from sora_studio.inference.families.transformer import read_transformer
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.pipeline_folder import PipelineFolder
from sora_studio.inference.scheduler_config import Scheduling, counted_evenly, read_scheduling
from sora_studio.inference.toml_table import TomlTable

_GUIDANCE, _STEPS = 3.0, 50
# The area of 704 x 512 pixels, and five seconds; the transformer is exported for 25 frames a second.
_SIDE, _FRAMES, _FRAMES_PER_SECOND = 19, 121, 25.0
_PATCH, _HALVINGS = 4, (1.0, 1.0, 1.0, 0.0)
# Since 0.9.5 its pipeline reads more of a text, and lays the noise levels itself, slowly where there is most noise.
_LATER, _TOKENS, _LATER_TOKENS = "LTXConditionPipeline", 128, 256


def read_ltx(folder: PipelineFolder) -> ModelPack:
    """The pack a folder stands for. Raises PackError."""
    text_encoder = folder.graph("text_encoder")
    tokens = _LATER_TOKENS if folder.class_name == _LATER else _TOKENS
    t5 = read_t5(folder, "tokenizer", text_encoder, tokens)
    encode = replace(t5, pooled=text_encoder.output("text_mask", rank=2))
    vae = folder.settings_of("vae_decoder", "vae")
    scale, frames_per_latent = _scales(vae)
    denoiser = read_transformer(
        folder,
        encode,
        text_encoder.side(encode.output, 2),
        axes=CLIP_AXES,
        multiple=1,
        side=_SIDE,
        steps=_STEPS,
        refine_steps=1,
        guidance=_GUIDANCE,
        also={encode.pooled: "encoder_attention_mask"},
        frames_max=_FRAMES,
    )
    denoiser = replace(denoiser, frames_per_second=_FRAMES_PER_SECOND, frames_per_latent=frames_per_latent)
    denoiser = with_encoder(folder, denoiser)
    decoder = replace(
        read_clip_decoder(folder, denoiser.channels, scale), tiles_in_time=not vae.flag("decoder_causal", default=True)
    )
    scheduling = _scheduling(folder)
    refiner = read_upsampler(folder, denoiser, scheduling) if has_upsampler(folder) else None
    return latent_pack(folder, scheduling, encode, denoiser, decoder, (), refiner)


def _scales(vae: TomlTable) -> tuple[int, int]:
    """Pixels, and frames, per latent: where the settings don't say, each halving in space is one in time."""
    halved = 2 ** round(sum(vae.numbers("spatio_temporal_scaling") or _HALVINGS))
    pixels = vae.integer_or("patch_size", _PATCH, 64) * halved
    return (
        vae.integer_or("spatial_compression_ratio", pixels, 256),
        vae.integer_or("temporal_compression_ratio", halved, 64),
    )


def _scheduling(folder: PipelineFolder) -> Scheduling:
    # Whichever scheduler it is, the pipeline tells it its levels.
    spacing = "linear_quadratic" if folder.class_name == _LATER else "even"
    found = counted_evenly(read_scheduling(folder, taught="flow"), spacing=spacing)
    # A token is one latent.
    return found if found.size_shift is None else replace(found, size_shift=replace(found.size_shift, patch=1))
