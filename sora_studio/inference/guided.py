"""What a model makes of a state with the prompt and, under guidance, without: in turn, or both in one run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np

from sora_studio.diffusion import Guidance, StepCache
from sora_studio.errors import OutOfMemory
from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.device_math import Buffer, DeviceMath
from sora_studio.inference.model import Model
from sora_studio.inference.runtime import Array, OrtBinding, OrtRunOptions

Constants = Mapping[str, Array]

_NO_GUIDANCE, _NO_CACHE = Guidance(), StepCache()
_BOTH = 2


@dataclass(frozen=True, slots=True)
class Denoising:
    """How a model is asked for D: its tensors by name, what it predicts, and how hard the prompt pulls.

    `constants` are the inputs that keep their value for a whole run, `unguided` those of them that differ where the
    model runs without the prompt. `takes_batches` says that the first axis of all of them counts what is drawn at once.
    """

    sample: str
    timestep: str
    output: str
    prediction: str
    constants: Constants
    unguided: Constants = field(default_factory=dict[str, Array])
    guidance: Guidance = _NO_GUIDANCE
    cache: StepCache = _NO_CACHE
    takes_batches: bool = False


class Guided(Protocol):
    """A model at one shape, its tensors bound once. `outputs` are with the prompt, and without where it is guided."""

    @property
    def outputs(self) -> Sequence[Buffer]: ...

    def set_constants(self, arrays: Constants) -> None:
        """Give constants of the runs to come other values of the same shapes."""
        ...

    def renew(self, asked: Denoising) -> None:
        """Serve another run, that differs in the values of its constants alone."""
        ...

    def run(self, timestep: float, state: Buffer, sides: int, options: OrtRunOptions, cancel: CancelToken) -> None:
        """Fill the first `sides` of the outputs. Raises Cancelled, ModelFailed."""
        ...


def guided(model: Model, arithmetic: DeviceMath, asked: Denoising, shape: tuple[int, ...]) -> Guided:
    """Both sides in one run where the model takes them so and that is faster. Raises PackError."""
    together = runs_together(asked.guidance.scale, shape, arithmetic.pairs_up_to) and _takes_pairs(model, asked, shape)
    return (Together if together else InTurn)(model, arithmetic, asked, shape)


def runs_together(guidance: float, shape: tuple[int, ...], pairs_up_to: int) -> bool:
    """Whether that is faster, if it can be done: for a processor soon has its hands full with one side."""
    return guidance != 1.0 and int(np.prod(shape)) <= pairs_up_to


def _takes_pairs(model: Model, asked: Denoising, shape: tuple[int, ...]) -> bool:
    """Whether all of it can be there twice, side by side on the first axis."""
    if not asked.takes_batches or shape[0] != 1:
        return False
    sides_alike = all(asked.constants[name].shape == array.shape for name, array in asked.unguided.items())
    specs = [model.inputs[name] for name in (asked.sample, *asked.constants)]
    tensors = [*specs, model.output_named(asked.output)]
    return sides_alike and all(tensor.shape[:1] == (None,) for tensor in tensors)


class _Timestep:
    """The time of the noise, told to a model in the shape and type it wants."""

    def __init__(self, model: Model, arithmetic: DeviceMath, name: str, count: int) -> None:
        told = model.inputs[name]
        self._whole = told.dtype.kind == "i"
        self._now = np.zeros([side or count for side in told.shape], told.dtype)
        self.buffer = arithmetic.buffer(self._now)

    def tell(self, timestep: float) -> None:
        self._now[...] = round(timestep) if self._whole else timestep
        self.buffer.write(self._now)


class InTurn:
    """A run for each side, on the state where it lies; into `outputs`, where those are there already."""

    def __init__(
        self,
        model: Model,
        arithmetic: DeviceMath,
        asked: Denoising,
        shape: tuple[int, ...],
        outputs: Sequence[Buffer] = (),
    ) -> None:
        self._model, self._asked = model, asked
        self._timestep = _Timestep(model, arithmetic, asked.timestep, 1)
        blank = model.fitted(asked.sample, np.zeros(shape, np.float32))
        sides = 1 if asked.guidance.scale == 1.0 else _BOTH
        self.outputs = outputs or [arithmetic.buffer(blank) for _ in range(sides)]

        def buffers(arrays: Constants) -> dict[str, Buffer]:
            return {name: arithmetic.buffer(model.fitted(name, array)) for name, array in arrays.items()}

        self._constants = buffers(asked.constants)
        self._unguided = {**self._constants, **buffers(asked.unguided)}
        self._math = arithmetic
        # A recorded run reads from one place.
        self._state = arithmetic.buffer(blank) if model.captures else None
        self._bindings: dict[tuple[int, int], tuple[OrtBinding, int]] = {}

    def set_constants(self, arrays: Constants) -> None:
        for name, array in arrays.items():
            self._constants[name].write(self._model.fitted(name, array))

    def renew(self, asked: Denoising) -> None:
        self.set_constants(asked.constants)
        for name, array in asked.unguided.items():
            self._unguided[name].write(self._model.fitted(name, array))

    def run(self, timestep: float, state: Buffer, sides: int, options: OrtRunOptions, cancel: CancelToken) -> None:
        self._timestep.tell(timestep)
        if self._state is not None:
            self._math.combine((1.0,), (state,), self._state)
            state = self._state
        for side in range(sides):
            binding, recording = self._binding(state, side)
            self._model.run(binding, options, cancel, recording)

    def _binding(self, state: Buffer, side: int) -> tuple[OrtBinding, int]:
        """The binding with the prompt (side 0) or without (1) for one of the few buffers a state can lie in; and the
        number its recording goes by.
        """
        key = (id(state), side)
        found = self._bindings.get(key)
        if found is None:
            constants = self._unguided if side else self._constants
            binding = _bound(self._model, self._asked, constants, state, self._timestep.buffer, self.outputs[side])
            found = self._bindings[key] = binding, self._model.new_recording()
        return found


class Together:
    """One run for both sides: the state twice, beside constants with the prompt and without.

    Where that takes more memory than there is, the sides are made in turn from then on.
    """

    def __init__(self, model: Model, arithmetic: DeviceMath, asked: Denoising, shape: tuple[int, ...]) -> None:
        self._model, self._math, self._asked, self._shape = model, arithmetic, asked, shape
        self._timestep = _Timestep(model, arithmetic, asked.timestep, _BOTH)
        blank = model.fitted(asked.sample, np.zeros((_BOTH, *shape[1:]), np.float32))
        self._states, self._made = arithmetic.buffer(blank), arithmetic.buffer(blank)
        self.outputs = [arithmetic.buffer(blank[:1]) for _ in range(_BOTH)]
        self._constants = {name: arithmetic.buffer(self._pair(name, array)) for name, array in asked.constants.items()}
        self._binding = _bound(model, asked, self._constants, self._states, self._timestep.buffer, self._made)
        self._recording = model.new_recording()
        self._in_turn: InTurn | None = None

    def renew(self, asked: Denoising) -> None:
        self._asked = asked
        self.set_constants(asked.constants)
        if self._in_turn is not None:
            self._in_turn.renew(asked)

    def set_constants(self, arrays: Constants) -> None:
        self._asked = replace(self._asked, constants={**self._asked.constants, **arrays})
        for name, array in arrays.items():
            self._constants[name].write(self._pair(name, array))
        if self._in_turn is not None:
            self._in_turn.set_constants(arrays)

    def run(self, timestep: float, state: Buffer, sides: int, options: OrtRunOptions, cancel: CancelToken) -> None:
        if self._in_turn is None:
            self._timestep.tell(timestep)
            self._math.twice(state, self._states)
            try:
                self._model.run(self._binding, options, cancel, self._recording)
            except OutOfMemory:
                self._in_turn = InTurn(self._model, self._math, self._asked, self._shape, self.outputs)
            else:
                self._math.parted(self._made, self.outputs)
                return
        self._in_turn.run(timestep, state, sides, options, cancel)

    def _pair(self, name: str, array: Array) -> Array:
        """With the prompt, and behind it without."""
        return self._model.fitted(name, np.concatenate([array, self._asked.unguided.get(name, array)]))


def _bound(
    model: Model,
    asked: Denoising,
    constants: Mapping[str, Buffer],
    state: Buffer,
    timestep: Buffer,
    output: Buffer,
) -> OrtBinding:
    binding = model.session.io_binding()
    for name, buffer in constants.items():
        binding.bind_ortvalue_input(name, buffer.value)
    binding.bind_ortvalue_input(asked.sample, state.value)
    binding.bind_ortvalue_input(asked.timestep, timestep.value)
    binding.bind_ortvalue_output(model.output_named(asked.output).name, output.value)
    return binding
