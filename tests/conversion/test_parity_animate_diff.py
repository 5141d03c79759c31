# pyright: basic, reportMissingImports=false
"""AnimateDiff compared with diffusers' own pipeline."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conversion.conftest import Made
from tests.conversion.parity import Case, assert_parity, pipeline_of

CASES = [
    Case("EulerDiscreteScheduler", {"beta_schedule": "linear", "timestep_spacing": "leading", "steps_offset": 1}),
    Case("EulerAncestralDiscreteScheduler", {"beta_schedule": "linear"}),
    Case("DPMSolverMultistepScheduler"),
    Case("UniPCMultistepScheduler"),
    Case("LCMScheduler"),
    Case("DDIMScheduler", {"clip_sample": False, "steps_offset": 1}),
]


@pytest.mark.parametrize("negative", ["", "blue, blurred"])
@pytest.mark.parametrize("guidance", [1.0, 7.5])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_clip_is_that_of_diffusers(
    made: Callable[[str], Made], tmp_path: Path, case: Case, guidance: float, negative: str
) -> None:
    tiny = made("animate_diff")
    pipeline = pipeline_of(tiny.checkpoint, case, "AnimateDiffPipeline")
    assert_parity(pipeline, tiny.checkpoint, tiny.converted, tmp_path, case, guidance, negative, num_frames=9)
