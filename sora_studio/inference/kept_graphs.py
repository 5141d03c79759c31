"""Large models kept on the disk as onnxruntime laid them out for this processor, to be mapped at the next start.

Laying a model's weights out takes a good part of its loading on a CPU: with a U-Net of 3.4 GB the first step was done
5.1 s after its start in place of 8.3; the time it was kept, 18.8. What is kept fits one processor and one onnxruntime
only. For a GPU nothing is laid out, so nothing would be gained. Each is checked by its hashes before it is used, and
thrown away where it is not what was written.
"""

import json
import os
import platform
import shutil
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from sora_studio.errors import PackError
from sora_studio.inference.pack_files import found_file
from sora_studio.inference.pack_parts import PackFile
from sora_studio.inference.runtime import OrtSessionOptions, runtime

# Smaller ones are there at once.
LEAST_BYTES = 200_000_000
_MOST_BYTES = 20_000_000_000
# What a film needs of the disk comes first.
_LEFT_FREE = 4
# Where a process was killed as it wrote.
_UNFINISHED, _GIVEN_UP_S = ".new-", 3600.0
_MODEL, _WEIGHTS, _SUMS = "model.onnx", "model.onnx.data", "sums.json"


class KeptGraphs:
    """A folder of them. It is of no harm to delete it; several processes may use it at once."""

    def __init__(self, folder: Path, least_bytes: int = LEAST_BYTES, most_bytes: int = _MOST_BYTES) -> None:
        self._folder = folder
        self._least_bytes = least_bytes
        self._most_bytes = most_bytes

    def find(self, file: PackFile) -> Path | None:
        """The kept form of the model, unharmed; None where there is none."""
        entry = self._entry(file)
        try:
            sums: dict[str, str] = json.loads((entry / _SUMS).read_text(encoding="ascii"))
            whole = sums == _sums(entry)
            if whole:
                # The longest unused goes first.
                os.utime(entry)
        except (OSError, ValueError, PackError):
            whole = False
        if not whole:
            self.drop(file)
        return entry / _MODEL if whole else None

    @property
    def size_bytes(self) -> int:
        """What all of them take of the disk."""
        return sum(_size_bytes(entry) for entry in self._folder.glob("[!.]*"))

    def clear(self) -> None:
        """Throw all of them away."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def drop(self, file: PackFile) -> None:
        """Throw its kept form away, if there is one."""
        shutil.rmtree(self._entry(file), ignore_errors=True)

    @contextmanager
    def keeping(self, file: PackFile, options: OrtSessionOptions) -> Generator[None]:
        """Keep what a session of the model made within is laid out as, where it is large and the disk has room.

        `options` are that session's. Raises OSError where it can't be written after all.
        """
        if not self._has_room(file):
            yield
            return
        with TemporaryDirectory(prefix=_UNFINISHED, dir=self._folder, ignore_cleanup_errors=True) as made:
            folder = Path(made)
            options.optimized_model_filepath = str(folder / _MODEL)
            options.add_session_config_entry("session.optimized_model_external_initializers_file_name", _WEIGHTS)
            options.add_session_config_entry("session.optimized_model_external_initializers_min_size_in_bytes", "1024")
            yield
            (folder / _SUMS).write_text(json.dumps(_sums(folder)), encoding="ascii")
            # Another process may have been faster.
            with suppress(OSError):
                folder.rename(self._entry(file))
        self._make_room()

    def _has_room(self, file: PackFile) -> bool:
        if not self._least_bytes <= file.bytes_of_all <= self._most_bytes:
            return False
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            return shutil.disk_usage(self._folder).free >= (1 + _LEFT_FREE) * file.bytes_of_all
        except OSError:
            return False

    def _make_room(self) -> None:
        """Drop the longest unused until what is left is no more than may be kept, and what was never finished."""
        for unfinished in self._folder.glob(f"{_UNFINISHED}*"):
            if time.time() - _used(unfinished) > _GIVEN_UP_S:
                shutil.rmtree(unfinished, ignore_errors=True)
        held = 0
        for entry in sorted(self._folder.glob("[!.]*"), key=_used, reverse=True):
            held += _size_bytes(entry)
            if held > self._most_bytes:
                shutil.rmtree(entry, ignore_errors=True)

    def _entry(self, file: PackFile) -> Path:
        told = [*file.sha256_of_all, runtime().__version__, _processor()]
        return self._folder / sha256("\n".join(told).encode()).hexdigest()


def _size_bytes(entry: Path) -> int:
    try:
        return sum(each.stat().st_size for each in entry.iterdir())
    except OSError:
        return 0


def _used(entry: Path) -> float:
    try:
        return entry.stat().st_mtime
    except OSError:
        return 0.0


def _sums(folder: Path) -> dict[str, str]:
    """What each of its files holds."""
    names = (_MODEL, _WEIGHTS) if (folder / _WEIGHTS).is_file() else (_MODEL,)
    return {name: found_file(folder / name).sha256 for name in names}


@lru_cache(maxsize=1)
def _processor() -> str:
    """What onnxruntime chooses a layout by, and the machine's name, for a folder may be shared."""
    flags = ""
    with suppress(OSError):
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
        flags = next((line for line in lines if line.startswith(("flags", "Features"))), "")
    return " ".join((platform.node(), platform.machine(), platform.processor(), flags))
