"""AnimateDiff: a Stable Diffusion whose U-Net has learnt to move (Guo et al. 2023).

A  text_encoder        the states of CLIP's last layer
B  unet                latents of all frames of a clip at once, motion adapter within
C  vae_decoder         pictures, frame by frame
"""

from dataclasses import replace

from sora_studio.inference.families.clip_text import read_clip
from sora_studio.inference.families.latent_pack import latent_pack, read_decoder
from sora_studio.inference.families.stable_diffusion import GUIDANCE, PREVIEW_MIX, SCALING, SIDE
from sora_studio.inference.families.still_encoder import with_still_encoder
from sora_studio.inference.families.unet import read_unet
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.pipeline_folder import PipelineFolder
from sora_studio.inference.scheduler_config import read_scheduling

# What the motion was learnt from.
_FRAMES, _FRAMES_PER_SECOND = 16, 8.0
# As the reference draws over a clip: what is begun with stands still, and needs room to move.
_FIRST_FRAME_STRENGTH = 0.8


def read_animate_diff(folder: PipelineFolder) -> ModelPack:
    """The pack a folder stands for. Raises PackError."""
    scheduling = read_scheduling(folder)
    text_encoder = folder.graph("text_encoder")
    states = text_encoder.output("last_hidden_state", rank=3)
    encode = read_clip(folder, "tokenizer", text_encoder, states)
    width = text_encoder.side(states, 2)
    unet = read_unet(folder, scheduling, encode.output, width, side=SIDE, guidance=GUIDANCE, axes="BCFHW")
    frames = unet.graph.side(unet.inputs["sample"], 2) or _FRAMES
    clips = replace(unet, frames_max=frames, frames_per_second=_FRAMES_PER_SECOND)
    decoder = read_decoder(folder, clips.channels, SCALING)
    denoiser = replace(
        with_still_encoder(folder, clips, decoder),
        first_frame_strength=_FIRST_FRAME_STRENGTH,
    )
    return latent_pack(folder, scheduling, encode, denoiser, decoder, PREVIEW_MIX)
