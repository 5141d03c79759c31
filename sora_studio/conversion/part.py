# pyright: basic, reportMissingImports=false, reportPrivateImportUsage=false
"""A part of a pipeline as a torch module of plain tensors, with inputs to trace it by and to check it with.

What is read is settings and safetensors: no pickle, and no code that comes with a checkpoint.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from torch import Tensor, nn

from sora_studio.conversion.checkpoint import weights_variant
from sora_studio.errors import PackError
from sora_studio.inference.model import first_line
from sora_studio.inference.pipeline_folder import COPY_AGAIN

TIMESTEP = "timestep"
# Sides of latents: one to trace with, and one to check that sides may vary; upright, so that they aren't mixed up.
SIDES, OTHER_SIDES = (16, 24), (32, 16)
# Where latents are cut into tokens of 2 x 2: odd numbers of those, for half of such a number is easily exported wrong.
ODD_SIDES = (30, 18)
Inputs = dict[str, Tensor]


@dataclass(frozen=True)
class Part:
    """A part of a pipeline by the name of its folder there, such as unet or refiner/unet.

    `varying` names the axes that may be of any length, `keeps_precision` where half precision would overflow.
    A `batched` one draws several samples at once: the first axis of each input is how many.
    """

    name: str
    module: nn.Module
    inputs: Inputs
    outputs: tuple[str, ...]
    other_inputs: Inputs | None = None
    varying: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    keeps_precision: bool = False
    batched: bool = False


class Wrapped(nn.Module):
    """A module that calls a library's model with plain tensors, and gives plain tensors back."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model: Any = model


def loaded(kind: Any, folder: Path, part: str) -> Any:
    """The model of a part in float32, from its safetensors. Raises PackError."""
    variant = weights_variant(folder, part)
    options = {"use_safetensors": True, "local_files_only": True}
    try:
        model = kind.from_pretrained(folder / part, variant=variant, **options)
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        raise PackError(f"The checkpoint's {part} can't be read: {first_line(error)}", COPY_AGAIN) from error
    return model.float().eval().requires_grad_(False)
