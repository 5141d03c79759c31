"""Tensors on a device, the one operation between model runs, Σ weights[i]·tensors[i], and how far two lie apart."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Protocol

import numpy as np

from sora_studio.inference.combine_model import combine_model
from sora_studio.inference.device import Device
from sora_studio.inference.distance_model import distance_model
from sora_studio.inference.model import failure
from sora_studio.inference.runtime import (
    LOG_NOTHING,
    Array,
    OrtBinding,
    OrtSession,
    OrtValue,
    runtime,
    runtime_errors,
)


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
    """What a sampling loop needs of a device."""

    def buffer(self, array: Array) -> Buffer:
        """A new buffer that holds `array`, contiguous."""
        ...

    def combine(self, weights: Sequence[float], tensors: Sequence[Buffer], out: Buffer) -> None:
        """out = Σ weights[i]·tensors[i], summed from left to right; `out` must be none of the tensors."""
        ...

    def distance(self, a: Buffer, b: Buffer) -> float:
        """The mean of |a - b|."""
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
    """Both as little models on the device itself: per step, only weights go there, only a distance comes back."""

    def __init__(self, device: Device) -> None:
        self._device = device
        self._bound: dict[tuple[int, str], tuple[OrtSession, OrtBinding, DeviceBuffer]] = {}
        self._told: dict[str, tuple[OrtSession, OrtBinding, DeviceBuffer]] = {}

    def buffer(self, array: Array) -> DeviceBuffer:
        return DeviceBuffer(array, self._device)

    def combine(self, weights: Sequence[float], tensors: Sequence[Buffer], out: Buffer) -> None:
        key = (len(tensors), str(out.dtype))
        if key not in self._bound:
            session = _combine_session(self._device, *key)
            self._bound[key] = session, session.io_binding(), self.buffer(np.zeros(len(tensors), out.dtype))
        session, binding, held = self._bound[key]
        held.write(np.array(weights))
        binding.bind_ortvalue_input("weights", held.value)
        for term, tensor in enumerate(tensors):
            binding.bind_ortvalue_input(f"x{term}", tensor.value)
        binding.bind_ortvalue_output("combined", out.value)
        _run(session, binding)

    def distance(self, a: Buffer, b: Buffer) -> float:
        dtype = str(a.dtype)
        if dtype not in self._told:
            session = _distance_session(self._device, dtype)
            self._told[dtype] = session, session.io_binding(), self.buffer(np.zeros((), a.dtype))
        session, binding, told = self._told[dtype]
        binding.bind_ortvalue_input("a", a.value)
        binding.bind_ortvalue_input("b", b.value)
        binding.bind_ortvalue_output("distance", told.value)
        _run(session, binding)
        return float(told.read())


def _run(session: OrtSession, binding: OrtBinding) -> None:
    try:
        session.run_with_iobinding(binding)
    except runtime_errors() as error:
        raise failure("a step's arithmetic", error) from error


@lru_cache(maxsize=32)
def _combine_session(device: Device, terms: int, dtype: str) -> OrtSession:
    return _little_session(device, combine_model(terms, dtype))


@lru_cache(maxsize=4)
def _distance_session(device: Device, dtype: str) -> OrtSession:
    return _little_session(device, distance_model(dtype))


def _little_session(device: Device, model: bytes) -> OrtSession:
    options = runtime().SessionOptions()
    options.log_severity_level = LOG_NOTHING
    return runtime().InferenceSession(model, options, device.providers, enable_fallback=0)
