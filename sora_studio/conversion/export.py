# pyright: basic, reportMissingImports=false
"""One part to one ONNX file, and how far what that gives is from what torch gives."""

import logging
import warnings
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from sora_studio.conversion.part import TIMESTEP, Inputs, Part
from sora_studio.errors import PackError
from sora_studio.inference.model import first_line
from sora_studio.inference.runtime import LOG_NOTHING, runtime

OPSET = 18
# A message of protobuf has 31 bits for its length.
_LARGEST_FILE_BYTES = 1_800_000_000
# Equal graphs were seen to differ by 2e-5; half precision keeps three digits.
_BAR, _HALF_BAR = 1e-3, 3e-2


def export_part(part: Part, target: Path, *, half: bool) -> float:
    """Write the part's ONNX file; its largest difference from torch, as a share of torch's largest number.

    Each size is compared, and half precision with torch in full. Raises PackError where they differ too much.
    """
    checked = [inputs for inputs in (part.inputs, part.other_inputs) if inputs is not None]
    with torch.no_grad():
        wanted = [_given(part.module(**inputs)) for inputs in checked]
    precise = part.module.half() if half else part.module
    _export(precise, _fitted(part.inputs, half), part, target)
    worst = max(
        _difference(target, _fitted(inputs, half), outputs) for inputs, outputs in zip(checked, wanted, strict=True)
    )
    if not worst <= (_HALF_BAR if half else _BAR):
        raise PackError(
            f"{part.name} can't be converted: what ONNX gives differs from torch by {worst:.2g} of the largest value.",
            "Convert without --fp16." if half else "Please report the model's name.",
        )
    return worst


def _export(module: nn.Module, inputs: Inputs, part: Part, target: Path) -> None:
    vary = torch.export.Dim.DYNAMIC
    shapes = {name: dict.fromkeys(part.varying[name], vary) if name in part.varying else None for name in inputs}
    weights_bytes = sum(each.numel() * each.element_size() for each in module.parameters())
    try:
        with _silence():
            torch.onnx.export(
                module,
                (),
                str(target),
                kwargs=inputs,
                input_names=list(inputs),
                output_names=list(part.outputs),
                dynamic_shapes=shapes,
                opset_version=OPSET,
                external_data=weights_bytes > _LARGEST_FILE_BYTES,
                dynamo=True,
                verbose=False,
            )
    except torch.onnx.OnnxExporterError as error:
        raise PackError(
            f"{part.name} can't be written as ONNX: {first_line(error)}", "Please report the model's name."
        ) from error


def _given(outputs: Tensor | tuple[Tensor, ...]) -> list[np.ndarray]:
    return [each.numpy() for each in (outputs if isinstance(outputs, tuple) else (outputs,))]


def _difference(model: Path, inputs: Inputs, wanted: list[np.ndarray]) -> float:
    options = runtime().SessionOptions()
    options.log_severity_level = LOG_NOTHING
    options.intra_op_num_threads = torch.get_num_threads()
    session = runtime().InferenceSession(str(model), options, [("CPUExecutionProvider", {})], enable_fallback=0)
    found = session.run(None, {name: value.numpy() for name, value in inputs.items()})
    return max(
        float(np.abs(ours.astype(np.float32) - theirs).max() / np.abs(theirs).max())
        for ours, theirs in zip(found, wanted, strict=True)
    )


def _fitted(inputs: Inputs, half: bool) -> Inputs:
    # The largest timesteps have no half-way points in half precision.
    return {
        name: value.half() if half and value.is_floating_point() and name != TIMESTEP else value
        for name, value in inputs.items()
    }


@contextmanager
def _silence() -> Generator[None]:
    """What the exporter says while it works is for its makers."""
    log = logging.getLogger("torch.onnx")
    before = log.level
    log.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings(action="ignore"):
            yield
    finally:
        log.setLevel(before)
