"""Of models of clips that can begin with a given picture: what encodes it, and what reads it."""

from dataclasses import replace

from sora_studio.inference.families.latent_pack import Denoiser
from sora_studio.inference.pack_parts import PictureEncoder, PictureReader
from sora_studio.inference.pipeline_folder import PipelineFolder

_OF_ONE, _OF_CLIP = 4, 5


def with_encoder(folder: PipelineFolder, denoiser: Denoiser) -> Denoiser:
    """The denoiser with the folder's vae_encoder, where it takes a first frame, and with its image_encoder.

    Raises PackError.
    """
    if "first_frame" not in denoiser.inputs:
        return denoiser
    reader = _read_reader(folder, denoiser) if "picture_states" in denoiser.inputs else None
    return replace(denoiser, encoder=_read_encoder(folder, denoiser), reader=reader)


def _read_encoder(folder: PipelineFolder, denoiser: Denoiser) -> PictureEncoder:
    graph = folder.graph("vae_encoder")
    picture = graph.input("picture", rank=4)
    given = graph.input("given", rank=1) if "given" in graph.inputs else ""
    graph.refuse_other_inputs(picture, given)
    axes = _OF_CLIP if given else _OF_ONE
    latent = graph.output("latent", rank=axes)
    graph.agree(latent, 1, denoiser.channels, "the model that draws")
    told = denoiser.graph.input(denoiser.inputs["first_frame"], rank=axes)
    denoiser.graph.agree(told, 1, graph.side(latent, 1), "the VAE's encoder")
    return PictureEncoder(graph.file, picture, latent, given=given)


def _read_reader(folder: PipelineFolder, denoiser: Denoiser) -> PictureReader:
    graph = folder.graph("image_encoder")
    picture = graph.input("picture", rank=4)
    graph.refuse_other_inputs(picture)
    states = graph.output("penultimate_hidden_state", rank=3)
    tokens, width = graph.side(states, 1), graph.side(states, 2)
    if tokens is None or width is None:
        graph.refuse(f"doesn't say how large its `{states}` is")
    denoiser.graph.agree(denoiser.inputs["picture_states"], 2, width, "the image encoder")
    return PictureReader(graph.file, picture, states, (tokens, width))
