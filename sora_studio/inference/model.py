"""A loaded model: what it takes and gives, and the one place where it is run and its failures are translated."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from sora_studio.errors import Cancelled, ModelFailed, OutOfMemory, PackError
from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.runtime import (
    DTYPES,
    LOG_NOTHING,
    Array,
    OrtArgument,
    OrtBinding,
    OrtRunOptions,
    OrtSession,
    runtime,
    runtime_errors,
)

NOT_RECORDED = 0
_RECORDING = "gpu_graph_id"
# Each takes memory of the GPU until its session ends: as many as the shapes and models of a film need.
_MOST_RECORDINGS = 16


@dataclass(frozen=True, slots=True)
class TensorShape:
    """An input or output as the file has it; None is a dimension that varies."""

    name: str
    dtype: np.dtype[Any]
    shape: tuple[int | None, ...]

    def __str__(self) -> str:
        sides = ", ".join("any" if side is None else str(side) for side in self.shape)
        return f"{self.name} {self.dtype}({sides})"

    def takes(self, shape: tuple[int, ...]) -> bool:
        """Whether a tensor of `shape` fits."""
        return len(shape) == len(self.shape) and all(
            own in (None, side) for own, side in zip(self.shape, shape, strict=True)
        )


class Model:
    """A session with the names and types of its tensors. Runs are counted; several threads may run it at once.

    One that `captures` records a run the first times it is made, and has the GPU play it from then on with no word from
    the host for each operator (CUDA graphs); `kept` is for those whose tensors such recordings are bound to.
    """

    def __init__(self, session: OrtSession, file: Path, captures: bool = False) -> None:
        self.session = session
        self.file = file
        self.runs = 0
        self.captures = captures
        self.kept: dict[Hashable, Any] = {}
        self._recordings = 0
        self._counting = Lock()
        self._recording = Lock()
        self.inputs = _described(session.get_inputs(), file)
        self.outputs = _described(session.get_outputs(), file)

    def require(self, inputs: Iterable[str], *outputs: str) -> None:
        """Raise PackError unless the file has exactly these inputs, and these outputs ("" for: a single one)."""
        named = set(inputs)
        missing, unfilled = named - self.inputs.keys(), self.inputs.keys() - named
        if missing:
            raise self._mismatch(f"has no input `{min(missing)}`")
        if unfilled:
            raise self._mismatch(f"wants an input `{min(unfilled)}`, which nothing fills")
        for output in outputs:
            if (output and output not in self.outputs) or (not output and len(self.outputs) != 1):
                raise self._mismatch(f"has no output `{output}`" if output else "has several outputs and none is named")

    def output_named(self, name: str) -> TensorShape:
        """The output called `name`, or with "" the only one."""
        return self.outputs[name] if name else next(iter(self.outputs.values()))

    def fitted(self, name: str, array: Array) -> Array:
        """`array` in the type the input `name` has. Raises PackError where its shape doesn't fit."""
        wanted = self.inputs[name]
        if not wanted.takes(array.shape):
            raise self._mismatch(f"can't take a `{name}` of shape {array.shape}")
        return np.ascontiguousarray(array, wanted.dtype)

    def expect_output(self, name: str, shape: tuple[int, ...]) -> TensorShape:
        """The output `name`, able to have `shape`. Raises PackError where it can't."""
        found = self.output_named(name)
        if not found.takes(shape):
            raise self._mismatch(f"can't give a `{found.name}` of shape {shape}")
        return found

    def run_on(self, inputs: Mapping[str, Array], outputs: Sequence[str], cancel: CancelToken) -> list[Array]:
        """Run once on arrays of the host: the outputs of those names, in that order. Raises as `run`, and PackError."""
        options = new_run_options()
        binding = self.session.io_binding()
        for name, array in inputs.items():
            binding.bind_cpu_input(name, self.fitted(name, array))
        for name in outputs:
            binding.bind_output(name)
        with cancel.watch(lambda: setattr(options, "terminate", True)):
            self.run(binding, options, cancel)
        return [value.numpy() for value in binding.get_outputs()]

    def new_recording(self) -> int:
        """A number for the runs of one binding, which must stay what it is; 0 where they aren't captured, or enough
        others are.
        """
        with self._counting:
            if not self.captures or self._recordings == _MOST_RECORDINGS:
                return NOT_RECORDED
            self._recordings += 1
            return self._recordings

    def run(
        self, binding: OrtBinding, options: OrtRunOptions, cancel: CancelToken, recording: int = NOT_RECORDED
    ) -> None:
        """Run once on what is bound. Raises Cancelled when the token ended it, else ModelFailed."""
        with self._counting:
            self.runs += 1
        try:
            if self.captures:
                # Of one session only one run at a time may be recorded or played.
                with self._recording:
                    options.add_run_config_entry(_RECORDING, str(recording or -1))
                    self.session.run_with_iobinding(binding, options)
            else:
                self.session.run_with_iobinding(binding, options)
        except runtime_errors() as error:
            if cancel.cancelled:
                raise Cancelled from None
            raise failure(self.file.name, error) from error

    def _mismatch(self, complaint: str) -> PackError:
        has = (
            f"inputs {'; '.join(map(str, self.inputs.values()))}; outputs {'; '.join(map(str, self.outputs.values()))}"
        )
        is_described = (self.file.parent / "pack.toml").is_file()
        remedy = "Make pack.toml say the same, or install the pack again." if is_described else "Export it again."
        return PackError(f"{self.file.parent.name}: {self.file.name} {complaint}.", f"The file has: {has}. {remedy}")


def new_run_options() -> OrtRunOptions:
    """Fresh ones for each generation, for `terminate` stays set once it was."""
    options = runtime().RunOptions()
    options.log_severity_level = LOG_NOTHING
    # That nothing is recorded, stated: onnxruntime looks it up on every run, and finding nothing costs it 30 µs.
    options.add_run_config_entry(_RECORDING, "-1")
    return options


def _described(arguments: Iterable[OrtArgument], file: Path) -> Mapping[str, TensorShape]:
    found: dict[str, TensorShape] = {}
    for argument in arguments:
        dtype = DTYPES.get(argument.type)
        if dtype is None:
            raise PackError(
                f"{file.name}: `{argument.name}` is a {argument.type}, which no stage can fill or read.",
                "Export the model with float or integer tensors.",
            )
        shape = tuple(side if isinstance(side, int) else None for side in argument.shape)
        found[argument.name] = TensorShape(argument.name, dtype, shape)
    return found


def failure(what: str, error: Exception) -> ModelFailed:
    """What onnxruntime raised while `what` ran, in the user's words."""
    if out_of_memory(error):
        return OutOfMemory(f"There is not enough memory for {what}.", "Close other programs, or make the clip shorter.")
    return ModelFailed(
        f"{what} failed while running: {first_line(error)}", "Try again; if it fails each time, use another pack."
    )


def out_of_memory(error: Exception) -> bool:
    """Whether that is what the message means: onnxruntime has no class for it."""
    signs = ("bad_alloc", "out of memory", "failed to allocate")
    return isinstance(error, MemoryError) or any(sign in str(error).lower() for sign in signs)


def first_line(error: Exception) -> str:
    """The part of a message that is for people."""
    return next(iter(str(error).strip().splitlines()), type(error).__name__)
