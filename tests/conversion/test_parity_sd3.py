# pyright: basic, reportMissingImports=false
"""Stable Diffusion 3 compared with diffusers' own pipeline."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from sora_studio.inference.encode import encode_text
from sora_studio.inference.packs import load_pack
from tests.conversion.conftest import Made
from tests.conversion.parity import FLOW_CASES, PROMPT, Case, assert_parity, pipeline_of
from tests.inference.tiny_pack import cpu_sessions

KIND = "StableDiffusion3Pipeline"


@pytest.mark.parametrize("negative", ["", "blue, blurred"])
@pytest.mark.parametrize("guidance", [1.0, 7.5])
@pytest.mark.parametrize("case", FLOW_CASES, ids=str)
def test_a_draft_and_its_frames_are_those_of_diffusers(
    made: Callable[[str], Made], tmp_path: Path, case: Case, guidance: float, negative: str
) -> None:
    tiny = made("stable_diffusion_3")
    pipeline = pipeline_of(tiny.checkpoint, case, KIND)
    assert_parity(pipeline, tiny.checkpoint, tiny.converted, tmp_path, case, guidance, negative)


@pytest.mark.parametrize("guidance", [1.0, 7.5])
def test_t5_may_be_left_out_as_in_diffusers(made: Callable[[str], Made], tmp_path: Path, guidance: float) -> None:
    tiny, case = made("sd3_without_t5"), FLOW_CASES[0]
    pipeline = pipeline_of(tiny.checkpoint, case, KIND)
    assert_parity(pipeline, tiny.checkpoint, tiny.converted, tmp_path, case, guidance, "blue, blurred")


def test_texts_are_read_as_diffusers_reads_them(made: Callable[[str], Made]) -> None:
    torch, tiny = import_module("torch"), made("stable_diffusion_3")
    pipeline, pack = pipeline_of(tiny.checkpoint, FLOW_CASES[0], KIND), load_pack(tiny.converted)
    for text in (PROMPT, "", "Don't   stop: 42 candles!", "red " * 300, "naïve ÉTÉ"):
        with torch.no_grad():
            states, _, pooled, _ = pipeline.encode_prompt(text, text, text, do_classifier_free_guidance=False)
        ours = encode_text(cpu_sessions(), pack, text)
        np.testing.assert_allclose(ours[pack.encode.output], states.numpy(), atol=1e-5)
        np.testing.assert_allclose(ours[pack.encode.pooled], pooled.numpy(), atol=1e-5)
