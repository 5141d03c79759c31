"""What latents look like is read off the decoder itself."""

from pathlib import Path

import numpy as np
import onnx

from sora_studio.conversion.preview import fitted_mix
from sora_studio.inference.pack_files import found_model
from sora_studio.inference.pack_parts import LatentDecoder
from tests.inference.tiny_pipeline import CHANNELS, SCALE, vae_decoder


def test_a_decoder_that_shows_three_channels_is_seen_to(tmp_path: Path) -> None:
    onnx.save(vae_decoder(), tmp_path / "model.onnx")
    model = found_model(tmp_path, "model.onnx", "model.onnx")
    decoder = LatentDecoder(model, "latent_sample", "sample", scale=SCALE, scaling=0.5)
    # Latents are doubled on their way in, and the fourth channel isn't shown.
    expected = 2 * np.eye(CHANNELS, 3)
    np.testing.assert_allclose(fitted_mix(decoder, CHANNELS), expected, atol=1e-3)
