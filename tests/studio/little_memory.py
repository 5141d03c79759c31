"""A pack whose decoder takes a lot, and processes that may have little while they decode: memory runs out for real.

    python -m tests.studio.little_memory WORDS OF THE COMMAND LINE

$SORA_TEST_ROOM_MB is how much more address space there is than at the start of Stage C.
"""

import os
import resource
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from sora_studio.studio import render_talk
from sora_studio.studio.agenda import Task
from sora_studio.studio.stage_maker import OnStep, StageMaker
from tests.inference.tiny_pipeline import CHANNELS, SCALE, make_pipeline, tensor

# An Einsum, whose results' sizes aren't worked out, takes more room than what comes out.
COPIES, COPIES_BY_EINSUM = 40_000, 12_000


def make_hungry_pipeline(folder: Path, says_its_shapes: bool) -> Path:
    """A folder whose decoder holds each pixel so many times, and may say so."""
    make_pipeline(folder)
    nodes = [
        helper.make_node("Slice", ["latent_sample", "from", "to", "axis"], ["rgb"]),
        helper.make_node("Resize", ["rgb", "", "scales"], ["large"], mode="nearest"),
        helper.make_node("Expand", ["large", "copies"], ["many"])
        if says_its_shapes
        else helper.make_node("Einsum", ["large", "ones"], ["many"], equation="abcd,e->ebcd"),
        helper.make_node("ReduceMean", ["many"], ["sample"], axes=[0], keepdims=1),
    ]
    held = {
        "from": np.array([0]),
        "to": np.array([3]),
        "axis": np.array([1]),
        "scales": np.array([1, 1, SCALE, SCALE], np.float32),
        "ones": np.ones(COPIES_BY_EINSUM, np.float32),
        "copies": np.array([COPIES, 1, 1, 1]),
    }
    sides = (f"{SCALE}*h", f"{SCALE}*w")
    shapes = [tensor("rgb", 1, 3, "h", "w"), tensor("large", 1, 3, *sides), tensor("many", COPIES, 3, *sides)]
    graph = helper.make_graph(
        nodes,
        "hungry",
        [tensor("latent_sample", 1, CHANNELS, "h", "w")],
        [helper.make_tensor_value_info("sample", TensorProto.FLOAT, [1, 3, *sides])],
        [numpy_helper.from_array(value, name) for name, value in held.items()],
        value_info=shapes if says_its_shapes else [],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, folder / "vae_decoder/model.onnx")
    return folder


def limit_memory() -> None:
    """From now on, in this process."""
    unlimited = StageMaker.make

    def limited(self: StageMaker, task: Task, on_step: OnStep) -> None:
        if task.stage != "refine":
            unlimited(self, task, on_step)
            return
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (taken + int(os.environ["SORA_TEST_ROOM_MB"]) * 1_000_000, hard))
        try:
            unlimited(self, task, on_step)
        finally:
            resource.setrlimit(resource.RLIMIT_AS, (soft, hard))

    StageMaker.make = limited


def limit_children(monkeypatch: pytest.MonkeyPatch, room_mb: int) -> None:
    """Processes to come have so much more for Stage C than they take before it."""
    monkeypatch.setattr(render_talk, "MODULE", "tests.studio.broken_process")
    monkeypatch.setenv("SORA_TEST_HARM", "little memory")
    monkeypatch.setenv("SORA_TEST_ROOM_MB", str(room_mb))


if __name__ == "__main__":
    from sora_studio.cli.main import main

    limit_memory()
    sys.exit(main(sys.argv[1:]))
