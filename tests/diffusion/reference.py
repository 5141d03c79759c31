"""Hugging Face diffusers as the reference of our samplers: the installed library, or a recording of what it gave.

The recording is replayed by default, so that the comparison always runs and needs nothing but numpy. The library itself
needs the dependency group `reference` (diffusers==0.42.1, torch, scipy, torchsde):
  pip install --group reference --extra-index-url https://download.pytorch.org/whl/cpu
  pytest tests/diffusion --live-diffusers      compare with the installed library
  pytest tests/diffusion --record-diffusers    do so, and write the recording anew if every test passes
"""

import json
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np
import pytest
from numpy.typing import NDArray

Array = NDArray[np.floating]
Fact = Literal["timesteps", "sigmas", "signal"]

VERSION = "0.42.1"
RECORDING = Path(__file__).parent / f"diffusers_{VERSION.replace('.', '_')}.npz"


@dataclass(frozen=True)
class Question:
    """A scheduler by its class name, and the arguments of its constructor, its `set_timesteps` and its `step`."""

    scheduler: str
    config: Mapping[str, Any]
    set_timesteps: Mapping[str, Any]
    step: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Its name in the recording: all of it, so that a changed question can't be met with an old answer."""
        return json.dumps(asdict(self), sort_keys=True)


class Answer(Protocol):
    """What diffusers has to say about one question, in float32."""

    def fact(self, name: Fact) -> Array:
        """Its timesteps, its sigmas, or the alphas_cumprod of its timesteps."""
        ...

    def states(self, start: Array, outputs: Sequence[Array], noise: Sequence[Array]) -> Array:
        """The state after every step from `start`, given what the model put out and the noise in the order drawn."""
        ...


@dataclass(frozen=True)
class Recorded:
    """An answer from the recording; the states it holds are those for the outputs our samplers had then."""

    held: Mapping[str, Array]

    def fact(self, name: Fact) -> Array:
        return self.held[name]

    def states(self, start: Array, outputs: Sequence[Array], noise: Sequence[Array]) -> Array:
        return self.held["states"]


class Live:
    """An answer from the installed library."""

    def __init__(self, question: Question) -> None:
        self.question = question
        with warnings.catch_warnings(action="ignore"):
            self.scheduler: Any = getattr(library("diffusers"), question.scheduler)(**question.config)
            self.scheduler.set_timesteps(**question.set_timesteps)

    def fact(self, name: Fact) -> Array:
        if name == "signal":
            return self.scheduler.alphas_cumprod[self.scheduler.timesteps].numpy().astype(np.float32)
        return getattr(self.scheduler, name).numpy().astype(np.float32)

    def states(self, start: Array, outputs: Sequence[Array], noise: Sequence[Array]) -> Array:
        state, passed = tensor(start), list[Array]()
        with warnings.catch_warnings(action="ignore"), pytest.MonkeyPatch.context() as patch:
            self._feed(iter(noise), np.ones_like(start), patch)
            for timestep, output in zip(self.scheduler.timesteps, outputs, strict=True):
                state = self.scheduler.step(tensor(output), timestep, state, **self.question.step).prev_sample
                passed.append(np.array(state, np.float32))
        return np.stack(passed)

    def _feed(self, noise: Iterator[Array], spare: Array, patch: pytest.MonkeyPatch) -> None:
        """Make it draw this noise, in order; at weight zero, which changes nothing, it may draw once more."""
        module = sys.modules[type(self.scheduler).__module__]
        if hasattr(module, "randn_tensor"):
            patch.setattr(module, "randn_tensor", lambda *_, **__: tensor(next(noise, spare)))
        if hasattr(module, "BrownianTreeNoiseSampler"):
            # From a step's first sigma to the middle it goes by and the path's increment up to there.
            halves: dict[float, tuple[float, Array]] = {}

            def increment(start: Any, end: Any) -> Any:
                """Unit noise of one Brownian path between two sigmas; the first call of a step goes half-way."""
                high, low = float(start), float(end)
                if high not in halves:
                    halves[high] = low, np.sqrt(high - low) * next(noise)
                    return tensor(halves[high][1] / np.sqrt(high - low))
                middle, half = halves[high]
                return tensor((half + np.sqrt(middle - low) * next(noise)) / np.sqrt(high - low))

            self.scheduler.noise_sampler = increment


@dataclass(frozen=True)
class Noted:
    """A live answer that notes down all it is asked for."""

    live: Live
    held: dict[str, Array]

    def fact(self, name: Fact) -> Array:
        return self.held.setdefault(name, self.live.fact(name))

    def states(self, start: Array, outputs: Sequence[Array], noise: Sequence[Array]) -> Array:
        return self.held.setdefault("states", self.live.states(start, outputs, noise))


# What is held of each question, by its key.
Recording = dict[str, dict[str, Array]]


def recorded(question: Question, recording: Recording) -> Recorded:
    assert question.key in recording, f"{RECORDING.name} doesn't answer {question}; run pytest with --record-diffusers"
    return Recorded(recording[question.key])


def save(recording: Recording) -> None:
    """One float32 vector of every array end to end, and an index of their names and shapes in that order."""
    index = {key: {name: array.shape for name, array in held.items()} for key, held in sorted(recording.items())}
    values = [recording[key][name].ravel() for key, shapes in index.items() for name in shapes]
    text = np.frombuffer(json.dumps(index).encode(), np.uint8)
    np.savez_compressed(RECORDING, index=text, values=np.concatenate(values, dtype=np.float32))


def load() -> Recording:
    with np.load(RECORDING) as file:
        index: dict[str, dict[str, list[int]]] = json.loads(file["index"].tobytes())
        values: Array = file["values"]
    shapes = [shape for held in index.values() for shape in held.values()]
    parts = iter(np.split(values, np.cumsum([np.prod(shape, dtype=int) for shape in shapes])[:-1]))
    return {key: {name: next(parts).reshape(shape) for name, shape in held.items()} for key, held in index.items()}


@cache
def library(name: str) -> Any:
    """Imported by the first test that asks, as it takes seconds."""
    return import_module(name)


def tensor(array: Array) -> Any:
    return library("torch").from_numpy(np.asarray(array, np.float32))
