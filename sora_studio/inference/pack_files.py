"""Which files of a pack may be opened at all: a pack comes from a stranger and must hold no code and no way out."""

import stat
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from hashlib import file_digest
from pathlib import Path

from sora_studio.errors import PackError
from sora_studio.inference.fused_operators import FUSED_DOMAIN, FUSED_OPERATORS
from sora_studio.inference.onnx_header import read_onnx_header
from sora_studio.inference.pack_parts import PackFile

_GET_ANOTHER = "Ask its maker for a version in plain ONNX, or choose another pack."
_COPY_OUT = "Copy the folder with its links followed (cp -rL FOLDER COPY), and use the copy."
_INSTALL_AGAIN = "Copy or download the pack again; it must be complete and unchanged."

_CODE = {
    **dict.fromkeys((".pt", ".pth", ".ckpt", ".bin", ".pkl", ".pickle", ".joblib"), "pickle, which can run anything"),
    **dict.fromkeys((".py", ".pyc", ".sh", ".bat", ".exe"), "a program"),
    **dict.fromkeys((".so", ".dll", ".dylib", ".pyd"), "a shared library"),
    **dict.fromkeys((".jinja", ".jinja2"), "a template that runs"),
    ".ort": "a model in a form that can't be checked",
}
_DOMAINS = ("", "ai.onnx")
# It loads code named by the model, whatever domain it says it is of.
_OPERATORS_REFUSED = ("PyOp",)


def refuse_unsafe_folder(folder: Path) -> None:
    """Raise PackError for a link, a special file or a kind of file that can hold code, anywhere in the folder.

    Hard links are let be: package installers make them, and every file that is read has a stated hash.
    """
    for path in sorted(folder.rglob("*")):
        mode = path.lstat().st_mode
        name = path.relative_to(folder).as_posix()
        if stat.S_ISLNK(mode):
            raise PackError(f"Pack refused: `{name}` is a link, which can lead out of its folder.", _COPY_OUT)
        if stat.S_ISDIR(mode):
            continue
        if not stat.S_ISREG(mode):
            raise PackError(f"Pack refused: `{name}` is not an ordinary file.", _GET_ANOTHER)
        refuse_code(name)


def refuse_code(name: str) -> None:
    """Raise PackError for a file's name that says it can hold code."""
    what = next((_CODE[suffix.lower()] for suffix in Path(name).suffixes if suffix.lower() in _CODE), "")
    if what:
        raise PackError(f"Pack refused: it contains code (`{name}`, {what}).", _GET_ANOTHER)


def verified_file(folder: Path, name: str, hashes: Mapping[str, str]) -> PackFile:
    """The file `name` of the pack, its content equal to its stated sha256. Raises PackError."""
    if not name.isprintable() or not name or name.startswith(".") or any(mark in name for mark in ("/", "\\", ":")):
        shown = name if name.isprintable() else repr(name)
        raise PackError(f"Pack refused: `{shown}` is not the plain name of a file in its folder.", _GET_ANOTHER)
    stated = hashes.get(name)
    if stated is None:
        raise PackError(
            f"The file “{name}” of the model pack “{folder.name}” isn't in the pack's own list of its files.",
            _INSTALL_AGAIN,
        )
    path = folder / name
    file = PackFile(path, stated.lower(), path.stat().st_size if path.is_file() else 0)
    verify(file)
    return file


def verify(file: PackFile) -> None:
    """Check the content as it lies there now; what was checked and has not changed since is not read again."""
    try:
        status = file.path.stat()
        found = _sha256(file.path, status.st_size, status.st_mtime_ns, status.st_ino)
    except OSError as error:
        raise PackError(
            f"The model pack's file {file.path} can't be read: {error.strerror}.", _INSTALL_AGAIN
        ) from error
    for part in file.parts:
        verify(part)
    if found != file.sha256:
        raise PackError(
            f"The file “{file.path.name}” of the model pack “{file.path.parent.name}” is damaged, or not the one the "
            "pack was made with.",
            f"Copy or download the pack again into {file.path.parent}; it must be complete and unchanged.",
        )


def verified_model(folder: Path, name: str, hashes: Mapping[str, str]) -> PackFile:
    """A verified ONNX file that runs known operators only and reads nothing but verified files of its own folder."""
    file = verified_file(folder, name, hashes)
    parts = tuple(verified_file(folder, external, hashes) for external in _check_model(file, name))
    return replace(file, parts=parts)


def found_file(path: Path) -> PackFile:
    """A file nobody stated a hash of, by what it holds now. Raises PackError."""
    try:
        status = path.stat()
        return PackFile(path, _sha256(path, status.st_size, status.st_mtime_ns, status.st_ino), status.st_size)
    except OSError as error:
        raise PackError(f"The model's file {path} can't be read: {error.strerror}.", _INSTALL_AGAIN) from error


def found_model(folder: Path, name: str, shown: str) -> PackFile:
    """As `verified_model`, of a model with no stated hashes; `shown` is what it is called in a complaint."""
    file = found_file(folder / name)
    return replace(file, parts=tuple(found_file(folder / external) for external in _check_model(file, shown)))


@lru_cache(maxsize=256)
def _check_model(file: PackFile, shown: str) -> tuple[str, ...]:
    """The names of the files the model's weights lie in; cached, for the same hash is the same model."""
    header = read_onnx_header(file.path, shown)
    if header.dangers:
        raise PackError(f"Pack refused: `{shown}` {header.dangers[0]}.", _GET_ANOTHER)
    # A function of the model's own would be found by a name ONNX Runtime has, too: it can't stand in for one.
    allowed = {*_DOMAINS, *header.own_domains - {FUSED_DOMAIN}}
    for domain, operator in sorted(header.operators):
        is_known = domain in allowed or (domain == FUSED_DOMAIN and operator in FUSED_OPERATORS)
        if not is_known or operator in _OPERATORS_REFUSED:
            raise PackError(
                f"Pack refused: `{shown}` asks for the operator {domain or 'ai.onnx'}.{operator}, "
                "which is not part of ONNX Runtime's own.",
                _GET_ANOTHER,
            )
    for external, length in sorted(header.external_files.items()):
        if Path(external).name != external or external == "..":
            raise PackError(f"Pack refused: `{shown}` reads a file outside its folder (`{external}`).", _GET_ANOTHER)
        weights = file.path.parent / external
        if not weights.is_file():
            raise PackError(
                f"The weights of `{shown}` are missing: they lie in `{external}`, which is not beside it.",
                "Copy that file too; a large model comes in two.",
            )
        if weights.stat().st_size < length:
            raise PackError(
                f"The weights of `{shown}` are cut short: `{external}` ends before they do.", "Copy that file again."
            )
    return tuple(sorted(header.external_files))


@lru_cache(maxsize=256)
def _sha256(path: Path, size_bytes: int, mtime_ns: int, inode: int) -> str:
    with path.open("rb") as content:
        return file_digest(content, "sha256").hexdigest()
