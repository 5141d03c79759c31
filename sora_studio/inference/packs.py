"""Reads a pack's folder into a `ModelPack`, and finds packs by name."""

import difflib
import tomllib
from collections.abc import Sequence
from pathlib import Path

from sora_studio.errors import PackError
from sora_studio.inference.families import read_pipeline
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.pack_digest import pack_digest
from sora_studio.inference.pack_files import refuse_unsafe_folder
from sora_studio.inference.pipeline_folder import MODEL_INDEX, pipeline_folder
from sora_studio.inference.stage_tables import conditionings, read_decode, read_draft, read_encode, read_refine
from sora_studio.inference.toml_table import TomlTable

_DESCRIPTION = "pack.toml"
_FORMAT = 1
_MAX_DESCRIPTION_BYTES = 1 << 20


def is_pack(folder: Path) -> bool:
    """Whether the folder looks like a pack: one with a pack.toml, or in the layout of diffusers. Reads nothing."""
    return (folder / _DESCRIPTION).is_file() or (folder / MODEL_INDEX).is_file()


def find_packs(folders: Sequence[Path]) -> dict[str, Path]:
    """The packs' folders by name, the first of a name winning. Only looks: nothing is read or checked."""
    found: dict[str, Path] = {}
    for folder in folders:
        if folder.is_dir():
            for path in sorted(folder.iterdir()):
                if is_pack(path):
                    found.setdefault(path.name, path)
    return found


def folder_of_pack(name: str, folders: Sequence[Path]) -> Path | None:
    """Where the pack lies that is called so, or is named by its whole path; None where there is none."""
    found = find_packs(folders).get(name)
    path = Path(name)
    return found or (path if path.is_absolute() and is_pack(path) else None)


def pack_named(name: str, folders: Sequence[Path]) -> ModelPack:
    """The pack called `name`, or in the folder of that whole path. Raises PackError, with the nearest name there is."""
    folder = folder_of_pack(name, folders)
    if folder is not None:
        return load_pack(folder)
    if Path(name).is_absolute() and Path(name).is_dir():
        raise PackError(
            f"There is no model pack in {name}.", "A pack's folder holds a pack.toml, or a model_index.json."
        )
    found = find_packs(folders)
    close = difflib.get_close_matches(name, found, n=1)
    if close:
        hint = f"Is `{close[0]}` meant?"
    elif found:
        hint = f"There are: {', '.join(sorted(found))}."
    else:
        hint = f"Put its folder into {folders[0]}." if folders else "No folder for packs is set."
    raise PackError(f"There is no model pack called `{name}`.", hint)


def load_pack(folder: Path) -> ModelPack:
    """Read and check a pack's folder: its description, its files' hashes, and that none can do harm.

    A folder in the layout of diffusers describes itself by the settings beside its models.
    Whether the tensors are as described shows when a session is made. Raises PackError.
    """
    folder = folder.resolve()
    if not (folder / _DESCRIPTION).is_file() and (folder / MODEL_INDEX).is_file():
        refuse_unsafe_folder(folder)
        return read_pipeline(pipeline_folder(folder))
    table = _read_description(folder)
    refuse_unsafe_folder(folder)
    about = table.table("pack")
    hashes = table.table("files").texts()
    encode = read_encode(table.table("encode"), folder, hashes)
    conditioning = conditionings(encode)
    draft = read_draft(table.table("draft"), folder, hashes, conditioning)
    decode = read_decode(table, folder, hashes, conditioning, draft)
    refine = read_refine(table.table("refine"), folder, hashes, conditioning)
    if draft.begins_with_pictures and refine.decoder is None:
        table.refuse("refine", "has no decoder, and a draft with an encoder begins with pictures: it makes latents")
    sizes = table.table("sizes")
    pack = ModelPack(
        folder=folder,
        name=about.text("name"),
        title=about.text("title"),
        version=about.text("version"),
        licence=about.text("licence"),
        source=about.text("source"),
        description=about.text("description", ""),
        encode=encode,
        draft=draft,
        decode=decode,
        refine=refine,
        native_sizes=sizes.sizes("native", 16384),
        digest=pack_digest(encode, draft, decode, refine),
    )
    for read in (about, sizes, table):
        read.finish()
    return pack


def _read_description(folder: Path) -> TomlTable:
    path = folder / _DESCRIPTION
    file = f"{folder.name}/{_DESCRIPTION}"
    try:
        with path.open("rb") as content:
            text = content.read(_MAX_DESCRIPTION_BYTES + 1)
        if len(text) > _MAX_DESCRIPTION_BYTES:
            raise PackError(f"{file} is over 1 MB, which no description is.", "Copy or download the pack again.")
        table = TomlTable(tomllib.loads(text.decode("utf-8")), file)
    except OSError as error:
        raise PackError(
            f"{folder} holds no model pack that can be read: {error.strerror}.",
            f"Name a pack's folder; it has a {_DESCRIPTION} in it.",
        ) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise PackError(
            f"The description of the model pack “{folder.name}” ({_DESCRIPTION}) can't be read: {error}.",
            "Copy or download the pack again; if it is your own, correct the line.",
        ) from error
    if table.integer("format", 1, 1 << 16) > _FORMAT:
        raise PackError(
            f"The model pack “{folder.name}” was made for a newer Sora Studio.", "Bring Sora Studio up to date."
        )
    return table
