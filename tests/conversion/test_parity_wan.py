# pyright: basic, reportMissingImports=false
"""Wan compared with diffusers' own pipeline."""

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from sora_studio.errors import PackError
from sora_studio.inference.encode import encode_text
from sora_studio.inference.packs import load_pack
from sora_studio.inference.stage import plan_for
from sora_studio.inference.turns import turns
from tests.conversion.conftest import Made
from tests.conversion.parity import FLOW_CASES, PROMPT, Case, assert_parity, layout, pipeline_of
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


@pytest.mark.parametrize("negative", ["", "blue, blurred"])
@pytest.mark.parametrize("guidance", [1.0, 7.5])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_clip_of_two_transformers_in_turn_is_that_of_diffusers(
    made: Callable[[str], Made], tmp_path: Path, case: Case, guidance: float, negative: str
) -> None:
    tiny = made("wan_pair")
    pipeline = pipeline_of(tiny.checkpoint, case, KIND)
    # Of what the guidance is above 1, the second takes two thirds.
    second = 1.0 + (guidance - 1.0) * 2.0 / 3.0
    asked = (pipeline, tiny.checkpoint, tiny.converted, tmp_path, case, guidance, negative)
    assert_parity(*asked, size=SIZE, num_frames=9, guidance_scale_2=second)


def test_the_second_transformer_draws_below_the_boundary(made: Callable[[str], Made]) -> None:
    pack = load_pack(made("wan_pair").converted)
    plan = plan_for(pack.draft.diffusion, pack.draft.diffusion.sampler, 8)
    first, second = turns(pack.draft, plan, 4.0)
    assert min(row.evaluate.timestep for row in first.plan.rows) >= 875
    assert max(row.evaluate.timestep for row in second.plan.rows) < 875
    assert (first.plan.rows + second.plan.rows, second.stage.model) == (plan.rows, pack.draft.models[1])
    assert (first.guidance, second.guidance) == (4.0, 3.0)
    # A plan that begins below it never loads the first.
    late = replace(plan, rows=second.plan.rows)
    assert [turn.stage.model for turn in turns(pack.draft, late, 4.0)] == [pack.draft.models[1]]


@pytest.mark.parametrize("left_behind", ["transformer_2/model.onnx", "transformer_2"])
def test_a_pair_without_its_second_is_refused(made: Callable[[str], Made], tmp_path: Path, left_behind: str) -> None:
    tiny = made("wan_pair")
    scheduler = pipeline_of(tiny.checkpoint, CASES[1], KIND).scheduler
    layout(tiny.checkpoint, tiny.converted, tmp_path / "pair", scheduler)
    (tmp_path / "pair" / left_behind).rename(tmp_path / "elsewhere")
    with pytest.raises(PackError, match=r"has no transformer_2/model\.onnx") as caught:
        load_pack(tmp_path / "pair")
    assert "sora-studio packs convert" in caught.value.hint


def test_texts_are_read_as_diffusers_reads_them(made: Callable[[str], Made]) -> None:
    torch, tiny = import_module("torch"), made("wan")
    pipeline, pack = pipeline_of(tiny.checkpoint, CASES[0], KIND), load_pack(tiny.converted)
    for text in (PROMPT, "", "Don't stop: 42 candles!", "red " * 600, "naïve ÉTÉ"):
        with torch.no_grad():
            states, _ = pipeline.encode_prompt(text, do_classifier_free_guidance=False, max_sequence_length=512)
        ours = encode_text(cpu_sessions(), pack, text)
        np.testing.assert_allclose(ours[pack.encode.output], states.numpy(), atol=5e-5)
