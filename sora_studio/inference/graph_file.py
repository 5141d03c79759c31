"""An ONNX file with no pack.toml: its tensors are found by the names exporters use, and by their shapes."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from sora_studio.errors import PackError
from sora_studio.inference.onnx_header import Shape, read_onnx_header
from sora_studio.inference.pack_files import found_model
from sora_studio.inference.pack_parts import PackFile

EXPORT_AGAIN = "Export it again, with optimum-cli export onnx or sora-studio packs convert."
SAME_MODEL = "Take both parts from the same model."


@dataclass(frozen=True, slots=True)
class GraphFile:
    """A checked model, its tensors by name with their shapes (None a side that varies), and the name to call it by."""

    file: PackFile
    name: str
    inputs: Mapping[str, Shape]
    outputs: Mapping[str, Shape]

    def input(self, *names: str, rank: int = 0) -> str:
        """The first of `names` the model takes, of `rank` axes; 0 for any. Raises PackError."""
        return self._tensor("input", names, self.inputs, rank)

    def output(self, *names: str, rank: int = 0) -> str:
        """The first of `names` the model gives, of `rank` axes; 0 for any. Raises PackError."""
        return self._tensor("output", names, self.outputs, rank)

    def side(self, tensor: str, axis: int) -> int | None:
        """How long the tensor is on that axis; None where that varies, or isn't said."""
        shape = self.inputs.get(tensor) or self.outputs.get(tensor) or ()
        return shape[axis] if -len(shape) <= axis < len(shape) else None

    def agree(self, tensor: str, axis: int, size: int | None, whose: str) -> None:
        """Raise PackError where a side is fixed, and is another than what `whose` other model gives."""
        own = self.side(tensor, axis)
        if own is not None and size is not None and own != size:
            self.refuse(f"takes `{tensor}` {own} wide, and {whose} gives {size}", SAME_MODEL)

    def refuse(self, complaint: str, hint: str = EXPORT_AGAIN) -> NoReturn:
        """Raise the PackError."""
        raise PackError(f"{self.name} {complaint}.", hint)

    def refuse_other_inputs(self, *known: str) -> None:
        """Raise PackError for an input this program wouldn't fill."""
        for name in self.inputs:
            if name not in known:
                self.refuse(f"wants an input `{name}`, which a pipeline of its kind doesn't have")

    def _tensor(self, kind: str, names: tuple[str, ...], tensors: Mapping[str, Shape], rank: int) -> str:
        found = next((name for name in names if name in tensors), None)
        if found is None:
            self.refuse(f"has no {kind} `{names[0]}`; it has {', '.join(tensors) or 'none'}")
        shape = tensors[found]
        # A file needn't say the shapes of its tensors.
        if rank and shape and len(shape) != rank:
            sides = "x".join("any" if side is None else str(side) for side in shape)
            self.refuse(f"has an {kind} `{found}` of {len(shape)} axes ({sides}), and {rank} are wanted")
        return found


def read_graph(folder: Path, file: str, name: str) -> GraphFile:
    """The model `file` in `folder`, called `name` in what is said of it. Raises PackError."""
    model = found_model(folder, file, name)
    header = read_onnx_header(model.path)
    return GraphFile(model, name, header.inputs, header.outputs)
