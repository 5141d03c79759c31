"""Which folders are looked into for packs, beside the program's own: only remembered, nothing is copied or deleted."""

import os
from dataclasses import replace
from pathlib import Path

from sora_studio.errors import PackError
from sora_studio.inference.packs import find_packs, is_pack
from sora_studio.studio.config import Config, save_config


def add_models_folder(config: Config, folder: Path) -> Config:
    """The config that also looks into a folder of packs, or into the one a pack lies in, saved.

    Raises PackError where there is no pack, StorageError.
    """
    folder = _folder_of_packs(folder)
    if not find_packs([folder]):
        raise PackError(
            f"There is no model pack in {folder.name or folder}.",
            "Choose a pack's folder, which holds a pack.toml or a model_index.json, or a folder of such folders.",
        )
    known = _chosen(config)
    if str(folder) in known or folder in [each.resolve() for each in config.folders]:
        return config
    return _saved(config, [*known, str(folder)])


def remove_models_folder(config: Config, folder: Path) -> Config:
    """The config that no longer looks into a folder of packs, or into the one a pack lies in, saved.

    Raises PackError where that folder wasn't added, StorageError.
    """
    folder = _folder_of_packs(folder)
    left = [each for each in _chosen(config) if Path(each).expanduser().resolve() != folder]
    if left == _chosen(config):
        added = ", ".join(_chosen(config)) or "none"
        raise PackError(
            f"{folder} was never added.", f"Added folders: {added}. What lies elsewhere, move away yourself."
        )
    return _saved(config, left)


def _folder_of_packs(folder: Path) -> Path:
    folder = folder.expanduser().resolve()
    return folder.parent if is_pack(folder) else folder


def _chosen(config: Config) -> list[str]:
    return [each for each in config.models_folder.split(os.pathsep) if each]


def _saved(config: Config, folders: list[str]) -> Config:
    changed = replace(config, models_folder=os.pathsep.join(folders))
    save_config(changed)
    return changed
