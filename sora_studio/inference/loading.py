"""One model file to a session on a device, refused in words where that can't be."""

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from sora_studio.errors import DeviceError, PackError
from sora_studio.inference.device import Device
from sora_studio.inference.kept_graphs import KeptGraphs
from sora_studio.inference.model import Model, failure, first_line, out_of_memory
from sora_studio.inference.onnx_header import read_onnx_header
from sora_studio.inference.pack_files import verify
from sora_studio.inference.pack_parts import PackFile
from sora_studio.inference.runtime import LOG_NOTHING, OrtSession, OrtSessionOptions, runtime, runtime_errors

_CUDA = "CUDAExecutionProvider"


@dataclass(frozen=True, slots=True)
class Manner:
    """How models run on a device: on how many threads, and whether those wait awake from operator to operator.

    With `halves_in_full` a CPU runs models in half precision too, calculating in full. Large models are `kept` as they
    were laid out for a CPU. On an NVIDIA GPU a model `captures` its runs, where all of it runs there.
    """

    threads: int
    spinning: bool = False
    halves_in_full: bool = False
    kept: KeptGraphs | None = None
    captures: bool = False


def load(file: PackFile, device: Device, manner: Manner) -> Model:
    """The model of a file that still is what it was. Raises PackError, DeviceError, OutOfMemory."""
    # Again, for the file may have been exchanged since the pack was read; an untouched file is not read twice.
    verify(file)
    # onnxruntime puts casts around what it has no half-precision kernel for, and leaves out those that meet.
    if device.name == "cpu" and not manner.halves_in_full and is_in_half_precision(file):
        name = f"{file.path.parent.name}/{file.path.name}"
        raise PackError(
            f"{name} is in half precision (fp16), which a CPU can't calculate in.",
            "Render on a GPU, or convert the model again without --fp16.",
        )
    if manner.captures and device.provider == _CUDA and (session := _capturing(file, device, manner)):
        return Model(session, file.path, captures=True)
    session = _kept(file, device, manner) or _made(file, device, manner)
    in_use = session.get_providers()[0]
    if in_use != device.provider:
        raise DeviceError(
            f"{device.description} was asked for, but {file.path.name} would run on {in_use}.",
            "Run `sora-studio doctor` to see what is missing, or use --device cpu.",
        )
    return Model(session, file.path)


def is_in_half_precision(file: PackFile) -> bool:
    """Whether the model takes or gives float16, and so calculates in it."""
    return read_onnx_header(file.path).is_half


def _capturing(file: PackFile, device: Device, manner: Manner) -> OrtSession | None:
    """Of a model whose runs can be recorded; None where a part of it would run on the host."""
    recorded = replace(device, options=(*device.options, ("enable_cuda_graph", "1")))
    try:
        return _session(file.path, recorded, _options(manner))
    except runtime_errors() as error:
        if out_of_memory(error):
            raise failure(file.path.name, error) from error
        return None


def _kept(file: PackFile, device: Device, manner: Manner) -> OrtSession | None:
    """Of what was kept of the model; None where nothing is, or nothing that can be used."""
    graph = manner.kept.find(file) if manner.kept and device.name == "cpu" else None
    if manner.kept is None or graph is None:
        return None
    options = _options(manner)
    options.graph_optimization_level = runtime().GraphOptimizationLevel.ORT_DISABLE_ALL
    try:
        return _session(graph, device, options)
    except runtime_errors() as error:
        if out_of_memory(error):
            raise failure(file.path.name, error) from error
        manner.kept.drop(file)
        return None


def _made(file: PackFile, device: Device, manner: Manner) -> OrtSession:
    """Of the file itself, kept from now on if it is worth it."""
    if manner.kept and device.name == "cpu":
        options = _options(manner)
        # What can't be kept, for the disk is full or not ours, is loaded nevertheless.
        with suppress(OSError, *runtime_errors()), manner.kept.keeping(file, options):
            return _session(file.path, device, options)
    try:
        return _session(file.path, device, _options(manner))
    except runtime_errors() as error:
        if out_of_memory(error):
            raise failure(file.path.name, error) from error
        raise PackError(
            f"{file.path.parent.name}: {file.path.name} can't be loaded on {device.description}: {first_line(error)}",
            "Install the pack again." if device.name == "cpu" else "Install the pack again, or try --device cpu.",
        ) from error


def _session(model: Path, device: Device, options: OrtSessionOptions) -> OrtSession:
    # By path: a model loaded from bytes reads its external weights from the current directory.
    return runtime().InferenceSession(str(model), options, device.providers, enable_fallback=0)


def _options(manner: Manner) -> OrtSessionOptions:
    options = runtime().SessionOptions()
    options.log_severity_level = LOG_NOTHING
    options.intra_op_num_threads = manner.threads
    options.inter_op_num_threads = 1
    options.use_deterministic_compute = True
    # Threads that spin between operators starve a window.
    options.add_session_config_entry("session.intra_op.allow_spinning", "1" if manner.spinning else "0")
    return options
