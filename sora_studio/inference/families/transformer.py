"""Stages B and C of models that draw with a transformer of latents under a text's states."""

from collections.abc import Mapping

from sora_studio.inference.clip import TOKENS
from sora_studio.inference.families.latent_pack import Denoiser
from sora_studio.inference.graph_file import GraphFile
from sora_studio.inference.pack import EncodeStage
from sora_studio.inference.pipeline_folder import PipelineFolder
from sora_studio.inference.toml_table import TomlTable

_LATENTS_PER_TOKEN = 4
# What some models are told, under these names.
_WHERE_THERE = ("guidance", "first_frame", "has_first_frame", "picture_states")
# Not every model's settings name its sizes; where they do, it is so.
_SIDE_KEY, _FRAMES_KEY, _CHANNELS_KEY = "sample_size", "sample_frames", "in_channels"


def read_transformer(
    folder: PipelineFolder,
    encode: EncodeStage,
    states_width: int | None,
    *,
    axes: str,
    multiple: int,
    side: int,
    steps: int,
    refine_steps: int,
    guidance: float,
    also: Mapping[str, str] | None = None,
    frames_max: int = 1,
    part: str = "transformer",
) -> Denoiser:
    """The folder's transformer, steered by the states of `encode`, and by the roles of `also` under its names for them.

    `side` and `frames_max` are what it was taught, where the folder doesn't say. Raises PackError.
    """
    graph, settings = folder.graph(part), folder.settings_of(part)
    sample = graph.input("hidden_states", rank=len(axes))
    states = graph.input("encoder_hidden_states", rank=3)
    inputs = {"sample": sample, "timestep": graph.input("timestep"), encode.output: states}
    inputs |= {role: graph.input(name, rank=2) for role, name in (also or {}).items()}
    inputs |= {role: role for role in _WHERE_THERE if role in graph.inputs}
    graph.refuse_other_inputs(*inputs.values())
    graph.agree(states, 2, states_width, "the text encoder")
    return Denoiser(
        graph=graph,
        inputs=inputs,
        output=graph.output("out_hidden_states", "out_sample", "sample", rank=len(axes)),
        channels=_channels(graph, sample, axes, settings),
        multiple=multiple,
        side=settings.integer_or(_SIDE_KEY, side, 1 << 12),
        steps=steps,
        refine_steps=refine_steps,
        guidance=guidance,
        axes=axes,
        frames_max=settings.integer_or(_FRAMES_KEY, frames_max, 1 << 12),
    )


def _channels(graph: GraphFile, sample: str, axes: str, settings: TomlTable) -> int:
    channels = graph.side(sample, axes.index("C")) or settings.integer(_CHANNELS_KEY, 1, 1 << 12)
    return channels // _LATENTS_PER_TOKEN if axes == TOKENS else channels
