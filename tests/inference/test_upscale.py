"""Latents are enlarged by a pack's own model, and their channels brought back to what they were as far as it says."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import helper, numpy_helper

from sora_studio.errors import BlankPicture, PackError
from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.clip import Floats
from sora_studio.inference.pack_parts import LatentUpscaler, PackFile
from sora_studio.inference.upscale import upscaled
from tests.inference.tiny_pack import cpu_sessions
from tests.inference.tiny_pipeline import CHANNELS, tensor

LATENTS = np.random.default_rng(0).normal(0.3, 1.5, (5, CHANNELS, 4, 6)).astype(np.float32)


def upscaler_of(folder: Path, axes: str, times: int = 2) -> LatentUpscaler:
    """Each pixel becomes so many in each direction, thrice as bright and one more."""
    over = [1] * (len(axes) - 2) + [times, times]
    nodes = [
        helper.make_node("Resize", ["latents", "", "scales"], ["large"], mode="nearest"),
        helper.make_node("Mul", ["large", "three"], ["bright"]),
        helper.make_node("Add", ["bright", "one"], ["larger"]),
    ]
    held = {"scales": np.array(over, np.float32), "three": np.float32(3), "one": np.float32(1)}
    sides = {"B": 1, "F": "f", "C": CHANNELS, "H": "h", "W": "w"}
    given = [sides[axis] for axis in axes]
    graph = helper.make_graph(
        nodes,
        "tiny",
        [tensor("latents", *given)],
        [tensor("larger", *[f"{side}_" if side in ("h", "w") else side for side in given])],
        [numpy_helper.from_array(np.asarray(value), name) for name, value in held.items()],
    )
    path = folder / f"upscaler-{axes}-{times}.onnx"
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)
    file = PackFile(path, sha256(path.read_bytes()).hexdigest(), path.stat().st_size)
    return LatentUpscaler(file, "latents", "larger", 2, axes)


def larger(upscaler: LatentUpscaler, latents: Floats = LATENTS) -> Floats:
    return upscaled(cpu_sessions(), upscaler, latents, CancelToken())


@pytest.mark.parametrize("axes", ["FCHW", "BCFHW"])
def test_the_model_says_what_larger_latents_are(tmp_path: Path, axes: str) -> None:
    expected = 3 * LATENTS.repeat(2, axis=2).repeat(2, axis=3) + 1
    np.testing.assert_allclose(larger(upscaler_of(tmp_path, axes)), expected, rtol=1e-6)


@pytest.mark.parametrize("adain", [0.25, 1.0])
def test_each_channel_is_brought_back_to_what_it_was_as_far_as_asked(tmp_path: Path, adain: float) -> None:
    upscaler = upscaler_of(tmp_path, "BCFHW")
    found, plain = larger(replace(upscaler, adain=adain)), larger(upscaler)
    for channel in range(CHANNELS):
        own, before = plain[:, channel], LATENTS[:, channel]
        back = (own - own.mean()) / own.std(ddof=1) * before.std(ddof=1) + before.mean()
        np.testing.assert_allclose(found[:, channel], own + adain * (back - own), rtol=1e-4, atol=1e-5)


def test_a_channel_of_one_value_is_brought_back_to_that(tmp_path: Path) -> None:
    flat = np.full((1, CHANNELS, 2, 2), 0.5, np.float32)
    np.testing.assert_allclose(larger(replace(upscaler_of(tmp_path, "FCHW"), adain=1.0), flat), 0.5, rtol=1e-6)


def test_one_that_enlarges_otherwise_than_its_pack_says_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"upscaler-FCHW-3\.onnx makes latents of .* are wanted") as caught:
        larger(upscaler_of(tmp_path, "FCHW", times=3))
    assert "`scale`" in caught.value.hint


def test_latents_that_are_no_numbers_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BlankPicture):
        larger(upscaler_of(tmp_path, "FCHW"), np.full_like(LATENTS, np.nan))
