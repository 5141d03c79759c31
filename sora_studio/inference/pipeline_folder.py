"""A folder in the layout of diffusers and Optimum: model_index.json, and a folder of its own for each part."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from sora_studio.errors import PackError
from sora_studio.inference.graph_file import GraphFile, read_graph
from sora_studio.inference.pack_files import found_file
from sora_studio.inference.pack_parts import PackFile
from sora_studio.inference.toml_table import TomlTable

MODEL_INDEX = "model_index.json"
COPY_AGAIN = "Copy or download the folder again; it must be complete."
CONVERT = (
    "Copy the folder again, whole; a PyTorch checkpoint has to be converted: "
    "sora-studio packs convert CHECKPOINT_FOLDER --out PACK_FOLDER"
)

_MAX_JSON_BYTES = 1 << 20
# The line of a model card's front matter that names the licence (huggingface.co/docs/hub/model-cards).
_LICENCE = re.compile(r"\A---\n(?:.*\n)*?license:\s*([^\n#]+)")
# Optimum and the first ONNX pipelines of diffusers put their own word before the class.
_WRAPPERS = ("ORT", "Onnx")


@dataclass(frozen=True, slots=True)
class PipelineFolder:
    """The folder `root`; `place` says where the ONNX file of a part lies, as (folder, name)."""

    root: Path
    place: Callable[[str], tuple[Path, str]]

    @property
    def class_name(self) -> str:
        """Which pipeline the parts belong to, as diffusers calls it."""
        name = self.settings(MODEL_INDEX).text("_class_name")
        return next((name.removeprefix(each) for each in _WRAPPERS if name.startswith(each)), name)

    def settings(self, name: str) -> TomlTable:
        """The JSON file `name`, each value asked for by kind. Raises PackError where it isn't there, or isn't JSON."""
        file = f"{self.root.name}/{name}"
        try:
            with (self.root / name).open("rb") as content:
                text = content.read(_MAX_JSON_BYTES + 1)
            if len(text) > _MAX_JSON_BYTES:
                raise PackError(f"{file} is over 1 MB, which no such file is.", COPY_AGAIN)
            values: object = json.loads(text)
        except FileNotFoundError as error:
            raise self.lacks(name) from error
        except OSError as error:
            raise PackError(f"{file} can't be read: {error.strerror}.", COPY_AGAIN) from error
        except (ValueError, RecursionError) as error:
            raise PackError(f"{file} is not JSON: {error}.", COPY_AGAIN) from error
        if not isinstance(values, dict):
            raise PackError(f"{file} holds no settings.", COPY_AGAIN)
        # null stands for: not set; two of them, for a part that was left out.
        told = cast(Mapping[str, object], values).items()
        table = {key: value for key, value in told if value is not None and value != [None, None]}
        return TomlTable(table, file)

    def settings_if_there(self, name: str) -> TomlTable:
        """As `settings`, empty where the file isn't there."""
        return self.settings(name) if (self.root / name).is_file() else TomlTable({}, f"{self.root.name}/{name}")

    def settings_of(self, *parts: str) -> TomlTable:
        """The config.json of the first of these parts that has one: the first ONNX folders had none."""
        named = [f"{part}/config.json" for part in parts]
        return self.settings_if_there(next((name for name in named if (self.root / name).is_file()), named[0]))

    def has_graph(self, part: str) -> bool:
        """Whether the ONNX model of a part is there, which some may do without."""
        folder, name = self.place(part)
        return (folder / name).is_file()

    def graph(self, part: str) -> GraphFile:
        """The ONNX model of a part. Raises PackError."""
        folder, name = self.place(part)
        if not (folder / name).is_file():
            raise self.lacks(f"{part}/model.onnx", CONVERT)
        return read_graph(folder, name, f"{part}/{name}")

    def lacks(self, what: str, hint: str = COPY_AGAIN) -> PackError:
        """The error for a file that isn't there."""
        return PackError(f"The model folder “{self.root.name}” has no {what}.", hint)

    def file(self, name: str) -> PackFile | None:
        """A file by its name within the folder; None where it isn't there."""
        return found_file(self.root / name) if (self.root / name).is_file() else None

    @property
    def licence(self) -> str:
        """As the model card states it."""
        try:
            with (self.root / "README.md").open(encoding="utf-8") as card:
                found = _LICENCE.match(card.read(1 << 16))
        except (OSError, UnicodeDecodeError):
            found = None
        return found[1].strip() if found else "not stated in the folder"


def pipeline_folder(root: Path) -> PipelineFolder:
    """A folder as Optimum writes it: the model of each part is PART/model.onnx."""
    return PipelineFolder(root, lambda part: (root / part, "model.onnx"))
