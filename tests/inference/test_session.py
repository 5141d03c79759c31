"""Sessions are made once, kept within the budget, never let go while used; what isn't as described is refused."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from threading import Barrier

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from sora_studio.errors import GenerationError, PackError
from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.device import choose_device
from sora_studio.inference.draft import run_draft
from sora_studio.inference.encode import encode_text
from sora_studio.inference.pack_parts import PackFile
from sora_studio.inference.packs import load_pack
from sora_studio.inference.refine import run_refine
from sora_studio.inference.request import make_request
from sora_studio.inference.session import SessionCache
from tests.inference.tiny_pack import cpu_sessions, describe, edit_description, make_pack


def test_a_model_is_loaded_once_however_many_threads_want_it(tmp_path):
    pack = load_pack(make_pack(tmp_path / "tiny"))
    sessions = cpu_sessions()
    ready = Barrier(8)

    def want(_: int) -> int:
        ready.wait()
        with sessions.lease(pack.draft.model) as model:
            return id(model)

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(want, range(8)))) == 1
    assert sessions.created == 1


def test_a_film_of_many_shots_loads_each_model_once_and_counts_every_run(tmp_path):
    pack = load_pack(make_pack(tmp_path / "tiny"))
    sessions = cpu_sessions()
    for seed in range(4):
        request = make_request(pack, f"{seed}", seed=seed, duration_s=1.0)
        cond, uncond = encode_text(sessions, pack, request.prompt), encode_text(sessions, pack, "")
        draft = run_draft(sessions, pack, request, cond, uncond)
        run_refine(sessions, pack, request, draft, cond)
    assert sessions.created == 3
    # Per shot: two texts; 3 steps with and without the prompt; 2 steps for each of 3 chunks of 2, 2 and 1 frames.
    assert sessions.runs == 4 * (2 + 3 * 2 + 2 * 3)


def test_the_longest_unused_goes_when_the_budget_is_full(tmp_path):
    pack = load_pack(make_pack(tmp_path / "tiny"))
    # As if each file had 10 MB: two fit into 30 MB with what they need beside their weights, three do not.
    encode, draft, refine = (
        replace(file, size_bytes=10_000_000) for file in (pack.encode.model, pack.draft.model, pack.refine.model)
    )
    sessions = cpu_sessions(memory_budget_bytes=30_000_000)
    for file in (encode, draft, encode, refine):
        with sessions.lease(file):
            pass
    assert sessions.loaded == [encode, refine]
    with sessions.lease(draft):
        pass
    assert sessions.loaded == [refine, draft]
    assert sessions.created == 4


def test_a_leased_model_outlasts_any_budget(tmp_path):
    pack = load_pack(make_pack(tmp_path / "tiny"))
    sessions = cpu_sessions(memory_budget_bytes=1)
    with sessions.lease(pack.encode.model) as kept:
        with sessions.lease(pack.draft.model), sessions.lease(pack.refine.model):
            assert len(sessions.loaded) == 3
        with sessions.lease(pack.encode.model) as again:
            assert again is kept
        sessions.release_unused()
        assert sessions.loaded == [pack.encode.model]
    sessions.release_unused()
    assert sessions.loaded == []


def test_runs_are_remembered_after_a_model_is_let_go(tmp_path):
    pack = load_pack(make_pack(tmp_path / "tiny"))
    sessions = cpu_sessions()
    encode_text(sessions, pack, "snow")
    sessions.release_unused()
    encode_text(sessions, pack, "snow")
    assert (sessions.runs, sessions.created) == (2, 2)


def test_a_file_exchanged_after_the_check_is_not_loaded(tmp_path):
    folder = make_pack(tmp_path / "tiny")
    pack = load_pack(folder)
    (folder / "draft.onnx").write_bytes((folder / "refine.onnx").read_bytes())
    with pytest.raises(PackError, match=r"“draft\.onnx” .* is damaged"), cpu_sessions().lease(pack.draft.model):
        pytest.fail("it was loaded")


def test_a_model_the_runtime_cannot_load_is_named(tmp_path, capfd):
    folder = make_pack(tmp_path / "tiny")
    model = onnx.load(folder / "draft.onnx")
    model.graph.node[0].op_type = "NoSuchOperator"
    onnx.save(model, folder / "draft.onnx")
    describe(folder)
    pack = load_pack(folder)
    refused = pytest.raises(PackError, match=r"draft\.onnx can't be loaded on CPU")
    with refused as caught, cpu_sessions().lease(pack.draft.model):
        pytest.fail("it was loaded")
    assert "NoSuchOperator" in caught.value.message
    assert capfd.readouterr().err == ""


def drafted(folder):
    pack = load_pack(folder)
    sessions = cpu_sessions()
    request = make_request(pack, "snow", seed=1, duration_s=1.0)
    cond = encode_text(sessions, pack, "snow")
    return run_draft(sessions, pack, request, cond, cond)


@pytest.mark.parametrize(
    ("line", "instead", "said"),
    [
        ('frame_times = "frame_times"', 'frame_times = "times"', "draft.onnx has no input `times`"),
        ('frame_times = "frame_times"\n', "", "draft.onnx wants an input `frame_times`, which nothing fills"),
        ('file = "draft.onnx"', 'file = "draft.onnx"\noutput = "clean"', "draft.onnx has no output `clean`"),
        ("latent_channels = 4", "latent_channels = 3", "draft.onnx can't give a `denoised` of shape (1, 5, 3, 2, 4)"),
        ('axes = "BFCHW"', 'axes = "BCFHW"', "draft.onnx can't give a `denoised` of shape (1, 4, 5, 2, 4)"),
        ('axes = "BFCHW"', 'axes = "FCHW"', "draft.onnx can't give a `denoised` of shape (5, 4, 2, 4)"),
        ("native = [[32, 16]]", "native = [[64, 16]]", "draft.onnx can't give a `denoised` of shape (1, 5, 4, 2, 8)"),
    ],
)
def test_tensors_unlike_their_description_are_told_with_what_the_file_has(tmp_path, line: str, instead: str, said: str):
    folder = make_pack(tmp_path / "tiny")
    edit_description(folder, lambda text: text.replace(line, instead, 1))
    with pytest.raises(PackError) as caught:
        drafted(folder)
    assert said in caught.value.message
    assert "frame_times float32(any)" in caught.value.hint
    assert "denoised float32(1, any, 4, 2, 4)" in caught.value.hint


def test_an_encoder_and_a_drawer_that_do_not_fit_are_refused(tmp_path):
    folder = make_pack(tmp_path / "tiny")
    model = onnx.load(folder / "draft.onnx")
    concepts = next(argument for argument in model.graph.input if argument.name == "concepts")
    concepts.type.tensor_type.shape.dim[1].dim_value = 9
    onnx.save(model, folder / "draft.onnx")
    describe(folder)
    with pytest.raises(PackError, match=r"draft\.onnx can't take a `concepts` of shape \(1, 3\)"):
        drafted(folder)


def test_a_clip_too_large_for_the_memory_is_told_as_such(tmp_path):
    """A loop of the model's own asks for a tensor of 2^50 numbers."""
    folder = make_pack(tmp_path / "tiny")
    model = onnx.load(folder / "draft.onnx")
    size = helper.make_node("Constant", [], ["size"], value=helper.make_tensor("v", TensorProto.INT64, [1], [1 << 50]))
    huge = helper.make_node("ConstantOfShape", ["size"], ["huge"])
    largest = helper.make_node("ReduceMax", ["huge"], ["largest"], keepdims=0)
    last = model.graph.node[-1]
    last.output[0] = "unfilled"
    fill = helper.make_node("Add", ["unfilled", "largest"], ["denoised"])
    model.graph.node.extend([size, huge, largest, fill])
    onnx.save(model, folder / "draft.onnx")
    describe(folder)
    with pytest.raises(GenerationError, match=r"not enough memory for draft\.onnx"):
        drafted(folder)


OWN_HOME = """
import sys, time
from pathlib import Path
from sora_studio.inference.device import choose_device
from sora_studio.inference.pack_parts import PackFile
from sora_studio.inference.packs import load_pack
from sora_studio.inference.session import SessionCache
from sora_studio.inference.encode import encode_text
pack = load_pack(Path(sys.argv[1]))
encode_text(SessionCache(choose_device("cpu")), pack, "red")
time.sleep(1)
"""


def test_the_runtime_reports_to_nobody_and_leaves_nothing_in_the_user_s_home(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ORT_", "XDG_"))}
    command = [sys.executable, "-c", OWN_HOME, str(make_pack(tmp_path / "pack"))]
    subprocess.run(command, check=True, env={**kept, "HOME": str(home), "USERPROFILE": str(home)})
    # A device's number and a store of events wait there to be sent, where the runtime reports.
    assert list(home.rglob("*")) == []


def test_a_model_in_half_precision_can_be_run_in_full(tmp_path: Path) -> None:
    """300 x 300 is more than half precision can count to, and what is left of it is not."""
    file = half_model(tmp_path / "half.onnx")
    with pytest.raises(PackError, match="half precision"), cpu_sessions().lease(file):
        pytest.fail("it was loaded")
    sessions = SessionCache(choose_device("cpu"), halves_in_full=True)
    with sessions.lease(file) as model:
        [out] = model.run_on({"x": np.full((4, 4), 300.0, np.float32)}, ["y"], CancelToken())
    np.testing.assert_array_equal(out, np.full((4, 4), 300.0, np.float16))


def half_model(path: Path) -> PackFile:
    half = TensorProto.FLOAT16
    ends = [helper.make_tensor_value_info(name, half, (4, 4)) for name in ("x", "y")]
    nodes = [helper.make_node("Mul", ["x", "many"], ["more"]), helper.make_node("Div", ["more", "many"], ["y"])]
    many = helper.make_tensor("many", half, [], [300.0])
    graph = helper.make_graph(nodes, "half", ends[:1], ends[1:], [many])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)
    return PackFile(path, sha256(path.read_bytes()).hexdigest(), path.stat().st_size)
