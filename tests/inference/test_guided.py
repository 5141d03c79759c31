"""With the prompt and without, in one run: the same pictures from half as many, where a model takes pairs."""

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from sora_studio.diffusion import Guidance
from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.device import choose_device
from sora_studio.inference.device_math import DeviceMath, HostMath, ModelMath
from sora_studio.inference.guided import Denoising, guided
from sora_studio.inference.model import new_run_options
from sora_studio.inference.pack_files import found_model
from tests.inference.tiny_pack import cpu_sessions

SMALL, LARGE = (1, 4, 8, 8), (1, 4, 64, 64)
TOO_MUCH = 1 << 48
MATHS = [HostMath(), ModelMath(choose_device("cpu"))]


def write_model(folder: Path, batch: int | str = "n", most_at_once: int = 2) -> Path:
    """made = sample * the mean of the text + timestep; given more than `most_at_once` it runs out of memory."""
    folder.mkdir()
    inputs = [
        helper.make_tensor_value_info("sample", TensorProto.FLOAT, [batch, 4, "h", "w"]),
        helper.make_tensor_value_info("timestep", TensorProto.FLOAT, [1]),
        helper.make_tensor_value_info("text", TensorProto.FLOAT, [batch, "tokens", 3]),
    ]
    nodes = [
        helper.make_node("Shape", ["sample"], ["count"], end=1),
        helper.make_node("Sub", ["count", "most"], ["over"]),
        helper.make_node("Max", ["over", "none"], ["too_many"]),
        helper.make_node("Mul", ["too_many", "much"], ["room"]),
        helper.make_node("ConstantOfShape", ["room"], ["zeros"]),
        helper.make_node("ReduceSum", ["zeros"], ["zero"], keepdims=0),
        helper.make_node("ReduceMean", ["text"], ["means"], axes=[1, 2], keepdims=1),
        helper.make_node("Unsqueeze", ["means", "last"], ["mean"]),
        helper.make_node("Mul", ["sample", "mean"], ["steered"]),
        helper.make_node("Add", ["steered", "timestep"], ["late"]),
        helper.make_node("Add", ["late", "zero"], ["made"]),
    ]
    whole = {"most": [most_at_once], "none": [0], "much": [TOO_MUCH], "last": [3]}
    held = [numpy_helper.from_array(np.array(value), name) for name, value in whole.items()]
    outputs = [helper.make_tensor_value_info("made", TensorProto.FLOAT, [batch, 4, "h", "w"])]
    graph = helper.make_graph(nodes, "guided", inputs, outputs, held)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, folder / "model.onnx")
    return folder


def text(value: float, tokens: int = 5) -> np.ndarray:
    return np.full((1, tokens, 3), value, np.float32)


def made(
    folder: Path,
    arithmetic: DeviceMath,
    shape: tuple[int, ...] = SMALL,
    batches: bool = True,
    scale: float = 3.0,
    unguided_tokens: int = 5,
    captures: bool = False,
) -> tuple[list[np.ndarray], int]:
    """What two evaluations gave with the prompt and without, the second of another prompt; and the model's runs."""
    texts = {"text": text(5.0)}, {"text": text(-2.0, unguided_tokens)}
    asked = Denoising("sample", "timestep", "made", "sample", *texts, Guidance(scale), takes_batches=batches)
    with cpu_sessions().lease(found_model(folder, "model.onnx", "guided")) as model:
        model.captures = captures
        sides = guided(model, arithmetic, asked, shape)
        state = arithmetic.buffer(np.random.default_rng(1).standard_normal(shape).astype(np.float32))
        found: list[np.ndarray] = []
        for timestep, prompt in ((0.5, 5.0), (0.25, 7.0)):
            sides.set_constants({"text": text(prompt)})
            sides.run(timestep, state, len(sides.outputs), new_run_options(), CancelToken())
            found += [output.read().copy() for output in sides.outputs]
        return found, model.runs


@pytest.mark.parametrize("arithmetic", MATHS)
def test_a_pair_is_what_its_sides_are_in_turn(tmp_path: Path, arithmetic: DeviceMath) -> None:
    folder = write_model(tmp_path / "tiny")
    pairs, runs = made(folder, arithmetic)
    in_turn, twice_as_many = made(folder, arithmetic, batches=False)
    np.testing.assert_allclose(pairs, in_turn, rtol=1e-6)
    assert (runs, twice_as_many) == (2, 4)
    # The prompt's side and the other's, and what was said anew.
    assert len({float(output.mean()) for output in pairs}) == 4


def test_a_pair_is_recorded_once_and_read_from_one_place(tmp_path: Path) -> None:
    folder = write_model(tmp_path / "tiny")
    recorded, runs = made(folder, HostMath(), captures=True)
    np.testing.assert_array_equal(recorded, made(folder, HostMath())[0])
    assert runs == 2


def test_a_processor_that_has_its_hands_full_makes_large_ones_in_turn(tmp_path: Path) -> None:
    folder = write_model(tmp_path / "tiny")
    assert made(folder, HostMath(), LARGE)[1] == 4
    assert made(folder, ModelMath(choose_device("cpu")), LARGE)[1] == 2


def test_what_a_model_takes_one_by_one_is_made_in_turn(tmp_path: Path) -> None:
    assert made(write_model(tmp_path / "one", batch=1), HostMath())[1] == 4


def test_texts_of_other_lengths_are_made_in_turn(tmp_path: Path) -> None:
    folder = write_model(tmp_path / "tiny")
    outputs, runs = made(folder, HostMath(), unguided_tokens=3)
    assert runs == 4
    np.testing.assert_allclose(outputs, made(folder, HostMath())[0], rtol=1e-6)


def test_with_no_guidance_there_is_one_side(tmp_path: Path) -> None:
    outputs, runs = made(write_model(tmp_path / "tiny"), HostMath(), scale=1.0)
    assert (len(outputs), runs) == (2, 2)


def test_where_a_pair_takes_more_memory_than_there_is_its_sides_are_made_in_turn(tmp_path: Path) -> None:
    outputs, runs = made(write_model(tmp_path / "small", most_at_once=1), HostMath())
    wanted, _ = made(write_model(tmp_path / "large"), HostMath())
    np.testing.assert_allclose(outputs, wanted, rtol=1e-6)
    # The pair was tried once.
    assert runs == 1 + 4
