"""Stable Diffusion 3 and 3.5 (Esser et al. 2024).

A  text_encoder, _2, _3   two CLIPs' last layers but one, side by side, then T5's states behind them, or nothing; both
                          CLIPs sum up
B  transformer            latents of 16 channels on a straight flow
C  vae_decoder            pictures
"""

from dataclasses import replace

from sora_studio.inference.clip import STILLS
from sora_studio.inference.families.clip_text import penultimate, read_clip
from sora_studio.inference.families.latent_pack import latent_pack, read_decoder
from sora_studio.inference.families.still_encoder import with_still_encoder
from sora_studio.inference.families.t5_text import read_t5
from sora_studio.inference.families.transformer import read_transformer
from sora_studio.inference.pack import EncodeStage, ModelPack
from sora_studio.inference.pipeline_folder import MODEL_INDEX, PipelineFolder
from sora_studio.inference.scheduler_config import read_scheduling

_SIDE, _SCALING, _GUIDANCE, _STEPS, _REFINE_STEPS = 128, 1.5305, 7.0, 28, 8
_PATCH, _T5, _T5_TOKENS = 2, "text_encoder_3", 256


def read_stable_diffusion_3(folder: PipelineFolder) -> ModelPack:
    """The pack a folder stands for. Raises PackError."""
    scheduling = read_scheduling(folder, taught="flow")
    encode, width = _read_texts(folder)
    denoiser = read_transformer(
        folder,
        encode,
        width,
        axes=STILLS,
        multiple=folder.settings_of("transformer").integer_or("patch_size", _PATCH),
        side=_SIDE,
        steps=_STEPS,
        refine_steps=_REFINE_STEPS,
        guidance=_GUIDANCE,
        also={encode.pooled: "pooled_projections"},
    )
    if scheduling.size_shift is not None:
        scheduling = replace(scheduling, size_shift=replace(scheduling.size_shift, patch=denoiser.multiple))
    decoder = read_decoder(folder, denoiser.channels, _SCALING)
    denoiser = with_still_encoder(folder, denoiser, decoder)
    return latent_pack(folder, scheduling, encode, denoiser, decoder, ())


def _read_texts(folder: PipelineFolder) -> tuple[EncodeStage, int | None]:
    """Stage A, and how wide its states are."""
    first, second = folder.graph("text_encoder"), folder.graph("text_encoder_2")
    states = penultimate(first), penultimate(second)
    pooled = [graph.output("text_embeds", rank=2) for graph in (first, second)]
    beside = replace(read_clip(folder, "tokenizer_2", second, states[1]), pooled=pooled[1])
    encode = replace(read_clip(folder, "tokenizer", first, states[0]), pooled=pooled[0], second=beside)
    if not _has_t5(folder):
        width = folder.settings_of("transformer").integer("joint_attention_dim", 1, 1 << 16)
        return replace(encode, room=(encode.max_tokens + _T5_TOKENS, width)), width
    third = folder.graph(_T5)
    t5 = replace(read_t5(folder, "tokenizer_3", third, _T5_TOKENS), joined="after")
    return replace(encode, second=replace(beside, second=t5)), third.side(t5.output, 2)


def _has_t5(folder: PipelineFolder) -> bool:
    """Whether it is there: it may be left out, to take less room, and then the index says so."""
    return folder.settings(MODEL_INDEX).has(_T5) or (folder.root / _T5).is_dir()
