"""Every sampler by name, and the plan of a run.

The papers this package cites, by their arXiv numbers: Ho et al. 2020 2006.11239; Song et al. 2021 (DDIM) 2010.02502;
Meng et al. 2022 2108.01073; Rombach et al. 2022 2112.10752; Salimans and Ho 2022 2202.00512; Karras et al. 2022
2206.00364; Lu et al. 2022 2206.00927, 2022b 2211.01095; Ho and Salimans 2022 2207.12598; Liu et al. 2023 2209.03003;
Lipman et al. 2023 2210.02747; Zhao et al. 2023 2302.04867; Song et al. 2023 2303.01469; Ge et al. 2023 2305.10474; Lin
et al. 2024 2305.08891; Luo et al. 2023 2310.04378; Zheng et al. 2024 2402.19159; Esser et al. 2024 2403.03206;
Kynkäänniemi et al. 2024 2404.07724; Nichol and Dhariwal 2021 2102.09672; Pernias et al. 2024 2306.00637.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any

from sora_studio.diffusion.consistency import lcm, tcd
from sora_studio.diffusion.first_order import ddim, ddpm, euler, euler_ancestral
from sora_studio.diffusion.linear_multistep import lms
from sora_studio.diffusion.multistep import dpmpp_2m, dpmpp_2m_sde, dpmpp_3m_sde
from sora_studio.diffusion.names import choose, options_of, refuse_unknown
from sora_studio.diffusion.row import Plan, Row
from sora_studio.diffusion.schedule import Schedule
from sora_studio.diffusion.single_step import dpmpp_2s_ancestral, dpmpp_sde
from sora_studio.diffusion.two_stage import dpm2, heun
from sora_studio.diffusion.unipc import unipc
from sora_studio.errors import GenerationError

# From a schedule, and keyword options, to the rows of a run.
SamplerFunction = Callable[..., tuple[Row, ...]]

SAMPLERS: Mapping[str, SamplerFunction] = {
    "euler": euler,
    "euler_ancestral": euler_ancestral,
    "heun": heun,
    "dpm2": dpm2,
    "dpmpp_2m": dpmpp_2m,
    "dpmpp_2m_sde": dpmpp_2m_sde,
    "dpmpp_2s_ancestral": dpmpp_2s_ancestral,
    "dpmpp_sde": dpmpp_sde,
    "dpmpp_3m_sde": dpmpp_3m_sde,
    "lms": lms,
    "ddim": ddim,
    "ddpm": ddpm,
    "unipc": unipc,
    "lcm": lcm,
    "tcd": tcd,
    "flow_euler": euler,
}


def plan(sampler: str, schedule: Schedule, **options: Any) -> Plan:
    """The whole run as rows; `options` are the sampler's keyword parameters (eta).

    Raises GenerationError for an unknown sampler or option, or an eta outside 0 to 1.
    """
    function = choose("sampler", sampler, SAMPLERS)
    refuse_unknown(f"The sampler {sampler}", options, options_of(function))
    eta = options.get("eta", 0.0)
    if not 0.0 <= eta <= 1.0:
        raise GenerationError(f"The sampler {sampler} can't use eta {eta}.", "Use 0 (no fresh noise) to 1.")
    first = schedule.levels[0]
    # The noisiest level of a picture with unit variance; exactly noise where nothing of the picture is left.
    spread = math.hypot(first.alpha, first.sigma)
    return Plan(sampler, schedule.steps, spread, function(schedule, **options))
