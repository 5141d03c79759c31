"""LTX-Video, clips from texts (HaCohen et al. 2024).

A  text_encoder        T5's states, and which of its tokens are the text's
B  transformer         latents of a whole clip on a straight flow, eight frames a latent after the first
C  vae_decoder         pictures, the clip in one run
"""

from dataclasses import replace

from sora_studio.inference.families.latent_pack import Denoiser, latent_pack
from sora_studio.inference.families.t5_text import read_t5
from sora_studio.inference.graph_file import GraphFile
from sora_studio.inference.pack import EncodeStage, LatentDecoder, ModelPack
from sora_studio.inference.pipeline_folder import PipelineFolder
from sora_studio.inference.scheduler_config import counted_evenly, read_scheduling
from sora_studio.inference.toml_table import TomlTable

_AXES = "BCFHW"
_TOKENS, _GUIDANCE, _STEPS = 128, 3.0, 50
# The area of 704 x 512 pixels, and five seconds; the transformer is exported for 25 frames a second.
_SIDE, _FRAMES, _FRAMES_PER_SECOND = 19, 121, 25.0
_PATCH, _HALVINGS = 4, (1.0, 1.0, 1.0, 0.0)
_SIDE_KEY, _FRAMES_KEY = "sample_size", "sample_frames"


def read_ltx(folder: PipelineFolder) -> ModelPack:
    """The pack a folder stands for. Raises PackError."""
    text_encoder, graph = folder.graph("text_encoder"), folder.graph("transformer")
    encode = replace(
        read_t5(folder, "tokenizer", text_encoder, _TOKENS), pooled=text_encoder.output("text_mask", rank=2)
    )
    vae = folder.settings_of("vae_decoder", "vae")
    # Where the settings don't say what that comes to, each halving in space is one in time.
    halved = 2 ** round(sum(vae.numbers("spatio_temporal_scaling") or _HALVINGS))
    frames_per_latent = vae.integer_or("temporal_compression_ratio", halved, 64)
    denoiser = _read_transformer(folder, graph, encode, text_encoder.side(encode.output, 2))
    denoiser = replace(denoiser, frames_per_latent=frames_per_latent)
    decoder = _read_decoder(folder, vae, denoiser.channels, halved)
    scheduling = counted_evenly(read_scheduling(folder))
    if scheduling.size_shift is not None:
        scheduling = replace(scheduling, size_shift=replace(scheduling.size_shift, patch=1))
    return latent_pack(folder, scheduling, encode, denoiser, decoder, ())


def _read_transformer(folder: PipelineFolder, graph: GraphFile, encode: EncodeStage, width: int | None) -> Denoiser:
    settings = folder.settings_of("transformer")
    sample, states = graph.input("hidden_states", rank=5), graph.input("encoder_hidden_states", rank=3)
    inputs = {
        "sample": sample,
        "timestep": graph.input("timestep"),
        encode.output: states,
        encode.pooled: graph.input("encoder_attention_mask", rank=2),
    }
    graph.refuse_other_inputs(*inputs.values())
    graph.agree(states, 2, width, "the text encoder")
    return Denoiser(
        graph=graph,
        inputs=inputs,
        output=graph.output("out_sample", rank=5),
        channels=graph.side(sample, 1) or settings.integer("in_channels", 1, 1 << 12),
        multiple=1,
        side=settings.integer_or(_SIDE_KEY, _SIDE, 1 << 12),
        steps=_STEPS,
        refine_steps=1,
        guidance=_GUIDANCE,
        axes=_AXES,
        frames_max=settings.integer_or(_FRAMES_KEY, _FRAMES, 1 << 12),
        frames_per_second=_FRAMES_PER_SECOND,
    )


def _read_decoder(folder: PipelineFolder, vae: TomlTable, channels: int, halved: int) -> LatentDecoder:
    graph = folder.graph("vae_decoder")
    latents = graph.input("latent_sample", rank=5)
    graph.refuse_other_inputs(latents)
    graph.agree(latents, 1, channels, "the model that draws")
    return LatentDecoder(
        model=graph.file,
        latents=latents,
        output=graph.output("sample", rank=5),
        scale=vae.integer_or("spatial_compression_ratio", vae.integer_or("patch_size", _PATCH, 64) * halved, 256),
        # What was measured of its latents lies among its weights, and so in the graph.
        scaling=1.0,
        axes=_AXES,
    )
