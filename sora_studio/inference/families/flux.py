"""Flux.1 dev and schnell (Black Forest Labs 2024).

A  text_encoder, text_encoder_2   T5's states; CLIP sums the text up
B  transformer                    tokens of 2 x 2 latents on a straight flow; dev is told the guidance, schnell has none
C  vae_decoder                    pictures
"""

from dataclasses import replace

from sora_studio.inference.clip import TOKENS
from sora_studio.inference.families.clip_text import read_clip
from sora_studio.inference.families.latent_pack import latent_pack, levels, read_decoder
from sora_studio.inference.families.still_encoder import with_still_encoder
from sora_studio.inference.families.t5_text import read_t5
from sora_studio.inference.families.transformer import read_transformer
from sora_studio.inference.pack import EncodeStage, ModelPack
from sora_studio.inference.pipeline_folder import PipelineFolder
from sora_studio.inference.scheduler_config import counted_evenly, read_scheduling

_PIXELS, _PATCH, _SCALING, _REFINE_STEPS = 1024, 2, 0.3611, 4
# Steps, guidance and tokens of text of the model that is told the guidance, and of the one that isn't.
_DEV, _SCHNELL = (28, 3.5, 512), (4, 1.0, 256)


def read_flux(folder: PipelineFolder) -> ModelPack:
    """The pack a folder stands for. Raises PackError."""
    steps, guidance, tokens = _DEV if "guidance" in folder.graph("transformer").inputs else _SCHNELL
    encode, width = _read_texts(folder, tokens)
    [summary] = encode.readers[1:]
    vae = folder.settings_of("vae_decoder", "vae")
    denoiser = read_transformer(
        folder,
        encode,
        width,
        axes=TOKENS,
        multiple=_PATCH,
        # The transformer's settings name no size; those of the VAE do.
        side=vae.integer_or("sample_size", _PIXELS, 1 << 14) // 2 ** (levels(vae) - 1),
        steps=steps,
        refine_steps=_REFINE_STEPS,
        guidance=guidance,
        also={summary.pooled: "pooled_projections", "picture_places": "img_ids", "text_places": "txt_ids"},
    )
    decoder = read_decoder(folder, denoiser.channels, _SCALING)
    denoiser = with_still_encoder(folder, denoiser, decoder)
    # This family tells the model its levels as they are.
    scheduling = counted_evenly(read_scheduling(folder, taught="flow"), timestep_scale=1.0)
    return latent_pack(folder, scheduling, encode, denoiser, decoder, ())


def _read_texts(folder: PipelineFolder, tokens: int) -> tuple[EncodeStage, int | None]:
    """Stage A, and how wide its states are."""
    clip, t5 = folder.graph("text_encoder"), folder.graph("text_encoder_2")
    summary = replace(
        read_clip(folder, "tokenizer", clip, clip.output("last_hidden_state", rank=3)),
        pooled=clip.output("pooler_output", rank=2),
        joined="apart",
    )
    states = replace(read_t5(folder, "tokenizer_2", t5, tokens), second=summary)
    return states, t5.side(states.output, 2)
