"""A folder of packs is verified before it is looked into; a pack is copied, and the copy verified before it counts."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from sora_studio.errors import PackError
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.packs import find_packs, is_pack, load_pack
from sora_studio.studio.config import Config
from sora_studio.studio.pack_arrival import arriving, place_of, size_of
from sora_studio.studio.pack_folders import add_models_folder


@dataclass(frozen=True, slots=True)
class Added:
    """The config that looks into the folder, the packs in it that are whole, and why others, by name, are refused."""

    config: Config
    packs: tuple[ModelPack, ...]
    refused: tuple[tuple[str, str], ...] = ()


def add_verified(config: Config, folder: Path) -> Added:
    """Look into the folder from now on, saved; every file of its packs is read. Nothing is added that has none whole.

    Raises PackError, StorageError.
    """
    packs: list[ModelPack] = []
    refused: list[tuple[str, str]] = []
    found = {folder.name: folder} if is_pack(folder) else find_packs([folder])
    for name, each in found.items():
        try:
            packs.append(load_pack(each))
        except PackError as error:
            if len(found) == 1:
                raise
            refused.append((name, error.message))
    if refused and not packs:
        raise PackError(f"No pack in {folder.name} can be used. {refused[0][0]}: {refused[0][1]}", "Choose another.")
    return Added(add_models_folder(config, folder), tuple(packs), tuple(refused))


def copy_pack(folder: Path) -> ModelPack:
    """The pack in the user's own folder of models, the same to the last bit. Raises PackError, StorageError."""
    pack = load_pack(folder)
    target = place_of(pack.folder.name)
    with arriving(target, "copy", size_of(pack.folder)) as unfinished:
        shutil.copytree(pack.folder, unfinished, dirs_exist_ok=True)
        if load_pack(unfinished).digest != pack.digest:
            raise PackError(f"{pack.folder.name} changed while it was copied.", "Copy it again.")
    return load_pack(target)
