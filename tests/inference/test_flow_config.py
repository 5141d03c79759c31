"""What a flow's scheduler_config.json comes to: which levels, told how, and how they heed the picture's size."""

import math
from typing import Any

import numpy as np
import pytest

from sora_studio.diffusion import make_schedule
from sora_studio.diffusion.schedule import Schedule
from sora_studio.errors import PackError
from sora_studio.inference.flow_config import is_flow, read_flow
from sora_studio.inference.size_shift import SizeShift
from sora_studio.inference.toml_table import TomlTable

EULER, UNIPC, DPM = "FlowMatchEulerDiscreteScheduler", "UniPCMultistepScheduler", "DPMSolverMultistepScheduler"


def read(class_name: str, **values: Any) -> tuple[Schedule, SizeShift | None]:
    options, size_shift = read_flow(TomlTable(values, "scheduler_config.json"), class_name)
    return make_schedule("flow", 4, **dict[str, Any](options)), size_shift


def test_euler_ends_at_the_last_level_taught_which_is_shifted_twice() -> None:
    schedule, _ = read(EULER, shift=3.0)
    last = 3 * 0.001 / (1 + 2 * 0.001)
    assert schedule.sigmas[0] == 1.0
    assert schedule.sigmas[3] == pytest.approx(3 * last / (1 + 2 * last))
    np.testing.assert_allclose(schedule.timesteps, 1000 * schedule.sigmas[:-1])


@pytest.mark.parametrize(("class_name", "first"), [(UNIPC, 1 - 1e-6), (DPM, 0.999)])
def test_solvers_that_take_logarithms_begin_below_one_and_tell_whole_timesteps(class_name: str, first: float) -> None:
    schedule, _ = read(class_name, use_flow_sigmas=True)
    assert schedule.sigmas[0] == pytest.approx(first, abs=1e-7)
    assert schedule.sigmas[0] < 1
    assert [timestep % 1 for timestep in schedule.timesteps] == [0.0] * 4


def test_a_schedule_may_be_stretched_to_end_where_it_is_told() -> None:
    schedule, _ = read(EULER, shift_terminal=0.1)
    assert (schedule.sigmas[0], schedule.sigmas[3]) == (1.0, pytest.approx(0.1))


def test_larger_pictures_are_shifted_further() -> None:
    _, shift = read(EULER, use_dynamic_shifting=True, base_shift=0.5, max_shift=1.0)
    assert shift is not None
    assert shift.at(1, 32, 32) == pytest.approx(math.exp(0.5))
    assert shift.at(1, 128, 128) == pytest.approx(math.e)
    assert shift.at(4, 64, 64) == shift.at(1, 128, 128)
    _, straight = read(EULER, use_dynamic_shifting=True, base_shift=0.5, time_shift_type="linear")
    assert straight is not None
    assert straight.at(1, 32, 32) == pytest.approx(0.5)


@pytest.mark.parametrize("key", ["use_karras_sigmas", "invert_sigmas", "scale_factors"])
def test_levels_that_cant_be_made_are_named(key: str) -> None:
    with pytest.raises(PackError, match=key) as caught:
        read(EULER, **{key: True})
    assert "take the line out" in caught.value.message


def test_which_schedulers_are_those_of_flows() -> None:
    assert is_flow(TomlTable({}, ""), EULER)
    assert is_flow(TomlTable({"use_flow_sigmas": True}, ""), UNIPC)
    assert not is_flow(TomlTable({}, ""), UNIPC)
