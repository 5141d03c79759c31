"""Wan 2.1 and 2.2, clips from texts and from pictures (Wan Team 2025).

A  text_encoder        the states of UMT5's encoder; nothing for what a text is filled up with
B  transformer, _2     latents of a whole clip on a straight flow, four frames a latent after the first; where there is
                       a second, it takes over where less is noise. Made for pictures, it is told the latents of a
                       whole clip (vae_encoder), and in 2.1 what is to be seen in its first (image_encoder)
C  vae_decoder         pictures, the clip in one run
"""

from dataclasses import replace
from functools import partial

from sora_studio.inference.families.clip_decoder import CLIP_AXES, read_clip_decoder
from sora_studio.inference.families.clip_encoder import with_encoder
from sora_studio.inference.families.latent_pack import Denoiser, latent_pack
from sora_studio.inference.families.t5_text import read_t5
from sora_studio.inference.families.transformer import read_transformer
from sora_studio.inference.graph_file import SAME_MODEL
from sora_studio.inference.pack import EncodeStage, ModelPack
from sora_studio.inference.pack_parts import LatentDecoder, LaterModel
from sora_studio.inference.pipeline_folder import MODEL_INDEX, PipelineFolder
from sora_studio.inference.scheduler_config import Scheduling, read_scheduling
from sora_studio.inference.toml_table import TomlTable

_TOKENS, _GUIDANCE, _STEPS, _PATCH = 512, 5.0, 50, 2
# Latents of 832 x 480 pixels in area, and five seconds; those of the later model are of 1280 x 704.
_SIDE, _FRAMES, _FRAMES_PER_SECOND = 80, 81, 16.0
# As the card of the large model of Wan 2.2 has it: of its two the second is guided less, 4 and 3.
_PAIR_GUIDANCE, _GUIDANCE_SHARE, _PAIR_STEPS, _SECOND = 4.0, 2.0 / 3.0, 40, "transformer_2"
_FROM_PICTURES = "WanImageToVideoPipeline"
# From pictures the pair is guided alike, and fewer steps are enough (Wan's generate.py and its configurations).
_PICTURE_PAIR_GUIDANCE, _PICTURE_STEPS = 3.5, 40
_LATER_SIDE, _LATER_FRAMES, _LATER_FRAMES_PER_SECOND = 60, 121, 24.0
_SCALE, _FRAMES_PER_LATENT = 8, 4


def read_wan(folder: PipelineFolder) -> ModelPack:
    """The pack a folder stands for. Raises PackError."""
    text_encoder, vae = folder.graph("text_encoder"), folder.settings_of("vae_decoder", "vae")
    encode = read_t5(folder, "tokenizer", text_encoder, _TOKENS)
    scheduling = read_scheduling(folder, taught="flow")
    denoiser = _read_denoiser(folder, encode, text_encoder.side(encode.output, 2), scheduling)
    frames_per_latent = vae.integer_or("scale_factor_temporal", _FRAMES_PER_LATENT, 64)
    denoiser = with_encoder(folder, replace(denoiser, frames_per_latent=frames_per_latent))
    decoder = _read_decoder(folder, vae, denoiser.channels)
    return latent_pack(folder, scheduling, encode, denoiser, decoder, ())


def _read_denoiser(folder: PipelineFolder, encode: EncodeStage, width: int | None, scheduling: Scheduling) -> Denoiser:
    index = folder.settings(MODEL_INDEX)
    # That the first frame may be given is what the index says of the small model of 2.2.
    small = index.flag("expand_timesteps")
    from_pictures = folder.class_name == _FROM_PICTURES and not small
    read = partial(
        read_transformer,
        folder,
        encode,
        width,
        axes=CLIP_AXES,
        multiple=_PATCH,
        side=_LATER_SIDE if small else _SIDE,
        steps=_PICTURE_STEPS if from_pictures else _STEPS,
        refine_steps=1,
        guidance=_GUIDANCE,
        frames_max=_LATER_FRAMES if small else _FRAMES,
    )
    first = read()
    if index.has("boundary_ratio"):
        guidance, share = (_PICTURE_PAIR_GUIDANCE, 1.0) if from_pictures else (_PAIR_GUIDANCE, _GUIDANCE_SHARE)
        below = index.number("boundary_ratio", 0.0, 1.0) * float(scheduling.options["timestep_scale"])
        later = _later(first, read(part=_SECOND), below, share)
        first = replace(first, later=later, guidance=guidance, steps=_PAIR_STEPS)
    if from_pictures:
        first.graph.input("first_frame", rank=len(CLIP_AXES))
    return replace(first, frames_per_second=_LATER_FRAMES_PER_SECOND if small else _FRAMES_PER_SECOND)


def _later(first: Denoiser, second: Denoiser, below: float, guidance_share: float) -> LaterModel:
    if second.channels != first.channels:
        second.graph.refuse(
            f"draws from {second.channels} channels, and the transformer before it from {first.channels}", SAME_MODEL
        )
    if second.inputs != first.inputs:
        second.graph.refuse(
            f"takes {', '.join(second.inputs.values())}, and the transformer before it "
            f"{', '.join(first.inputs.values())}",
            SAME_MODEL,
        )
    return LaterModel(second.graph.file, second.inputs, second.output, below, guidance_share)


def _read_decoder(folder: PipelineFolder, vae: TomlTable, channels: int) -> LatentDecoder:
    deviations, means = vae.numbers("latents_std"), vae.numbers("latents_mean")
    if (len(deviations), len(means)) != (channels, channels):
        vae.refuse("latents_std", f"and latents_mean must hold {channels} numbers each, one for each channel")
    return read_clip_decoder(folder, channels, vae.integer_or("scale_factor_spatial", _SCALE, 256), deviations, means)
