# pyright: basic, reportMissingImports=false
"""Models of clips as the tests ask for them: a tiny checkpoint, the reference's pipeline of it, and its schedulers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sora_studio.inference.clip import Floats
from tests.conversion.parity import FLOW_CASES, FLOW_SIGMAS, Case

FLOW = "FlowMatchEulerDiscreteScheduler"
_BY_SIZE = {"use_dynamic_shifting": True, "base_image_seq_len": 1024, "base_shift": 0.95, "max_shift": 2.05}


@dataclass(frozen=True)
class ClipModel:
    """`other` is what the comparison is told of it; `more` what its pipeline is asked beside that, under a guidance."""

    name: str
    kind: str
    cases: tuple[Case, ...]
    other: Mapping[str, Any] = field(default_factory=dict)
    more: Callable[[float], Mapping[str, Any]] = lambda guidance: {}

    def __str__(self) -> str:
        return self.name

    def asked(self, guidance: float) -> dict[str, Any]:
        """All of it, for a clip of nine frames."""
        return {"num_frames": 9, **self.other, **self.more(guidance)}


def as_tokens(clip: Floats) -> Floats:
    """(1, C, F, h, w) as LTX's pipeline keeps it: one token a latent."""
    return clip.reshape(*clip.shape[:2], -1).transpose(0, 2, 1)


def _second(guidance: float) -> Mapping[str, Any]:
    """Of what the guidance is above 1, the second transformer takes two thirds."""
    return {"guidance_scale_2": 1.0 + (guidance - 1.0) * 2.0 / 3.0}


ANIMATE_DIFF = ClipModel(
    "animate_diff",
    "AnimateDiffPipeline",
    (
        Case("EulerDiscreteScheduler", {"beta_schedule": "linear", "timestep_spacing": "leading", "steps_offset": 1}),
        Case("EulerAncestralDiscreteScheduler", {"beta_schedule": "linear"}),
        Case("DPMSolverMultistepScheduler"),
        Case("UniPCMultistepScheduler"),
        Case("LCMScheduler"),
        Case("DDIMScheduler", {"clip_sample": False, "steps_offset": 1}),
    ),
)
LTX = ClipModel(
    "ltx",
    "LTXPipeline",
    (
        Case(FLOW, {**_BY_SIZE, "shift_terminal": 0.1}),
        Case(FLOW, _BY_SIZE),
        # As its distilled models have it.
        Case(FLOW, {"stochastic_sampling": True}),
        Case("UniPCMultistepScheduler", {**FLOW_SIGMAS, "flow_shift": 3.0}),
        Case("UniPCMultistepScheduler", {**FLOW_SIGMAS, "use_dynamic_shifting": True, "shift_terminal": 0.1}),
        Case(FLOW, {"shift": 3.0}),
    ),
    {"size": (64, 32), "packed": as_tokens},
)
LTX_LATER = ClipModel("ltx_later", "LTXConditionPipeline", (Case(FLOW),), LTX.other)
# Nothing in this family heeds the picture's size. Theirs takes sides that are multiples of 16, ours is told the same.
_WAN_CASES = tuple(case for case in FLOW_CASES if "use_dynamic_shifting" not in case.config)
WAN = ClipModel("wan", "WanPipeline", _WAN_CASES, {"size": (48, 32)})
WAN_PAIR = ClipModel("wan_pair", "WanPipeline", _WAN_CASES, {"size": (48, 32)}, _second)
WAN_LATER = ClipModel("wan_later", "WanPipeline", _WAN_CASES[:2], {"size": (96, 64)})
# From a picture.
WAN_PICTURE = ClipModel("wan_picture", "WanImageToVideoPipeline", _WAN_CASES[:2], {"size": (48, 32)})
WAN_PICTURE_PAIR = ClipModel("wan_picture_pair", "WanImageToVideoPipeline", _WAN_CASES[:2], {"size": (48, 32)})
CLIP_MODELS = (ANIMATE_DIFF, LTX, LTX_LATER, WAN, WAN_PAIR, WAN_LATER)
