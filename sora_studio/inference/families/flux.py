"""Flux.1 dev and schnell (Black Forest Labs 2024).

A  text_encoder, text_encoder_2   T5's states; CLIP sums the text up
B  transformer                    tokens of 2 x 2 latents on a straight flow; dev is told the guidance, schnell has none
C  vae_decoder                    pictures
"""

from collections.abc import Mapping
from dataclasses import replace

from sora_studio.inference.clip import TOKENS
from sora_studio.inference.families.clip_text import read_clip
from sora_studio.inference.families.latent_pack import Denoiser, latent_pack, read_decoder
from sora_studio.inference.families.t5_text import read_t5
from sora_studio.inference.graph_file import GraphFile
from sora_studio.inference.pack import EncodeStage, ModelPack
from sora_studio.inference.pipeline_folder import PipelineFolder
from sora_studio.inference.scheduler_config import counted_evenly, read_scheduling

_PIXELS, _SCALING, _REFINE_STEPS = 1024, 0.3611, 4
_LATENTS_PER_TOKEN = 4
# Steps, guidance and tokens of text of the model that is told the guidance, and of the one that isn't.
_DEV, _SCHNELL = (28, 3.5, 512), (4, 1.0, 256)


def read_flux(folder: PipelineFolder) -> ModelPack:
    """The pack a folder stands for. Raises PackError."""
    graph = folder.graph("transformer")
    steps, guidance, tokens = _DEV if "guidance" in graph.inputs else _SCHNELL
    encode, width = _read_texts(folder, tokens)
    inputs = _inputs(graph, encode)
    graph.agree(inputs[encode.output], 2, width, "the second text encoder")
    channels = (graph.side(inputs["sample"], 2) or _channels(folder)) // _LATENTS_PER_TOKEN
    decoder = read_decoder(folder, channels, _SCALING)
    # This family tells the model its levels as they are.
    scheduling = counted_evenly(read_scheduling(folder), timestep_scale=1.0)
    denoiser = Denoiser(
        graph=graph,
        inputs=inputs,
        output=graph.output("out_hidden_states", "out_sample", "sample", rank=3),
        channels=channels,
        multiple=2,
        # The transformer's settings name no size; those of the VAE do.
        side=folder.settings_of("vae_decoder", "vae").integer_or("sample_size", _PIXELS, 1 << 14) // decoder.scale,
        steps=steps,
        refine_steps=_REFINE_STEPS,
        guidance=guidance,
        axes=TOKENS,
    )
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


def _inputs(graph: GraphFile, encode: EncodeStage) -> Mapping[str, str]:
    [summary] = encode.readers[1:]
    inputs = {
        "sample": graph.input("hidden_states", rank=3),
        "timestep": graph.input("timestep"),
        encode.output: graph.input("encoder_hidden_states", rank=3),
        summary.pooled: graph.input("pooled_projections", rank=2),
        "picture_places": graph.input("img_ids", rank=2),
        "text_places": graph.input("txt_ids", rank=2),
    }
    if "guidance" in graph.inputs:
        inputs["guidance"] = "guidance"
    graph.refuse_other_inputs(*inputs.values())
    return inputs


def _channels(folder: PipelineFolder) -> int:
    return folder.settings_of("transformer").integer("in_channels", 1, 1 << 12)
