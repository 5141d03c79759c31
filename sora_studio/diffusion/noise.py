"""Seeded noise that is the same, bit for bit, on every machine."""

import hashlib
import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sora_studio.errors import GenerationError

Doubles = NDArray[np.float64]

# Small enough for a block and its intermediates to stay in the processor's cache.
BLOCK = 1 << 15

# Wichura 1988, algorithm AS 241 (PPND16), highest power first: numerator and denominator near the middle, in the tail,
# and in the far tail.
MIDDLE = (
    (2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
     13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608),
    (5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
     5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0),
)  # fmt: skip
TAIL = (
    (7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
     3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734),
    (1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
     0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1.0),
)  # fmt: skip
FAR_TAIL = (
    (2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
     0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772),
    (2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
     0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1.0),
)  # fmt: skip


def noise(seed: int, shape: Sequence[int], stream: int | str = 0) -> NDArray[np.float32]:
    """Unit normal noise, float32, a pure function of its arguments on every device and platform.

    Bits come from Philox 4x64-10 (Salmon et al. 2011), an integer counter keyed by a hash of seed and stream. Each
    64-bit word becomes one normal value by the inverse distribution function, computed in float64 from sums, products,
    quotients and square roots alone: IEEE 754 fixes their last bit, which no library's log, sin or cos promises.
    Value k depends on k alone, so a longer shape begins with the values of a shorter one.
    Raises GenerationError for an empty shape.
    """
    if any(size < 1 for size in shape):
        raise GenerationError(f"Noise can't have the size {tuple(shape)}.", "Every side must be 1 or more.")
    key = hashlib.blake2b(f"sora-noise-1 {seed} {stream!r}".encode(), digest_size=16).digest()
    bits = np.random.Philox(key=int.from_bytes(key, "little"))
    values = np.empty(math.prod(shape), np.float32)
    for start in range(0, values.size, BLOCK):
        block = values[start : start + BLOCK]
        # 52 bits and a half keep every uniform value exact and strictly between 0 and 1.
        uniform = ((bits.random_raw(block.size) >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52
        block[:] = inverse_normal(uniform)
    return values.reshape(shape)


def shared_noise(
    seed: int, frames: int, shape: Sequence[int], correlation: float, stream: int | str = 0, *, first_frame: int = 0
) -> NDArray[np.float32]:
    """Noise for `frames` frames (frames, *shape), any two of them correlated: PYoCo's mixed noise (Ge et al. 2023).

    sqrt(correlation)·shared + sqrt(1 - correlation)·own. A frame's own noise depends on its number alone, so a window
    that begins at `first_frame` sees what the whole clip would.
    Raises GenerationError for a correlation outside 0 to 1 or no frames.
    """
    if not 0.0 <= correlation <= 1.0:
        raise GenerationError(f"A noise correlation of {correlation} is impossible.", "Use a value from 0 to 1.")
    if frames < 1:
        raise GenerationError(f"Noise can't have {frames} frames.", "Ask for 1 frame or more.")
    shared = np.multiply(noise(seed, shape, stream), math.sqrt(correlation), dtype=np.float32)
    weight = math.sqrt(1.0 - correlation)
    numbers = range(first_frame, first_frame + frames)
    own = (noise(seed, shape, f"{stream} frame {number}") for number in numbers)
    return np.stack([shared + np.multiply(weight, frame, dtype=np.float32) for frame in own])


def inverse_normal(uniform: Doubles) -> Doubles:
    """The standard normal quantile of values in (0, 1), good to about 1e-16 relative (Wichura 1988)."""
    centred = uniform - 0.5
    inner = 0.180625 - centred * centred
    values = centred * _ratio(MIDDLE, np.maximum(inner, 0.0))
    outside = inner < 0.0
    side = uniform[outside]
    root = np.sqrt(-exact_log(np.minimum(side, 1.0 - side)))
    tails = np.where(root <= 5.0, _ratio(TAIL, root - 1.6), _ratio(FAR_TAIL, root - 5.0))
    values[outside] = np.copysign(tails, side - 0.5)
    return values


def exact_log(values: Doubles) -> Doubles:
    """ln from IEEE operations only: exponent, then ln m = 2·artanh((m - 1)/(m + 1)) on 0.70 < m < 1.42."""
    mantissa, exponent = np.frexp(values)
    low = mantissa < math.sqrt(0.5)
    mantissa = np.where(low, 2.0 * mantissa, mantissa)
    z = (mantissa - 1.0) / (mantissa + 1.0)
    series = _horner([1.0 / power for power in range(23, 0, -2)], z * z)
    return (exponent - low) * 0.6931471805599453 + 2.0 * z * series


def _ratio(coefficients: tuple[Sequence[float], Sequence[float]], at: Doubles) -> Doubles:
    above, below = coefficients
    return _horner(above, at) / _horner(below, at)


def _horner(coefficients: Sequence[float], at: Doubles) -> Doubles:
    total = np.full_like(at, coefficients[0])
    for coefficient in coefficients[1:]:
        # Two array operations, never one: a fused multiply-add would round differently where the processor has it.
        np.multiply(total, at, out=total)
        np.add(total, coefficient, out=total)
    return total
