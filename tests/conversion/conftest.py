# pyright: reportMissingImports=false
"""A tiny checkpoint, converted once for all tests. Without the extra `convert` they are skipped, and say so."""

import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from sora_studio.cli.main import main

MISSING = [name for name in ("torch", "diffusers", "transformers", "onnx", "onnxscript") if find_spec(name) is None]

CHECKPOINTS = ("checkpoints", "clip_checkpoints", "wan_checkpoints", "cascade_checkpoints")


@pytest.fixture(autouse=True)
def quiet_on_one_thread() -> Iterator[None]:
    """Two torch threads on busy cores take fifty times as long as one, and the libraries warn of their own ways."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    with warnings.catch_warnings(action="ignore"):
        yield
    torch.set_num_threads(before)


@dataclass(frozen=True)
class Made:
    """A checkpoint as diffusers saves it, and the pack of it."""

    checkpoint: Path
    converted: Path


def _saved(name: str, checkpoint: Path) -> None:
    modules = (import_module(f"tests.conversion.{module}") for module in CHECKPOINTS)
    next(vars(module)[f"save_{name}"] for module in modules if hasattr(module, f"save_{name}"))(checkpoint)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Made]:
    """The tiny checkpoint of random weights that a `save_NAME` saves, converted by the command line."""

    @cache
    def make(name: str) -> Made:
        checkpoint = tmp_path_factory.mktemp("checkpoints") / name
        converted = tmp_path_factory.mktemp("packs") / name
        with warnings.catch_warnings(action="ignore"):
            _saved(name, checkpoint)
            assert main(["packs", "convert", str(checkpoint), "--out", str(converted)]) == 0
        return Made(checkpoint, converted)

    return make


@pytest.fixture(scope="session")
def checkpoint(made: Callable[[str], Made]) -> Path:
    """Stable Diffusion of random weights, as diffusers saves it."""
    return made("stable_diffusion").checkpoint


@pytest.fixture(scope="session")
def converted(made: Callable[[str], Made]) -> Path:
    """The pack of it, by the command line."""
    return made("stable_diffusion").converted


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if not MISSING:
        return
    skip = pytest.mark.skip(reason=f"{' and '.join(MISSING)} not installed: pip install '.[convert]'")
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(skip)
