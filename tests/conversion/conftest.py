# pyright: reportMissingImports=false
"""A tiny checkpoint, converted once for all tests. Without the extra `convert` they are skipped, and say so."""

import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from sora_studio.cli.main import main

MISSING = [name for name in ("torch", "diffusers", "transformers", "onnx", "onnxscript") if find_spec(name) is None]


@pytest.fixture(autouse=True)
def quiet_on_one_thread() -> Iterator[None]:
    """Two torch threads on busy cores take fifty times as long as one, and the libraries warn of their own ways."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    with warnings.catch_warnings(action="ignore"):
        yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Stable Diffusion of random weights, as diffusers saves it."""
    with warnings.catch_warnings(action="ignore"):
        from tests.conversion.checkpoints import save_stable_diffusion

        return save_stable_diffusion(tmp_path_factory.mktemp("checkpoints") / "tiny-sd")


@pytest.fixture(scope="session")
def converted(checkpoint: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pack of it, by the command line."""
    out = tmp_path_factory.mktemp("packs") / "tiny-sd"
    with warnings.catch_warnings(action="ignore"):
        assert main(["packs", "convert", str(checkpoint), "--out", str(out)]) == 0
    return out


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if not MISSING:
        return
    skip = pytest.mark.skip(reason=f"{' and '.join(MISSING)} not installed: pip install '.[convert]'")
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(skip)
