"""Latents decoded in tiles are the pictures of the whole; what can't be cut is decoded whole."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.clip import Pictures
from sora_studio.inference.decode import Decoding
from sora_studio.inference.events import StepDone
from sora_studio.inference.pace import Pace
from sora_studio.inference.pack_parts import LatentDecoder, PackFile
from tests.inference.tiny_pack import cpu_sessions
from tests.inference.tiny_pipeline import CHANNELS, SCALE, tensor, vae_decoder

PER_LATENT = 3
LATENTS = np.random.default_rng(0).uniform(-1, 1, (9, CHANNELS, 20, 33)).astype(np.float32)


def clip_decoder() -> onnx.ModelProto:
    """Each latent as so many frames, but one of the first, and each of its pixels as 2 x 2."""
    nodes = [
        helper.make_node("Slice", ["latent_sample", "from", "to", "colours"], ["rgb"]),
        helper.make_node("Resize", ["rgb", "", "scales"], ["longer"], mode="nearest"),
        helper.make_node("Slice", ["longer", "first", "last", "time"], ["sample"]),
    ]
    held = {
        "from": np.array([0]),
        "to": np.array([3]),
        "colours": np.array([1]),
        "scales": np.array([1, 1, PER_LATENT, SCALE, SCALE], np.float32),
        "first": np.array([PER_LATENT - 1]),
        "last": np.array([1 << 30]),
        "time": np.array([2]),
    }
    graph = helper.make_graph(
        nodes,
        "tiny",
        [tensor("latent_sample", 1, CHANNELS, "f", "h", "w")],
        [helper.make_tensor_value_info("sample", TensorProto.FLOAT, [1, 3, "F", "H", "W"])],
        [numpy_helper.from_array(value, name) for name, value in held.items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def decoder_of(folder: Path, model: onnx.ModelProto, axes: str = "FCHW") -> LatentDecoder:
    path = folder / "vae_decoder.onnx"
    onnx.save(model, path)
    file = PackFile(path, sha256(path.read_bytes()).hexdigest(), path.stat().st_size)
    return LatentDecoder(file, "latent_sample", "sample", SCALE, 1.0, axes=axes)


def decoded(decoder: LatentDecoder, halvings: int) -> tuple[Pictures, int, list[StepDone]]:
    """The pictures, the model's runs, the steps told."""
    sessions, told = cpu_sessions(), list[StepDone]()
    decoding = Decoding(sessions, decoder, Pace("refine", len(LATENTS), told.append), CancelToken(), halvings)
    made = decoding.clip(LATENTS, PER_LATENT) if decoder.takes_clips else decoding.stills(LATENTS)
    return made, sessions.runs, told


@pytest.mark.parametrize(("halvings", "tiles"), [(0, 1), (1, 2 * 2), (2, 3 * 4)])
def test_stills_in_tiles_are_the_whole_stills(tmp_path: Path, halvings: int, tiles: int) -> None:
    decoder = decoder_of(tmp_path, vae_decoder())
    whole, runs, _ = decoded(decoder, 0)
    assert runs == len(LATENTS)
    tiled, runs, told = decoded(decoder, halvings)
    assert runs == tiles * len(LATENTS)
    assert np.abs(tiled.astype(int) - whole).max() <= 1
    assert [(done.step, done.steps) for done in told] == [(step, 9) for step in range(1, 10)]


@pytest.mark.parametrize(("in_time", "tiles"), [(True, 2 * 2 * 2), (False, 2 * 2)])
def test_a_clip_in_tiles_is_the_whole_clip(tmp_path: Path, in_time: bool, tiles: int) -> None:
    decoder = replace(decoder_of(tmp_path, clip_decoder(), "BCFHW"), tiles_in_time=in_time)
    whole, runs, _ = decoded(decoder, 0)
    assert (whole.shape, runs) == ((1 + 8 * PER_LATENT, 20 * SCALE, 33 * SCALE, 3), 1)
    tiled, runs, told = decoded(decoder, 1)
    assert runs == tiles
    assert np.abs(tiled.astype(int) - whole).max() <= 1
    assert [(done.step, done.steps) for done in told] == [(step, 9) for step in range(1, 10)]


def test_a_graph_of_one_size_is_never_cut(tmp_path: Path) -> None:
    model = vae_decoder()
    for axis, side in ((2, 20), (3, 33)):
        model.graph.input[0].type.tensor_type.shape.dim[axis].dim_value = side
    decoder = decoder_of(tmp_path, model)
    assert decoded(decoder, 2)[1] == len(LATENTS)
    assert decoded(decoder, 2)[0].tobytes() == decoded(decoder, 0)[0].tobytes()
