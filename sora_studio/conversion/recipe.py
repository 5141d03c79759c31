"""How a checkpoint is converted."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Precision = Literal["full", "half", "int8"]


@dataclass(frozen=True, slots=True)
class Lora:
    """What a model was taught beside its weights, in safetensors, and how much of it is wanted."""

    file: Path
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Recipe:
    """The precision of the weights, whether ONNX Runtime's own fused operators are used, and the LoRAs merged."""

    precision: Precision = "full"
    optimise: bool = False
    loras: tuple[Lora, ...] = ()


@dataclass(frozen=True, slots=True)
class PartDone:
    """A part is exported; `difference` is its largest from torch, as a share of torch's largest number.

    `left_out` says which of what the recipe asks for it is without, and why.
    """

    name: str
    file: Path
    difference: float
    precision: Precision = "full"
    is_fused: bool = False
    left_out: tuple[str, ...] = ()
