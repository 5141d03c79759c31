"""Stable Diffusion 1 and 2, its turbo models, and latent consistency models (Rombach et al. 2022; Luo et al. 2023).

A  text_encoder        the states of CLIP's last layer for 77 tokens
B  unet                latents, steered by them; a distilled model may be told the guidance
C  unet, vae_decoder   the same latents at twice the size, then pictures
"""

from sora_studio.inference.families.clip_text import read_clip
from sora_studio.inference.families.latent_pack import latent_pack, read_decoder
from sora_studio.inference.families.still_encoder import with_still_encoder
from sora_studio.inference.families.unet import read_unet
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.pipeline_folder import PipelineFolder
from sora_studio.inference.scheduler_config import read_scheduling

# Red, green and blue of each latent channel, fitted to Stable Diffusion 1.4 by K. Turner
# (discuss.huggingface.co/t/decoding-latents-to-rgb-without-upscaling/23204).
PREVIEW_MIX = ((0.298, 0.207, 0.208), (0.187, 0.286, 0.173), (-0.158, 0.189, 0.264), (-0.184, -0.271, -0.473))
SIDE, SCALING, GUIDANCE = 64, 0.18215, 7.5


def read_stable_diffusion(folder: PipelineFolder) -> ModelPack:
    """The pack a folder stands for. Raises PackError."""
    scheduling = read_scheduling(folder)
    text_encoder = folder.graph("text_encoder")
    states = text_encoder.output("last_hidden_state", rank=3)
    encode = read_clip(folder, "tokenizer", text_encoder, states)
    width = text_encoder.side(states, 2)
    denoiser = read_unet(folder, scheduling, encode.output, width, side=SIDE, guidance=GUIDANCE)
    decoder = read_decoder(folder, denoiser.channels, SCALING)
    denoiser = with_still_encoder(folder, denoiser, decoder)
    return latent_pack(folder, scheduling, encode, denoiser, decoder, PREVIEW_MIX)
