"""Packs from Hugging Face: asked for by their id, seen by size and licence, then fetched, verified and read.

Nothing here is done unasked, and nothing at all where the settings say offline.
"""

import logging
import os
import re
import shutil
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import file_digest, sha1
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sora_studio.errors import PackError, SoraError
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.pack_files import refuse_code
from sora_studio.inference.packs import load_pack
from sora_studio.studio.config import Config
from sora_studio.studio.pack_arrival import arriving, place_of

_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
_DESCRIPTIONS = ("pack.toml", "model_index.json")


@dataclass(frozen=True, slots=True)
class HubFile:
    """A file by its path in the repository; `sha256` is stated of large ones, `blob`, git's own hash, of the others."""

    name: str
    size_bytes: int
    sha256: str
    blob: str


@dataclass(frozen=True, slots=True)
class HubOffer:
    """What a repository holds at one revision, nothing of it fetched yet."""

    id: str
    revision: str
    licence: str
    files: tuple[HubFile, ...]

    @property
    def size_bytes(self) -> int:
        """Of all files."""
        return sum(file.size_bytes for file in self.files)


def is_hub_id(text: str) -> bool:
    """Whether it is written as OWNER/NAME."""
    return bool(_ID.fullmatch(text))


def offered_pack(hub_id: str, config: Config) -> HubOffer:
    """Ask what the repository holds. Raises SoraError where that may not or can't be asked, PackError for no pack."""
    if config.offline:
        raise SoraError("Sora Studio is set to stay offline.", "To allow it: sora-studio config offline no")
    if find_spec("huggingface_hub") is None:
        raise SoraError(
            "Fetching packs needs huggingface_hub, which Sora Studio does not need otherwise.",
            "In Sora Studio's folder: .venv/bin/python -m pip install '.[hub]'",
        )
    hub: Any = import_module("huggingface_hub")
    with _translated(hub_id):
        found = hub.HfApi(endpoint=_endpoint()).model_info(hub_id, files_metadata=True)
    files = tuple(_file(each) for each in found.siblings or () if not each.rfilename.startswith("."))
    _refuse(hub_id, {file.name for file in files})
    card: Any = found.card_data or {}
    return HubOffer(hub_id, str(found.sha), str(card.get("license") or "not stated"), files)


def fetched_pack(offer: HubOffer, on_file: Callable[[HubFile], None]) -> ModelPack:
    """The pack in the user's folder of models, every file as the hub states it.

    What was fetched before it was stopped is kept, and gone on from. Raises PackError, StorageError, SoraError.
    """
    target = place_of(offer.id.rpartition("/")[2])
    with arriving(target, offer.revision[:12], offer.size_bytes, kept=True) as unfinished:
        for file in offer.files:
            _fetch(offer, file, unfinished)
            on_file(file)
        shutil.rmtree(unfinished / ".cache", ignore_errors=True)
        _read_or_remove(unfinished)
    return load_pack(target)


def _read_or_remove(folder: Path) -> None:
    """A pack that is whole and still refused will be so the next time."""
    try:
        load_pack(folder)
    except PackError:
        shutil.rmtree(folder.parent)
        raise


def _refuse(hub_id: str, names: set[str]) -> None:
    for name in sorted(names):
        refuse_code(name)
        if Path(name).is_absolute() or ".." in name.split("/") or "\\" in name:
            raise PackError(f"Pack refused: `{name}` leads out of its folder.", "Choose another pack.")
    if names.isdisjoint(_DESCRIPTIONS):
        raise PackError(f"{hub_id} is no model pack.", "A pack holds a pack.toml, or a model_index.json.")
    if not any(name.endswith(".onnx") for name in names):
        raise PackError(
            f"{hub_id} is a PyTorch checkpoint, which has to be converted.",
            "Download it, then: sora-studio packs convert CHECKPOINT_FOLDER --out PACK_FOLDER",
        )


def _file(found: Any) -> HubFile:
    sha256 = found.lfs.sha256 if found.lfs else ""
    return HubFile(found.rfilename, int(found.size or 0), sha256, found.blob_id or "")


def _fetch(offer: HubOffer, file: HubFile, folder: Path) -> None:
    hub: Any = import_module("huggingface_hub")
    if not _is_whole(folder / file.name, file):
        with _translated(offer.id):
            hub.hf_hub_download(offer.id, file.name, revision=offer.revision, local_dir=folder, endpoint=_endpoint())
    if not _is_whole(folder / file.name, file):
        (folder / file.name).unlink(missing_ok=True)
        raise PackError(
            f"{file.name} came damaged, or not as {offer.id} states it.", "Try again; the other files are kept."
        )


def _is_whole(path: Path, file: HubFile) -> bool:
    if not path.is_file() or path.stat().st_size != file.size_bytes:
        return False
    with path.open("rb") as content:
        if file.sha256:
            return file_digest(content, "sha256").hexdigest() == file.sha256
        return file_digest(content, lambda: sha1(b"blob %d\0" % file.size_bytes)).hexdigest() == file.blob


def _endpoint() -> str | None:
    return os.environ.get("HF_ENDPOINT")


@contextmanager
def _translated(hub_id: str) -> Generator[None]:
    errors: Any = import_module("huggingface_hub.errors")
    # It tells of each time it tries again; what comes of it is told here.
    log = logging.getLogger("huggingface_hub")
    before = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    except errors.GatedRepoError as error:
        raise SoraError(
            f"{hub_id} is given only to those who agreed to its terms.", "Agree on its page, then: hf auth login"
        ) from error
    except (errors.RepositoryNotFoundError, errors.RemoteEntryNotFoundError) as error:
        raise SoraError(f"Hugging Face has no {hub_id}.", "Check the name: OWNER/NAME.") from error
    except (errors.HTTPError, errors.LocalEntryNotFoundError, ConnectionError, TimeoutError) as error:
        raise SoraError(
            f"Hugging Face can't be reached for {hub_id}.", "Go online, and try again; what was fetched is kept."
        ) from error
    finally:
        log.setLevel(before)
