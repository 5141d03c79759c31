"""Stable Diffusion XL and its turbo models (Podell et al. 2023).

A  text_encoder, text_encoder_2   the states of both last layers but one, side by side; the second sums the text up, too
B  unet                           latents, steered by both, and by the picture's size in pixels
C  refiner/unet, vae_decoder      finished by a refiner where the folder has one, then pictures; the small latents of a
                                  turbo model are drawn again at twice the size
"""

from dataclasses import replace

from sora_studio.inference.families.clip_text import penultimate, read_clip
from sora_studio.inference.families.latent_pack import latent_pack, read_decoder
from sora_studio.inference.families.still_encoder import with_still_encoder
from sora_studio.inference.families.unet import read_unet
from sora_studio.inference.families.xl_refiner import has_refiner, read_refiner, refuse_lone_refiner
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.pipeline_folder import MODEL_INDEX, PipelineFolder
from sora_studio.inference.scheduler_config import read_scheduling

# Red, green and blue of each latent channel, after T. A. Vass
# (huggingface.co/blog/TimothyAlexisVass/explaining-the-sdxl-latent-space).
_PREVIEW_MIX = ((0.47, 0.47, 0.47), (-0.47, -0.04, 0.08), (0.2, 0.12, -0.04), (-0.55, -0.39, -0.27))
_SIDE, _SCALING, _GUIDANCE = 128, 0.13025, 5.0


def read_stable_diffusion_xl(folder: PipelineFolder) -> ModelPack:
    """The pack a folder stands for. Raises PackError."""
    refuse_lone_refiner(folder)
    scheduling = read_scheduling(folder)
    first, second = folder.graph("text_encoder"), folder.graph("text_encoder_2")
    states = penultimate(first), penultimate(second)
    pooled = second.output("text_embeds", rank=2)
    encode = replace(
        read_clip(folder, "tokenizer", first, states[0]),
        second=replace(read_clip(folder, "tokenizer_2", second, states[1]), pooled=pooled, alone=has_refiner(folder)),
        empty_is_zero=folder.settings(MODEL_INDEX).flag("force_zeros_for_empty_prompt", True),
    )
    widths = first.side(states[0], 2), second.side(states[1], 2)
    denoiser = read_unet(
        folder,
        scheduling,
        encode.output,
        widths[0] + widths[1] if widths[0] and widths[1] else None,
        side=_SIDE,
        guidance=_GUIDANCE,
        also={pooled: "text_embeds", "picture_size": "time_ids"},
    )
    decoder = read_decoder(folder, denoiser.channels, _SCALING)
    denoiser = with_still_encoder(folder, denoiser, decoder)
    refiner = read_refiner(folder, widths[1], side=_SIDE, guidance=_GUIDANCE) if has_refiner(folder) else None
    return latent_pack(folder, scheduling, encode, denoiser, decoder, _PREVIEW_MIX, refiner)
