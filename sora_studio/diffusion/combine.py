"""The one operation every step of every sampler is made of."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sora_studio.errors import GenerationError

Floats = NDArray[np.floating]


def combine(weights: Sequence[float], tensors: Sequence[Floats]) -> Floats:
    """Σ weights[i]·tensors[i] in the tensors' own type. Raises GenerationError unless counts and shapes agree."""
    if not tensors or len(weights) != len(tensors):
        raise GenerationError(f"{len(weights)} weights can't be combined with {len(tensors)} tensors.")
    shapes = {tensor.shape for tensor in tensors}
    if len(shapes) > 1:
        found = ", ".join(str(shape) for shape in sorted(shapes))
        raise GenerationError(f"Tensors of different sizes can't be combined: {found}.")
    total = np.multiply(tensors[0], tensors[0].dtype.type(weights[0]))
    for weight, tensor in zip(weights[1:], tensors[1:], strict=True):
        if weight:
            total += tensor.dtype.type(weight) * tensor
    return total
