# pyright: basic, reportMissingImports=false
"""Wan compared with diffusers' own pipeline."""

import json
import shutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from sora_studio.errors import PackError
from sora_studio.inference.encode import encode_text
from sora_studio.inference.packs import load_pack
from tests.conversion.conftest import Made
from tests.conversion.parity import FLOW_CASES, PROMPT, Case, assert_parity, pipeline_of
from tests.inference.tiny_pack import cpu_sessions

KIND = "WanPipeline"
# Nothing in this family heeds the picture's size.
CASES = [case for case in FLOW_CASES if "use_dynamic_shifting" not in case.config]
# Theirs takes sides that are multiples of 16, ours is told the same.
SIZE = (48, 32)


@pytest.mark.parametrize("negative", ["", "blue, blurred"])
@pytest.mark.parametrize("guidance", [1.0, 7.5])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_clip_is_that_of_diffusers(
    made: Callable[[str], Made], tmp_path: Path, case: Case, guidance: float, negative: str
) -> None:
    tiny = made("wan")
    pipeline = pipeline_of(tiny.checkpoint, case, KIND)
    assert_parity(
        pipeline, tiny.checkpoint, tiny.converted, tmp_path, case, guidance, negative, size=SIZE, num_frames=9
    )


@pytest.mark.parametrize("guidance", [1.0, 7.5])
def test_a_clip_of_the_later_model_is_that_of_diffusers(
    made: Callable[[str], Made], tmp_path: Path, guidance: float
) -> None:
    tiny = made("wan_later")
    pipeline = pipeline_of(tiny.checkpoint, CASES[1], KIND)
    asked = (pipeline, tiny.checkpoint, tiny.converted, tmp_path, CASES[1], guidance, "blue, blurred")
    assert_parity(*asked, size=(96, 64), num_frames=9)


def test_two_transformers_are_refused_with_what_can_be_used(made: Callable[[str], Made], tmp_path: Path) -> None:
    index = Path(shutil.copytree(made("wan").checkpoint, tmp_path / "pair")) / "model_index.json"
    index.write_text(json.dumps({**json.loads(index.read_text()), "boundary_ratio": 0.875}))
    with pytest.raises(PackError, match=r"pair/model_index.json: a Wan 2.2 of two transformers") as caught:
        load_pack(index.parent)
    assert "the 5B model" in caught.value.hint


def test_texts_are_read_as_diffusers_reads_them(made: Callable[[str], Made]) -> None:
    torch, tiny = import_module("torch"), made("wan")
    pipeline, pack = pipeline_of(tiny.checkpoint, CASES[0], KIND), load_pack(tiny.converted)
    for text in (PROMPT, "", "Don't stop: 42 candles!", "red " * 600, "naïve ÉTÉ"):
        with torch.no_grad():
            states, _ = pipeline.encode_prompt(text, do_classifier_free_guidance=False, max_sequence_length=512)
        ours = encode_text(cpu_sessions(), pack, text)
        np.testing.assert_allclose(ours[pack.encode.output], states.numpy(), atol=5e-5)
