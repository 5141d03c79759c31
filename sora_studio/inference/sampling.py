"""The sampling loop on a device: the rows of a plan, a model whose inputs are bound once, latents that stay there."""

from collections import deque
from collections.abc import Callable, Generator, Hashable
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from sora_studio.diffusion import Level, Plan, Row, denoised
from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.device_math import Buffer, DeviceMath
from sora_studio.inference.guided import Constants, Denoising, guided
from sora_studio.inference.last_output import LastOutput
from sora_studio.inference.model import Model, new_run_options
from sora_studio.inference.runtime import Array, OrtRunOptions

NoiseFor = Callable[[int | str], Array]
OnRow = Callable[[Buffer, bool], None]

START = "start"


@contextmanager
def sampling(
    model: Model, arithmetic: DeviceMath, denoising: Denoising, shape: tuple[int, ...]
) -> "Generator[Sampler]":
    """A sampler for the block; where a model's runs are recorded, the one whose tensors they are bound to.

    Raises PackError where the model can't take a tensor.
    """
    if not model.captures:
        yield Sampler(model, arithmetic, denoising, shape)
        return
    asked = _asked_alike(denoising, shape)
    sampler = model.kept.pop(asked, None)
    if isinstance(sampler, Sampler):
        sampler.renew(denoising)
    else:
        sampler = Sampler(model, arithmetic, denoising, shape)
    try:
        yield sampler
    finally:
        model.kept[asked] = sampler


def _asked_alike(denoising: Denoising, shape: tuple[int, ...]) -> Hashable:
    """The same for runs that differ in numbers alone."""
    sides = [
        tuple((name, array.shape) for name, array in sorted(each.items()))
        for each in (denoising.constants, denoising.unguided)
    ]
    return shape, *sides, denoising.guidance.scale == 1.0, denoising.cache


@dataclass(frozen=True, slots=True)
class Past:
    """What a run has passed through and goes on from, newest first: states, and what D was."""

    states: tuple[Array, ...]
    estimates: tuple[Array, ...]


class Sampler:
    """One model at one shape. Its tensors are made and bound once and serve every run.

    Raises PackError where the model can't take a tensor.
    """

    def __init__(self, model: Model, arithmetic: DeviceMath, denoising: Denoising, shape: tuple[int, ...]) -> None:
        self.shape = shape
        self._math = arithmetic
        self._about = denoising
        model.expect_output(denoising.output, shape)
        self._blank = model.fitted(denoising.sample, np.zeros(shape, np.float32))
        self._guided = guided(model, arithmetic, denoising, shape)
        self._last = LastOutput(arithmetic, denoising.cache, self._new) if denoising.cache.threshold else None
        self._scaled: Buffer | None = None
        self._noise: list[Buffer] = []
        self._states: deque[Buffer] = deque()
        self._estimates: deque[Buffer] = deque()

    def renew(self, denoising: Denoising) -> None:
        """Serve runs that are asked for in the same way, with other values."""
        self._about = denoising
        self._guided.renew(denoising)

    def set_constants(self, arrays: Constants) -> None:
        """Give constants of the runs to come other values of the same shapes."""
        self._guided.set_constants(arrays)

    def run(
        self,
        plan: Plan,
        noise_for: NoiseFor,
        cancel: CancelToken,
        on_row: OnRow | None = None,
        begin: Array | None = None,
        past: Past | None = None,
    ) -> Array:
        """The finished state of the plan, true until the next run. Raises Cancelled, GenerationError.

        `noise_for(stream)` gives unit noise of the sampler's shape, for START and for each stream of the plan;
        `on_row` is given D after each model evaluation, and whether that was left out. A run from `begin`, not from
        noise alone, starts with that noised to the plan's first level; one that goes on from another sampler's `past`
        draws no noise to begin with.
        """
        self._reserve(plan)
        options = new_run_options()
        states, estimates = self._states, self._estimates
        if past is None:
            self._begin(plan, noise_for, begin)
        else:
            for own, other in ((states, past.states), (estimates, past.estimates)):
                for buffer, array in zip(own, other, strict=False):
                    buffer.write(array)
        if self._last is not None:
            self._last.begin(len(plan.rows))
        with cancel.watch(lambda: setattr(options, "terminate", True)):
            for row in plan.rows:
                cancel.check()
                left_out = self._estimate(row.evaluate, states[0], estimates[-1], options, cancel)
                estimates.rotate(1)
                self._step(row, noise_for)
                if on_row is not None:
                    on_row(estimates[0], left_out)
            cancel.check()
        return states[0].read()

    @property
    def past(self) -> Past:
        """What the last run has passed through, as far as it is held."""
        states, estimates = ([buffer.read().copy() for buffer in held] for held in (self._states, self._estimates))
        return Past(tuple(states), tuple(estimates))

    def _begin(self, plan: Plan, noise_for: NoiseFor, begin: Array | None) -> None:
        """The plan's first state."""
        states, estimates = self._states, self._estimates
        self._put_noise(0, noise_for(START))
        if begin is None:
            self._math.combine((plan.initial_scale,), (self._noise[0],), states[0])
        else:
            # The first estimate is made after this, so its place is free.
            estimates[0].write(np.ascontiguousarray(begin, estimates[0].dtype))
            first = plan.rows[0].evaluate
            self._math.combine((first.alpha, first.sigma), (estimates[0], self._noise[0]), states[0])

    def _step(self, row: Row, noise_for: NoiseFor) -> None:
        """x' into the oldest state's place; newest first in both queues."""
        weights = [*row.keep, *row.pull]
        tensors = [self._states[k] for k in range(len(row.keep))]
        tensors += [self._estimates[k] for k in range(len(row.pull))]
        for place, term in enumerate(row.noise):
            self._put_noise(place, noise_for(term.stream))
            weights.append(term.weight)
            tensors.append(self._noise[place])
        # What weighs nothing costs as much as the rest, and many rows have such terms.
        used = [index for index, weight in enumerate(weights) if weight] or [0]
        self._math.combine([weights[i] for i in used], [tensors[i] for i in used], self._states[-1])
        self._states.rotate(1)

    def _estimate(
        self, level: Level, state: Buffer, estimate: Buffer, options: OrtRunOptions, cancel: CancelToken
    ) -> bool:
        """D at `level` into `estimate`; whether what the model gave last was taken over for it."""
        about = self._about
        model_input = state if level.input_scale == 1.0 else self._scaled_input(level, state)
        with_prompt, without_prompt = about.guidance.weights(level)
        on_state, on_output = denoised(about.prediction, level.alpha, level.sigma)
        guidance = [with_prompt, without_prompt] if without_prompt else [with_prompt]
        sides = len(guidance)
        weights, tensors = [on_output * weight for weight in guidance], [*self._guided.outputs[:sides]]
        before = None if self._last is None else self._last.standing_for(model_input, sides)
        if before is None:
            self._guided.run(level.timestep, model_input, sides, options, cancel)
            if self._last is not None:
                self._last.keep(model_input, guidance, tensors)
        else:
            # Output - input is what is taken over, and the weights of guidance add up to 1.
            weights += [on_output, -on_output]
            tensors += [model_input, before]
        if on_state:
            weights.append(on_state)
            tensors.append(state)
        self._math.combine(weights, tensors, estimate)
        return before is not None

    def _scaled_input(self, level: Level, state: Buffer) -> Buffer:
        self._scaled = self._scaled or self._new()
        self._math.combine((level.input_scale,), (state,), self._scaled)
        return self._scaled

    def _reserve(self, plan: Plan) -> None:
        # One more state than a row reads, for the new one is written beside those it is made from.
        while len(self._states) <= plan.states_kept:
            self._states.append(self._new())
        while len(self._estimates) < plan.estimates_kept:
            self._estimates.append(self._new())

    def _put_noise(self, place: int, noise: Array) -> None:
        if place == len(self._noise):
            self._noise.append(self._new())
        self._noise[place].write(noise)

    def _new(self) -> Buffer:
        return self._math.buffer(self._blank)
