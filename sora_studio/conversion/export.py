# pyright: basic, reportMissingImports=false
"""One part to one ONNX file, and how far what that gives is from what torch gives."""

import logging
import warnings
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from torch import nn

from sora_studio.conversion.compare import difference, given
from sora_studio.conversion.lighten import WEIGHTS_SUFFIX, fused, quantised
from sora_studio.conversion.part import TIMESTEP, Inputs, Part
from sora_studio.conversion.recipe import PartDone, Recipe
from sora_studio.errors import PackError
from sora_studio.inference.model import first_line
from sora_studio.inference.runtime import runtime_errors

OPSET = 18
# A message of protobuf has 31 bits for its length.
_LARGEST_FILE_BYTES = 1_800_000_000
# Equal graphs were seen to differ by 2e-5; half precision keeps three digits.
_BAR, _HALF_BAR = 1e-3, 3e-2
# Text encoders of random weights were seen at 2e-2 to 4e-2.
_INT8_BAR = 5e-2

Differs = Callable[[Path], float]


def export_part(part: Part, target: Path, recipe: Recipe) -> PartDone:
    """Write the part's ONNX file, compared with torch in full at each size.

    Raises PackError where they differ too much; what only makes it lighter is left out then, and told.
    """
    traced = _twice(part.inputs) if part.batched else part.inputs
    checked = [inputs for inputs in (traced, part.other_inputs) if inputs is not None]
    with torch.no_grad():
        wanted = [given(part.module(**inputs)) for inputs in checked]
    half = recipe.precision == "half" and not part.keeps_precision

    def differs(model: Path) -> float:
        return max(difference(model, _fitted(inputs, half), out) for inputs, out in zip(checked, wanted, strict=True))

    precise = part.module.half() if half else part.module
    _export(precise, _fitted(traced, half), part, target)
    worst, bar = differs(target), _HALF_BAR if half else _BAR
    if not worst <= bar:
        raise PackError(
            f"{part.name} can't be converted: what ONNX gives differs from torch by {worst:.2g} of the largest value.",
            "Convert without --fp16." if half else "Please report the model's name.",
        )
    done = PartDone(part.name, target, worst, "half" if half else "full")
    if recipe.optimise:
        done = _lightened(done, fused, differs, bar, "fused operators", replace(done, is_fused=True))
    if recipe.precision == "int8":
        done = _lightened(done, quantised, differs, _INT8_BAR, "int8", replace(done, precision="int8"))
    return done


def _lightened(
    done: PartDone, lighten: Callable[[Path, Path], bool], differs: Differs, bar: float, what: str, then: PartDone
) -> PartDone:
    """The part in a lighter form in its place, `then`; as it was where that changes nothing, or too much."""
    with TemporaryDirectory(prefix="lighter-", dir=done.file.parent) as folder, _silence():
        # Of the same name, for a large model names the file its weights lie in.
        lighter = Path(folder) / done.file.name
        try:
            if not lighten(done.file, lighter):
                return done
            worst = differs(lighter)
        except (RuntimeError, ValueError, *runtime_errors()) as error:
            return replace(done, left_out=(*done.left_out, f"no {what}, which can't be had: {first_line(error)}"))
        if not worst <= bar:
            return replace(done, left_out=(*done.left_out, f"no {what}, which would differ by {worst:.2g}"))
        done.file.with_name(done.file.name + WEIGHTS_SUFFIX).unlink(missing_ok=True)
        for written in Path(folder).iterdir():
            written.replace(done.file.with_name(written.name))
    return replace(then, difference=worst)


def _export(module: nn.Module, inputs: Inputs, part: Part, target: Path) -> None:
    vary = torch.export.Dim.DYNAMIC
    batch = (0,) if part.batched else ()
    varying = {name: (*batch, *part.varying.get(name, ())) for name in inputs}
    shapes = {name: dict.fromkeys(axes, vary) if axes else None for name, axes in varying.items()}
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


def _twice(inputs: Inputs) -> Inputs:
    """Two samples at once, not alike: an axis of one is taken to be always one."""
    return {name: torch.cat([value, value.flip(-1)]) for name, value in inputs.items()}


def _fitted(inputs: Inputs, half: bool) -> Inputs:
    # The largest timesteps have no half-way points in half precision.
    return {
        name: value.half() if half and value.is_floating_point() and name != TIMESTEP else value
        for name, value in inputs.items()
    }


@contextmanager
def _silence() -> Generator[None]:
    """What the libraries say while they work is for their makers."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings(action="ignore"):
            yield
    finally:
        logging.disable(before)
