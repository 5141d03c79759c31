"""What works on this machine and what doesn't: each finding with the line that mends it."""

import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sora_studio import __version__, paths
from sora_studio.errors import DeviceError
from sora_studio.studio.config import Config
from sora_studio.studio.device_seen import device_seen
from sora_studio.studio.machine import graphs_kept, thread_count
from sora_studio.studio.pack_shelf import packs_on_shelf

LIBRARIES = ("numpy", "opencv-python-headless", "av", "tokenizers", "apsw")
RUNTIMES = ("onnxruntime-gpu", "onnxruntime", "onnxruntime-directml")
GPUS = ("cuda", "directml", "coreml")
LOW_DISK_BYTES = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact. `fix` is "" where there is nothing to mend."""

    ok: bool
    subject: str
    finding: str
    fix: str = ""


def examine(config: Config, leave_a_core: bool = False) -> list[Finding]:
    """Everything a person asking for help would be asked; `leave_a_core` where a window needs one."""
    return [
        Finding(True, "Sora Studio", f"{__version__}, Python {platform.python_version()}, {platform.platform()}"),
        *_libraries(),
        *_devices(config, thread_count(config, leave_a_core)),
        *_packs(config),
        _disk(),
        *_kept(),
    ]


def _libraries() -> Iterator[Finding]:
    runtimes = [f"{name} {version(name)}" for name in RUNTIMES if _installed(name)]
    yield Finding(
        len(runtimes) == 1,
        "ONNX Runtime",
        ", ".join(runtimes) or "none",
        ""
        if len(runtimes) == 1
        else "The variants share files: uninstall all of them, then in this folder: pip install .",
    )
    missing = [name for name in LIBRARIES if not _installed(name)]
    found = ", ".join(f"{name} {version(name)}" for name in LIBRARIES if _installed(name))
    fix = f"pip install {' '.join(missing)}" if missing else ""
    yield Finding(not missing, "Libraries", found, fix)


def _installed(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True


def _devices(config: Config, threads: int) -> Iterator[Finding]:
    try:
        yield Finding(True, "Device in use", device_seen(config.device, threads).told)
    except DeviceError as error:
        yield Finding(False, "Device in use", error.message, error.hint)
    for name in GPUS:
        if _concerns(name):
            try:
                yield Finding(True, name, device_seen(name).told)
            except DeviceError as error:
                yield Finding(False, name, error.message, error.hint)


def _concerns(gpu: str) -> bool:
    return {"cuda": sys.platform != "darwin", "directml": sys.platform == "win32"}.get(gpu, sys.platform == "darwin")


def _packs(config: Config) -> Iterator[Finding]:
    shelf = packs_on_shelf(config)
    if not shelf:
        yield Finding(False, "Model packs", "none", f"Put a pack's folder into {config.folders[0]}")
    for each in shelf:
        fine = each.pack is not None
        yield Finding(fine, f"Pack {each.name}", each.refused or f"{each.size_mb:.0f} MB in {each.folder}")


def _disk() -> Finding:
    folder = _existing(paths.user_data_folder())
    free = shutil.disk_usage(folder).free
    fix = "" if free > LOW_DISK_BYTES else "Free some space: takes need about 10 MB a shot."
    return Finding(free > LOW_DISK_BYTES, "Free disk", f"{free / 1e9:.1f} GB in {folder}", fix)


def _kept() -> Iterator[Finding]:
    size_bytes = graphs_kept().size_bytes
    if size_bytes:
        yield Finding(True, "Models kept ready", f"{size_bytes / 1e9:.1f} GB in {paths.graphs_folder()}")


def _existing(folder: Path) -> Path:
    return folder if folder.exists() or folder == folder.parent else _existing(folder.parent)
