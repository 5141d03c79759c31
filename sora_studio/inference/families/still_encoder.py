"""Of models with a VAE of stills: its encoder, which makes a latent of a given picture to draw over."""

from dataclasses import replace

from sora_studio.inference.families.latent_pack import Denoiser
from sora_studio.inference.graph_file import SAME_MODEL
from sora_studio.inference.pack_parts import LatentDecoder, PictureEncoder
from sora_studio.inference.pipeline_folder import PipelineFolder

_PART = "vae_encoder"


def with_still_encoder(folder: PipelineFolder, denoiser: Denoiser, decoder: LatentDecoder) -> Denoiser:
    """The denoiser with the folder's vae_encoder, where it has one: older exports do without. Raises PackError."""
    if not folder.has_graph(_PART):
        return denoiser
    graph = folder.graph(_PART)
    picture = graph.input("sample", rank=4)
    graph.refuse_other_inputs(picture)
    # The middle of what the VAE thinks and how sure it is of it; the first exports gave a sample.
    latent = graph.output("latent_parameters", "latent_sample", rank=4)
    known = graph.side(latent, 1)
    if known is not None and known not in (denoiser.channels, 2 * denoiser.channels):
        graph.refuse(f"gives {known} channels, and the model that draws has {denoiser.channels}", SAME_MODEL)
    encoder = PictureEncoder(
        model=graph.file,
        picture=picture,
        output=latent,
        channels=denoiser.channels,
        scaling=decoder.scaling,
        shift=decoder.shift,
    )
    return replace(denoiser, encoder=encoder)
