# pyright: basic, reportMissingImports=false
"""A pack of which two models draw: which of them has which noise levels, and what is said where one is missing."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sora_studio.errors import PackError
from sora_studio.inference.packs import load_pack
from sora_studio.inference.stage import plan_for
from sora_studio.inference.turns import turns
from tests.conversion.clip_models import WAN_PAIR
from tests.conversion.conftest import Made
from tests.conversion.parity import layout, pipeline_of


def test_the_second_transformer_draws_below_the_boundary(made: Callable[[str], Made]) -> None:
    pack = load_pack(made("wan_pair").converted)
    plan = plan_for(pack.draft.diffusion, pack.draft.diffusion.sampler, 8)
    first, second = turns(pack.draft, plan, 4.0)
    assert min(row.evaluate.timestep for row in first.plan.rows) >= 875
    assert max(row.evaluate.timestep for row in second.plan.rows) < 875
    assert (first.plan.rows + second.plan.rows, second.stage.model) == (plan.rows, pack.draft.models[1])
    assert (first.guidance, second.guidance) == (4.0, 3.0)
    # It refines, too.
    assert pack.refine.model == pack.draft.models[1]
    # A plan that begins below it never loads the first.
    late = replace(plan, rows=second.plan.rows)
    assert [turn.stage.model for turn in turns(pack.draft, late, 4.0)] == [pack.draft.models[1]]


@pytest.mark.parametrize("left_behind", ["transformer_2/model.onnx", "transformer_2"])
def test_a_pair_without_its_second_is_refused(made: Callable[[str], Made], tmp_path: Path, left_behind: str) -> None:
    tiny = made("wan_pair")
    scheduler = pipeline_of(tiny.checkpoint, WAN_PAIR.cases[1], WAN_PAIR.kind).scheduler
    layout(tiny.checkpoint, tiny.converted, tmp_path / "pair", scheduler)
    (tmp_path / "pair" / left_behind).rename(tmp_path / "elsewhere")
    with pytest.raises(PackError, match=r"has no transformer_2/model\.onnx") as caught:
        load_pack(tmp_path / "pair")
    assert "sora-studio packs convert" in caught.value.hint
