# pyright: basic, reportMissingImports=false
"""LTX-Video compared with diffusers' own pipeline."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from sora_studio.inference.encode import encode_text
from sora_studio.inference.packs import load_pack
from tests.conversion.conftest import Made
from tests.conversion.parity import PROMPT, Case, as_tokens, assert_parity, pipeline_of
from tests.inference.tiny_pack import cpu_sessions

KIND = "LTXPipeline"
FLOW = "FlowMatchEulerDiscreteScheduler"
BY_SIZE = {"use_dynamic_shifting": True, "base_image_seq_len": 1024, "base_shift": 0.95, "max_shift": 2.05}
CASES = [Case(FLOW, {**BY_SIZE, "shift_terminal": 0.1}), Case(FLOW, BY_SIZE), Case(FLOW, {"shift": 3.0})]
SIZE = (64, 32)


@pytest.mark.parametrize("negative", ["", "blue, blurred"])
@pytest.mark.parametrize("guidance", [1.0, 7.5])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_clip_is_that_of_diffusers(
    made: Callable[[str], Made], tmp_path: Path, case: Case, guidance: float, negative: str
) -> None:
    tiny = made("ltx")
    pipeline = pipeline_of(tiny.checkpoint, case, KIND)
    asked = (pipeline, tiny.checkpoint, tiny.converted, tmp_path, case, guidance, negative)
    assert_parity(*asked, size=SIZE, packed=as_tokens, num_frames=9)


def test_texts_are_read_as_diffusers_reads_them(made: Callable[[str], Made]) -> None:
    torch, tiny = import_module("torch"), made("ltx")
    pipeline, pack = pipeline_of(tiny.checkpoint, CASES[0], KIND), load_pack(tiny.converted)
    for text in (PROMPT, "", "Don't   stop: 42 candles!", "red " * 200, "naïve ÉTÉ"):
        with torch.no_grad():
            states, seen, *_ = pipeline.encode_prompt(text, do_classifier_free_guidance=False, max_sequence_length=128)
        ours = encode_text(cpu_sessions(), pack, text)
        np.testing.assert_allclose(ours[pack.encode.output], states.numpy(), atol=5e-5)
        np.testing.assert_array_equal(ours[pack.encode.pooled], seen.numpy())
