# pyright: basic, reportMissingImports=false
"""How far what an ONNX file gives is from what torch gives."""

from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from sora_studio.conversion.part import Inputs
from sora_studio.inference.runtime import LOG_NOTHING, runtime


def given(outputs: Tensor | tuple[Tensor, ...]) -> list[np.ndarray]:
    """What a module gives, as arrays."""
    return [each.numpy() for each in (outputs if isinstance(outputs, tuple) else (outputs,))]


def difference(model: Path, inputs: Inputs, wanted: list[np.ndarray]) -> float:
    """The largest, as a share of the largest number wanted; on the CPU. Not a number where the model gives one."""
    options = runtime().SessionOptions()
    options.log_severity_level = LOG_NOTHING
    options.intra_op_num_threads = torch.get_num_threads()
    session = runtime().InferenceSession(str(model), options, [("CPUExecutionProvider", {})], enable_fallback=0)
    found = session.run(None, {name: value.numpy() for name, value in inputs.items()})
    shares = [
        np.abs(ours.astype(np.float32) - w).max() / np.abs(w).max() for ours, w in zip(found, wanted, strict=True)
    ]
    return float(np.max(shares))
