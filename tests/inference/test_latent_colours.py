"""What latents look like is read off the decoder itself."""

from pathlib import Path

import numpy as np
import onnx
import pytest

from sora_studio.errors import BlankPicture, Cancelled
from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.latent_colours import Mix, decoded_mix
from sora_studio.inference.pack_parts import LatentDecoder
from tests.inference.test_decode import clip_decoder, decoder_of
from tests.inference.tiny_pack import cpu_sessions
from tests.inference.tiny_pipeline import CHANNELS, tensor, vae_decoder

# Three channels are shown, and the fourth isn't.
SHOWN = np.eye(CHANNELS, 3)


def mix_of(decoder: LatentDecoder) -> Mix:
    return decoded_mix(cpu_sessions(), decoder, CHANNELS, CancelToken())


@pytest.mark.parametrize(("model", "axes"), [(vae_decoder, "FCHW"), (clip_decoder, "BCFHW")])
def test_a_decoder_that_shows_three_channels_is_seen_to(tmp_path: Path, model, axes: str) -> None:
    np.testing.assert_allclose(mix_of(decoder_of(tmp_path, model(), axes)), SHOWN, atol=1e-3)


def test_what_a_decoder_was_taught_its_latents_as_counts_and_what_is_in_all_alike_does_not(tmp_path: Path) -> None:
    file = decoder_of(tmp_path, vae_decoder()).model
    taught = LatentDecoder(file, "latent_sample", "sample", scale=2, scaling=0.5, shift=0.4)
    np.testing.assert_allclose(mix_of(taught), 2 * SHOWN, atol=1e-3)


def test_a_decoder_of_one_size_is_seen_at_that_size(tmp_path: Path) -> None:
    model = vae_decoder()
    model.graph.input[0].CopyFrom(tensor("latent_sample", 1, CHANNELS, 6, 10))
    np.testing.assert_allclose(mix_of(decoder_of(tmp_path, model)), SHOWN, atol=1e-3)


def test_it_is_one_run_of_a_model_that_stays_loaded(tmp_path: Path) -> None:
    decoder, sessions = decoder_of(tmp_path, vae_decoder()), cpu_sessions()
    for _ in range(2):
        decoded_mix(sessions, decoder, CHANNELS, CancelToken())
    assert (sessions.created, sessions.runs) == (1, 2)


def test_a_decoder_that_gives_no_numbers_is_refused(tmp_path: Path) -> None:
    model = vae_decoder()
    model.graph.node[-1].output[0] = "enlarged"
    model.graph.node.append(onnx.helper.make_node("Log", ["enlarged"], ["sample"]))
    with pytest.raises(BlankPicture):
        mix_of(decoder_of(tmp_path, model))


def test_it_can_be_cancelled(tmp_path: Path) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        decoded_mix(cpu_sessions(), decoder_of(tmp_path, vae_decoder()), CHANNELS, token)
