"""Wan 2.1, clips from texts (Wan Team 2025).

A  text_encoder        the states of UMT5's encoder; nothing for what a text is filled up with
B  transformer         latents of a whole clip on a straight flow, four frames a latent after the first
C  vae_decoder         pictures, the clip in one run
"""

from sora_studio.errors import PackError
from sora_studio.inference.families.latent_pack import Denoiser, latent_pack
from sora_studio.inference.families.t5_text import read_t5
from sora_studio.inference.graph_file import GraphFile
from sora_studio.inference.pack import EncodeStage, LatentDecoder, ModelPack
from sora_studio.inference.pipeline_folder import MODEL_INDEX, PipelineFolder
from sora_studio.inference.scheduler_config import read_scheduling

_AXES = "BCFHW"
_TOKENS, _GUIDANCE, _STEPS, _PATCH = 512, 5.0, 50, 2
# The area of 832 x 480 pixels, and five seconds.
_SIDE, _FRAMES, _FRAMES_PER_SECOND = 80, 81, 16.0
_SCALE, _FRAMES_PER_LATENT = 8, 4
# The transformer's settings name no sizes; where they do, it is by the names other models of clips have for them.
_SIDE_KEY, _FRAMES_KEY = "sample_size", "sample_frames"


def read_wan(folder: PipelineFolder) -> ModelPack:
    """The pack a folder stands for. Raises PackError."""
    _refuse_pairs(folder)
    text_encoder, graph = folder.graph("text_encoder"), folder.graph("transformer")
    encode = read_t5(folder, "tokenizer", text_encoder, _TOKENS)
    denoiser = _read_transformer(folder, graph, encode, text_encoder.side(encode.output, 2))
    decoder = _read_decoder(folder, denoiser.channels)
    return latent_pack(folder, read_scheduling(folder), encode, denoiser, decoder, ())


def _refuse_pairs(folder: PipelineFolder) -> None:
    index = folder.settings(MODEL_INDEX)
    if index.has("boundary_ratio") or index.flag("expand_timesteps"):
        raise PackError(
            f"{folder.root.name}/{MODEL_INDEX}: models of Wan 2.2 can't be used yet.", "Those of Wan 2.1 can."
        )


def _read_transformer(folder: PipelineFolder, graph: GraphFile, encode: EncodeStage, width: int | None) -> Denoiser:
    settings = folder.settings_of("transformer")
    sample, states = graph.input("hidden_states", rank=5), graph.input("encoder_hidden_states", rank=3)
    inputs = {"sample": sample, "timestep": graph.input("timestep"), encode.output: states}
    graph.refuse_other_inputs(*inputs.values())
    graph.agree(states, 2, width, "the text encoder")
    return Denoiser(
        graph=graph,
        inputs=inputs,
        output=graph.output("out_sample", "sample", rank=5),
        channels=graph.side(sample, 1) or settings.integer("in_channels", 1, 1 << 12),
        multiple=_PATCH,
        side=settings.integer_or(_SIDE_KEY, _SIDE, 1 << 12),
        steps=_STEPS,
        refine_steps=1,
        guidance=_GUIDANCE,
        axes=_AXES,
        frames_max=settings.integer_or(_FRAMES_KEY, _FRAMES, 1 << 12),
        frames_per_second=_FRAMES_PER_SECOND,
        frames_per_latent=folder.settings_of("vae_decoder", "vae").integer_or(
            "scale_factor_temporal", _FRAMES_PER_LATENT, 64
        ),
    )


def _read_decoder(folder: PipelineFolder, channels: int) -> LatentDecoder:
    graph, settings = folder.graph("vae_decoder"), folder.settings_of("vae_decoder", "vae")
    latents = graph.input("latent_sample", rank=5)
    graph.refuse_other_inputs(latents)
    graph.agree(latents, 1, channels, "the model that draws")
    deviations, means = settings.numbers("latents_std"), settings.numbers("latents_mean")
    if (len(deviations), len(means)) != (channels, channels):
        settings.refuse("latents_std", f"and latents_mean must hold {channels} numbers each, one for each channel")
    return LatentDecoder(
        model=graph.file,
        latents=latents,
        output=graph.output("sample", rank=5),
        scale=settings.integer_or("scale_factor_spatial", _SCALE, 256),
        scaling=1.0,
        axes=_AXES,
        deviations=deviations,
        means=means,
    )
