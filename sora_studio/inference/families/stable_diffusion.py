"""Stable Diffusion 1 and 2, its turbo models, and latent consistency models (Rombach et al. 2022; Luo et al. 2023).

A  text_encoder        the states of CLIP's last layer for 77 tokens
B  unet                latents, steered by them; a distilled model may be told the guidance
C  unet, vae_decoder   the same latents at twice the size, then pictures
"""

from sora_studio.inference.families.clip_text import read_clip
from sora_studio.inference.families.image_pack import Denoiser, image_pack, levels, read_decoder
from sora_studio.inference.graph_file import GraphFile
from sora_studio.inference.pack import EncodeStage, ModelPack
from sora_studio.inference.pipeline_folder import PipelineFolder
from sora_studio.inference.scheduler_config import Scheduling, read_scheduling

# Red, green and blue of each latent channel, fitted to Stable Diffusion 1.4 by K. Turner
# (discuss.huggingface.co/t/decoding-latents-to-rgb-without-upscaling/23204).
_PREVIEW_MIX = ((0.298, 0.207, 0.208), (0.187, 0.286, 0.173), (-0.158, 0.189, 0.264), (-0.184, -0.271, -0.473))
# What a folder without settings of its parts means: the released models', as diffusers takes them too.
_CHANNELS, _SIDE, _SCALING = 4, 64, 0.18215
_EMBEDDING = 256
_CONSISTENCY = ("lcm", "tcd")


def read_stable_diffusion(folder: PipelineFolder) -> ModelPack:
    """The pack a folder stands for. Raises PackError."""
    scheduling = read_scheduling(folder)
    text_encoder = folder.graph("text_encoder")
    encode = read_clip(folder, "tokenizer", text_encoder)
    denoiser = _unet(folder, text_encoder, encode, scheduling)
    decoder = read_decoder(folder, denoiser.channels, _SCALING)
    return image_pack(folder, scheduling, encode, denoiser, decoder, _PREVIEW_MIX)


def _unet(folder: PipelineFolder, text_encoder: GraphFile, encode: EncodeStage, scheduling: Scheduling) -> Denoiser:
    graph, settings = folder.graph("unet"), folder.settings_of("unet")
    states = graph.input("encoder_hidden_states", rank=3)
    inputs = {"sample": graph.input("sample", rank=4), "timestep": graph.input("timestep"), encode.output: states}
    told = 0
    if "timestep_cond" in graph.inputs:
        inputs["guidance_embedding"] = graph.input("timestep_cond", rank=2)
        told = graph.side("timestep_cond", 1) or settings.integer_or("time_cond_proj_dim", _EMBEDDING)
    graph.refuse_other_inputs(*inputs.values())
    graph.agree(states, 2, text_encoder.side(encode.output, 2), "text_encoder/model.onnx")
    channels = graph.side("sample", 1) or settings.integer_or("in_channels", _CHANNELS)
    if channels != _CHANNELS:
        graph.refuse(
            f"draws from {channels} channels, and a model that draws from text has {_CHANNELS}",
            "A model that paints into given pictures can't be used; take the one it was made from.",
        )
    steps, refine_steps, guidance = _manner(scheduling, told)
    return Denoiser(
        graph=graph,
        inputs=inputs,
        output=graph.output("out_sample", "sample", "noise_pred", rank=4),
        channels=channels,
        multiple=2 ** (levels(settings) - 1),
        side=settings.integer_or("sample_size", _SIDE, 1 << 12),
        steps=steps,
        refine_steps=refine_steps,
        guidance=guidance,
        guidance_embedding=told,
    )


def _manner(scheduling: Scheduling, told: int) -> tuple[int, int, float]:
    """Draft steps, refinement steps and guidance: no folder states them, so these are what the models' cards do."""
    if scheduling.sampler in _CONSISTENCY:
        return 4, 2, 8.5 if told else 1.0
    # SD-Turbo's folder differs from that of its teacher only here; an undistilled model starts elsewhere.
    ancestor = "zero_terminal_snr" in scheduling.options or scheduling.prediction != "epsilon"
    if scheduling.class_name.startswith("Euler") and scheduling.spacing == "trailing" and not ancestor:
        return 2, 2, 1.0
    return 25, 8, 7.5
