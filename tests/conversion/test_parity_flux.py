# pyright: basic, reportMissingImports=false
"""Flux compared with diffusers' own pipeline: the model that is told the guidance, and the one that isn't."""

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

KIND = "FluxPipeline"
# The pipeline hands DPM-Solver++ levels it doesn't take.
CASES = [case for case in FLOW_CASES if not case.scheduler.startswith("DPM")]


@pytest.mark.parametrize("guidance", [1.0, 7.5])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_guidance_that_is_told_draws_as_in_diffusers(
    made: Callable[[str], Made], tmp_path: Path, case: Case, guidance: float
) -> None:
    tiny = made("flux")
    pipeline = pipeline_of(tiny.checkpoint, case, KIND)
    assert_parity(pipeline, tiny.checkpoint, tiny.converted, tmp_path, case, guidance, "")


@pytest.mark.parametrize("negative", ["", "blue, blurred"])
@pytest.mark.parametrize("guidance", [1.0, 7.5])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_model_that_is_told_none_is_guided_as_in_diffusers(
    made: Callable[[str], Made], tmp_path: Path, case: Case, guidance: float, negative: str
) -> None:
    tiny = made("flux_schnell")
    pipeline = pipeline_of(tiny.checkpoint, case, KIND)
    asked = {"true_cfg_scale": guidance, "negative_prompt": negative, "max_sequence_length": 256}
    assert_parity(pipeline, tiny.checkpoint, tiny.converted, tmp_path, case, guidance, negative, **asked)


def test_texts_are_read_as_diffusers_reads_them(made: Callable[[str], Made]) -> None:
    torch, tiny = import_module("torch"), made("flux")
    pipeline, pack = pipeline_of(tiny.checkpoint, FLOW_CASES[0], KIND), load_pack(tiny.converted)
    for text in (PROMPT, "", "Don't   stop: 42 candles!", "red " * 600, "naïve ÉTÉ"):
        with torch.no_grad():
            states, pooled, _ = pipeline.encode_prompt(text, text)
        ours = encode_text(cpu_sessions(), pack, text)
        np.testing.assert_allclose(ours[pack.encode.output], states.numpy(), atol=5e-5)
        np.testing.assert_allclose(ours["pooler_output"], pooled.numpy(), atol=5e-5)
