"""The mathematics of sampling: noise schedules, samplers as tables of linear combinations, guidance and seeded noise.

Imports numpy and sora_studio.errors, nothing else of the house.
"""

from sora_studio.diffusion.combine import combine
from sora_studio.diffusion.guidance import Guidance, rescaled
from sora_studio.diffusion.loop import sample
from sora_studio.diffusion.noise import noise, shared_noise
from sora_studio.diffusion.prediction import PREDICTIONS, denoised
from sora_studio.diffusion.process import Level, Process
from sora_studio.diffusion.row import NoiseTerm, Plan, Row
from sora_studio.diffusion.samplers import SAMPLERS, plan
from sora_studio.diffusion.schedule import SCHEDULES, Schedule, make_schedule
from sora_studio.diffusion.step_cache import StepCache, Trend

__all__ = [
    "PREDICTIONS",
    "SAMPLERS",
    "SCHEDULES",
    "Guidance",
    "Level",
    "NoiseTerm",
    "Plan",
    "Process",
    "Row",
    "Schedule",
    "StepCache",
    "Trend",
    "combine",
    "denoised",
    "make_schedule",
    "noise",
    "plan",
    "rescaled",
    "sample",
    "shared_noise",
]
