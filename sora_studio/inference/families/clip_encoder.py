"""Of models of clips that can begin with a given frame: a VAE's encoder of one picture."""

from dataclasses import replace

from sora_studio.inference.families.latent_pack import Denoiser
from sora_studio.inference.pack_parts import PictureEncoder
from sora_studio.inference.pipeline_folder import PipelineFolder


def with_encoder(folder: PipelineFolder, denoiser: Denoiser) -> Denoiser:
    """The denoiser with the folder's vae_encoder, where it takes a first frame. Raises PackError."""
    if "first_frame" not in denoiser.inputs:
        return denoiser
    graph = folder.graph("vae_encoder")
    picture = graph.input("picture", rank=4)
    graph.refuse_other_inputs(picture)
    latent = graph.output("latent", rank=4)
    graph.agree(latent, 1, denoiser.channels, "the model that draws")
    return replace(denoiser, encoder=PictureEncoder(graph.file, picture, latent))
