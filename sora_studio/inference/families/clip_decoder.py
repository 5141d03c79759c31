"""Stage C of models of clips: a VAE's decoder that takes all latents of a clip in one run."""

from sora_studio.inference.pack_parts import LatentDecoder
from sora_studio.inference.pipeline_folder import PipelineFolder

CLIP_AXES = "BCFHW"


def read_clip_decoder(
    folder: PipelineFolder,
    channels: int,
    scale: int,
    deviations: tuple[float, ...] = (),
    means: tuple[float, ...] = (),
) -> LatentDecoder:
    """The folder's vae_decoder; `scale` picture pixels per latent, and what was measured of each channel.

    Raises PackError.
    """
    graph = folder.graph("vae_decoder")
    latents = graph.input("latent_sample", rank=5)
    graph.refuse_other_inputs(latents)
    graph.agree(latents, 1, channels, "the model that draws")
    return LatentDecoder(
        model=graph.file,
        latents=latents,
        output=graph.output("sample", rank=5),
        scale=scale,
        scaling=1.0,
        axes=CLIP_AXES,
        deviations=deviations,
        means=means,
    )
