# pyright: basic, reportMissingImports=false
"""What both trainers share: low-precision weights with exact masters, the clock, checkpoints."""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import torch
from torch import Tensor, nn

ModelT = TypeVar("ModelT", bound=nn.Module)


class Masters:
    """Working weights in bfloat16, masters in fp32 under AdamW, and their moving average.

    CPUs multiply bfloat16 several times faster than fp32; a step too small for its 8 bits is kept by the masters.
    """

    def __init__(self, model: nn.Module, *, average: float = 0.999, weight_decay: float = 0.01) -> None:
        self.parameters = list(model.parameters())
        self.exact = [p.detach().clone().float() for p in self.parameters]
        self.averaged = [p.clone() for p in self.exact]
        self.average = average
        self.steps = 0
        model.to(torch.bfloat16)
        model.to(memory_format=torch.channels_last)  # pyright: ignore[reportCallIssue]
        self.optimizer = torch.optim.AdamW(self.exact, 1e-3, betas=(0.9, 0.99), weight_decay=weight_decay, foreach=True)

    def step(self, learning_rate: float, clip: float = 1.0) -> float:
        """One update from the gradients the working weights hold; returns their norm before clipping."""
        for exact, working in zip(self.exact, self.parameters, strict=True):
            exact.grad = None if working.grad is None else working.grad.float()
            working.grad = None
        norm = torch.nn.utils.clip_grad_norm_([p for p in self.exact if p.grad is not None], clip)
        if not torch.isfinite(norm):
            return float(norm)
        for group in self.optimizer.param_groups:
            group["lr"] = learning_rate
        self.optimizer.step()
        self.steps += 1
        self._publish()
        decay = min(self.average, (1 + self.steps) / (10 + self.steps))
        torch._foreach_lerp_(self.averaged, self.exact, 1 - decay)  # pyright: ignore[reportPrivateImportUsage]
        return float(norm)

    def averaged_into(self, model: ModelT) -> ModelT:
        """Copies the moving average into a fp32 `model`, for sampling and export."""
        return averaged_model(model, self.averaged)

    def state(self) -> dict[str, Any]:
        return {
            "exact": self.exact,
            "averaged": self.averaged,
            "optimizer": self.optimizer.state_dict(),
            "steps": self.steps,
        }

    def restore(self, state: dict[str, Any]) -> None:
        for ours, theirs in ((self.exact, state["exact"]), (self.averaged, state["averaged"])):
            for target, source in zip(ours, theirs, strict=True):
                target.copy_(source)
        self.optimizer.load_state_dict(state["optimizer"])
        self.steps = state["steps"]
        self._publish()

    def _publish(self) -> None:
        with torch.no_grad():
            working = [p.data for p in self.parameters]
            torch._foreach_copy_(working, self.exact)  # pyright: ignore[reportPrivateImportUsage]


@dataclass(slots=True)
class Clock:
    """How much of the training time is spent, over all sittings."""

    minutes: float
    spent_before: float = 0.0
    started: float = field(default_factory=time.monotonic)
    last_save: float = field(default_factory=time.monotonic)
    last_sheet: float = field(default_factory=time.monotonic)

    @property
    def spent(self) -> float:
        return self.spent_before + (time.monotonic() - self.started) / 60

    @property
    def progress(self) -> float:
        return self.spent / self.minutes

    def due(self, what: str, every_minutes: float) -> bool:
        """True once per `every_minutes`; `what` is "save" or "sheet"."""
        name = f"last_{what}"
        now = time.monotonic()
        if now - getattr(self, name) < every_minutes * 60:
            return False
        setattr(self, name, now)
        return True


def learning_rate(peak: float, step: int, progress: float, warmup: int = 150) -> float:
    """Linear warm-up, then half a cosine over the training time down to a fiftieth."""
    cosine = 0.5 * (1 + math.cos(math.pi * min(1.0, progress)))
    return peak * min(1.0, (step + 1) / warmup) * (0.02 + 0.98 * cosine)


class Smooth:
    """A running mean of named losses for the log."""

    def __init__(self) -> None:
        self.values: dict[str, float] = {}

    def add(self, name: str, value: float) -> None:
        self.values[name] = 0.98 * self.values.get(name, value) + 0.02 * value

    def __str__(self) -> str:
        return "  ".join(f"{name} {value:.4f}" for name, value in self.values.items())


def save(file: Path, masters: Masters, clock: Clock, seen: dict[str, int], extra: dict[str, Any]) -> None:
    """Writes a checkpoint; a half-written one never takes the name of a whole one."""
    partial = file.with_suffix(".partial")
    torch.save({"masters": masters.state(), "spent": clock.spent, "seen": seen, **extra}, partial)
    partial.replace(file)


def restore(file: Path, masters: Masters, clock: Clock, seen: dict[str, int]) -> None:
    """Continues where an earlier sitting stopped, when there was one."""
    if not file.exists():
        return
    state = torch.load(file, weights_only=True)
    masters.restore(state["masters"])
    clock.spent_before = state["spent"]
    seen.update(state["seen"])
    print(f"continuing {file.name}: {seen}, {clock.spent_before:.1f} minutes spent", flush=True)


def averaged_model(model: ModelT, averaged: Sequence[Tensor]) -> ModelT:
    with torch.no_grad():
        for target, source in zip(model.parameters(), averaged, strict=True):
            target.copy_(source)
    return model.eval()


def choose_device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")
