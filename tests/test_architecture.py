"""The walls of the house: which package may import which, which library has which owner, and how long files are."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "sora_studio"

# Packages of ours that each package may import, beside itself.
MAY_IMPORT: dict[str, set[str]] = {
    # The front door: the command line, or the window.
    "__main__": {"errors", "cli", "ui"},
    "errors": set(),
    "paths": set(),
    "timeline": {"errors"},
    "diffusion": {"errors"},
    "inference": {"errors", "paths", "diffusion"},
    "film": {"errors", "timeline"},
    "exchange": {"errors", "timeline"},
    "storage": {"errors", "timeline"},
    "studio": {"errors", "paths", "timeline", "diffusion", "inference", "film", "exchange", "storage"},
    "ui": {"errors", "paths", "timeline", "studio"},
    "cli": {"errors", "paths", "timeline", "studio", "conversion"},
    # The model is taught how the studio spells a shot: its words are the timeline's vocabulary.
    "training": {"errors", "paths", "timeline", "diffusion", "inference"},
    "conversion": {"errors", "paths", "diffusion", "inference"},
}

# Libraries with an owner: nobody else imports them.
OWNERS: dict[str, set[str]] = {
    "onnxruntime": {"inference", "training", "conversion"},
    "tokenizers": {"inference", "training", "conversion"},
    "psutil": {"inference"},
    "onnx": {"training", "conversion"},
    "apsw": {"storage"},
    "sqlite3": set(),
    "PySide6": {"ui"},
    "av": {"film"},
    "cv2": {"film", "training", "studio"},
    "torch": {"training", "conversion"},
    "diffusers": {"conversion"},
    "transformers": {"conversion"},
    "huggingface_hub": {"studio"},
    "rich": {"cli"},
    "platformdirs": {"paths"},
    "opentimelineio": {"exchange"},
    "xlsxwriter": {"exchange"},
    "defusedxml": {"exchange"},
}

# `timeline` needs nothing but Python; `diffusion` nothing but numpy.
ONLY_THESE_LIBRARIES = {"timeline": set[str](), "diffusion": {"numpy"}, "errors": set[str]()}

FILE_LINES = 300


def room(path: Path) -> str:
    """The package a file belongs to; a module beside the packages is a room of its own."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def sources() -> list[Path]:
    return sorted(p for p in PACKAGE.rglob("*.py") if "_bundled" not in p.parts)


def imported(path: Path) -> Iterator[str]:
    """Dotted names a file imports, wherever in the file, with relative imports made absolute."""
    package = ("sora_studio", *path.relative_to(PACKAGE).parts[:-1])
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from ([f"{module}.{a.name}" for a in node.names] if module == "sora_studio" else [module])


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_keep_to_the_rules(path: Path) -> None:
    here = room(path)
    for name in imported(path):
        parts = name.split(".")
        if parts[0] == "sora_studio":
            there = parts[1] if len(parts) > 1 else here
            allowed = there == here or here == "__init__" or there in MAY_IMPORT[here] or there == "__version__"
            assert allowed, f"{here} may not import {there}"
        else:
            owners = OWNERS.get(parts[0])
            assert owners is None or here in owners, f"{parts[0]} belongs to {owners}, not to {here}"
            libraries = ONLY_THESE_LIBRARIES.get(here)
            is_library = parts[0] not in sys.stdlib_module_names
            assert libraries is None or not is_library or parts[0] in libraries, f"{here} may not use {parts[0]}"


def test_every_package_is_named_in_the_rules() -> None:
    packages = {p.name for p in PACKAGE.iterdir() if (p / "__init__.py").exists()}
    assert packages <= set(MAY_IMPORT)


def test_packages_say_in_two_sentences_what_they_are_for() -> None:
    for init in PACKAGE.glob("*/__init__.py"):
        text = ast.get_docstring(ast.parse(init.read_text(encoding="utf-8"))) or ""
        sentences = [s for s in text.replace("\n", " ").split(". ") if s.strip()]
        assert 1 <= len(sentences) <= 2, f"{init}: {len(sentences)} sentences"


def test_files_stay_small(capsys: pytest.CaptureFixture[str]) -> None:
    lengths = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in sources()}
    ordered = sorted(lengths.values())
    longest = sorted(lengths, key=lambda p: lengths[p], reverse=True)[:5]
    with capsys.disabled():
        names = ", ".join(f"{p.relative_to(PACKAGE)} {lengths[p]}" for p in longest)
        print(f"\n  {len(ordered)} files, median {ordered[len(ordered) // 2]} lines; longest: {names}")
    over = [str(p.relative_to(PACKAGE)) for p in sources() if lengths[p] > FILE_LINES]
    assert not over, f"over {FILE_LINES} lines: {over}"


def modules_after(statement: str) -> set[str]:
    """Top-level modules a fresh interpreter has loaded after `statement`."""
    code = f"import sys\n{statement}\nprint(' '.join({{m.split('.')[0] for m in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(done.stdout.split())


@pytest.mark.parametrize("package", ["timeline", "diffusion", "inference", "film", "exchange", "storage", "studio"])
def test_importing_a_package_loads_no_heavy_library(package: str) -> None:
    heavy = modules_after(f"import sora_studio.{package}") & {
        "onnxruntime", "av", "cv2", "torch", "PySide6", "opentimelineio"
    }  # fmt: skip
    assert not heavy


def test_the_window_is_there_before_what_only_a_film_needs() -> None:
    loaded = modules_after("import sora_studio.ui.main_window")
    assert not loaded & {"numpy", "onnxruntime", "av", "cv2", "torch", "rich", "apsw", "opentimelineio"}


def test_the_command_line_starts_light() -> None:
    loaded = modules_after("from sora_studio.cli.main import build_parser; build_parser()")
    assert not loaded & {"numpy", "onnxruntime", "av", "cv2", "torch", "PySide6", "rich", "apsw", "opentimelineio"}
