"""Tensors on a device, the one operation between model runs, Σ weights[i]·tensors[i], and how far two lie apart."""

import sys
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal, Protocol

import numpy as np

from sora_studio.inference.combine_model import combine_model
from sora_studio.inference.device import Device
from sora_studio.inference.distance_model import distance_model
from sora_studio.inference.model import failure
from sora_studio.inference.pair_models import parted_model, twice_model
from sora_studio.inference.runtime import (
    LOG_NOTHING,
    Array,
    OrtBinding,
    OrtSession,
    OrtValue,
    runtime,
    runtime_errors,
)

_Operation = Literal["combine", "distance", "twice", "parted"]
# On two cores, with a U-Net of Stable Diffusion's size, a pair took 0.89 of two runs with latents of 8 x 8, 0.90 with
# 16 x 16, 0.99 with 32 x 32 or more, and twice the memory.
_PAIRS_ON_A_PROCESSOR = 4 * 24 * 24


class Buffer(Protocol):
    """A tensor that stays where it is, so that it can be bound once; `value` is what a session is given."""

    @property
    def value(self) -> OrtValue: ...

    @property
    def dtype(self) -> np.dtype[Any]: ...

    def write(self, array: Array) -> None:
        """Put `array`, of the buffer's shape and type, into it."""
        ...

    def read(self) -> Array:
        """Its content on the host: true until the next write or run, so copy what is kept."""
        ...


class DeviceMath(Protocol):
    """What a sampling loop needs of a device. A model run that works on more numbers at once than `pairs_up_to` gains
    nothing by being given two samples together.
    """

    @property
    def pairs_up_to(self) -> int: ...

    def buffer(self, array: Array) -> Buffer:
        """A new buffer that holds `array`, contiguous."""
        ...

    def combine(self, weights: Sequence[float], tensors: Sequence[Buffer], out: Buffer) -> None:
        """out = Σ weights[i]·tensors[i], summed from left to right; `out` must be none of the tensors."""
        ...

    def distance(self, a: Buffer, b: Buffer) -> float:
        """The mean of |a - b|."""
        ...

    def twice(self, tensor: Buffer, out: Buffer) -> None:
        """`tensor` (1, ...) and once more behind it on the first axis, (2, ...), into `out`."""
        ...

    def parted(self, pair: Buffer, outs: Sequence[Buffer]) -> None:
        """A pair (2, ...) into two buffers (1, ...)."""
        ...


def math_on(device: Device) -> DeviceMath:
    """The arithmetic of a device: numpy on the host, a small model elsewhere."""
    return HostMath() if device.on_host else ModelMath(device)


class HostBuffer:
    """A numpy array a session reads and writes without a copy."""

    __slots__ = ("array", "value")

    def __init__(self, array: Array) -> None:
        self.array = np.array(array, order="C")
        self.value = runtime().OrtValue.ortvalue_from_numpy(self.array)

    @property
    def dtype(self) -> np.dtype[Any]:
        return self.array.dtype

    def write(self, array: Array) -> None:
        np.copyto(self.array, array, casting="same_kind")

    def read(self) -> Array:
        return self.array


class HostMath:
    """numpy, without a temporary but one that is kept."""

    pairs_up_to = _PAIRS_ON_A_PROCESSOR

    def __init__(self) -> None:
        self._scratch: Array = np.empty(0, np.float32)

    def buffer(self, array: Array) -> HostBuffer:
        return HostBuffer(array)

    def combine(self, weights: Sequence[float], tensors: Sequence[Buffer], out: Buffer) -> None:
        total = out.read()
        np.multiply(tensors[0].read(), weights[0], out=total)
        if len(tensors) == 1:
            return
        scratch = self._scratch_like(total)
        for weight, tensor in zip(weights[1:], tensors[1:], strict=True):
            np.multiply(tensor.read(), weight, out=scratch)
            np.add(total, scratch, out=total)

    def distance(self, a: Buffer, b: Buffer) -> float:
        scratch = self._scratch_like(a.read())
        np.subtract(a.read(), b.read(), out=scratch)
        return float(np.abs(scratch, out=scratch).mean(dtype=np.float64))

    def twice(self, tensor: Buffer, out: Buffer) -> None:
        out.read()[...] = tensor.read()

    def parted(self, pair: Buffer, outs: Sequence[Buffer]) -> None:
        for part, out in zip(pair.read(), outs, strict=True):
            np.copyto(out.read()[0], part)

    def _scratch_like(self, array: Array) -> Array:
        if self._scratch.shape != array.shape or self._scratch.dtype != array.dtype:
            self._scratch = np.empty_like(array)
        return self._scratch


class DeviceBuffer:
    """Memory of the device; only `write` and `read` move data to it and from it."""

    __slots__ = ("dtype", "value")

    def __init__(self, array: Array, device: Device) -> None:
        self.dtype = array.dtype
        try:
            self.value = runtime().OrtValue.ortvalue_from_numpy(
                np.array(array, order="C"), device_type=device.memory, device_id=device.index
            )
        except runtime_errors() as error:
            raise failure("a clip of this size", error) from error

    def write(self, array: Array) -> None:
        self.value.update_inplace(np.ascontiguousarray(array, self.dtype))

    def read(self) -> Array:
        return self.value.numpy()


class ModelMath:
    """All of it as little models on the device itself: per step, only weights go there, only a distance comes back."""

    pairs_up_to = sys.maxsize

    def __init__(self, device: Device) -> None:
        self._device = device
        self._bound: dict[tuple[str, int, str], tuple[OrtSession, OrtBinding]] = {}
        self._held: dict[tuple[tuple[int, ...], str], DeviceBuffer] = {}

    def buffer(self, array: Array) -> DeviceBuffer:
        return DeviceBuffer(array, self._device)

    def combine(self, weights: Sequence[float], tensors: Sequence[Buffer], out: Buffer) -> None:
        held = self._holding((len(weights),), out.dtype)
        held.write(np.array(weights))
        given = {f"x{term}": tensor for term, tensor in enumerate(tensors)}
        self._run("combine", out.dtype, {**given, "weights": held}, {"combined": out}, terms=len(tensors))

    def distance(self, a: Buffer, b: Buffer) -> float:
        told = self._holding((), a.dtype)
        self._run("distance", a.dtype, {"a": a, "b": b}, {"distance": told})
        return float(told.read())

    def twice(self, tensor: Buffer, out: Buffer) -> None:
        self._run("twice", out.dtype, {"x0": tensor}, {"both": out})

    def parted(self, pair: Buffer, outs: Sequence[Buffer]) -> None:
        self._run("parted", pair.dtype, {"both": pair}, {f"x{at}": out for at, out in enumerate(outs)})

    def _holding(self, shape: tuple[int, ...], dtype: np.dtype[Any]) -> DeviceBuffer:
        """A small buffer of that shape and type, the same each time."""
        key = (shape, str(dtype))
        if key not in self._held:
            self._held[key] = self.buffer(np.zeros(shape, dtype))
        return self._held[key]

    def _run(
        self,
        operation: _Operation,
        dtype: np.dtype[Any],
        given: Mapping[str, Buffer],
        made: Mapping[str, Buffer],
        terms: int = 0,
    ) -> None:
        key = (operation, terms, str(dtype))
        if key not in self._bound:
            session = _little_session(self._device, *key)
            self._bound[key] = session, session.io_binding()
        session, binding = self._bound[key]
        for name, buffer in given.items():
            binding.bind_ortvalue_input(name, buffer.value)
        for name, buffer in made.items():
            binding.bind_ortvalue_output(name, buffer.value)
        try:
            session.run_with_iobinding(binding)
        except runtime_errors() as error:
            raise failure("a step's arithmetic", error) from error


@lru_cache(maxsize=64)
def _little_session(device: Device, operation: _Operation, terms: int, dtype: str) -> OrtSession:
    models = {"distance": distance_model, "twice": twice_model, "parted": parted_model}
    model = combine_model(terms, dtype) if operation == "combine" else models[operation](dtype)
    options = runtime().SessionOptions()
    options.log_severity_level = LOG_NOTHING
    return runtime().InferenceSession(model, options, device.providers, enable_fallback=0)
