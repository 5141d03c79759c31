"""The launcher, as far as it goes without installing anything."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ("sh", "dirname", "cksum", "cat", "id", "date")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the launcher is a shell script")


@pytest.fixture
def bare_path(tmp_path: Path) -> Path:
    """A folder of the few tools every system has, and no Python among them."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found
        (folder / tool).symlink_to(found)
    return folder


def test_it_is_plain_sh() -> None:
    subprocess.run(["sh", "-n", str(ROOT / "studio")], check=True)


def test_without_python_it_says_what_to_install(tmp_path: Path, bare_path: Path) -> None:
    shutil.copy(ROOT / "studio", tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    done = subprocess.run(
        ["sh", str(tmp_path / "studio"), "doctor"],
        env={"PATH": str(bare_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "error: Python 3.11 or newer was not found." in done.stderr
    assert "apt-get install python3" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_an_environment_elsewhere_is_never_emptied(tmp_path: Path, bare_path: Path) -> None:
    shutil.copy(ROOT / "studio", tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "mine").touch()
    (tmp_path / ".venv").symlink_to(tmp_path / "elsewhere")
    (bare_path / "python3").symlink_to(sys.executable)
    done = subprocess.run(
        ["sh", str(tmp_path / "studio"), "doctor"],
        env={"PATH": str(bare_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "is a link to another environment" in done.stderr
    assert (tmp_path / "elsewhere" / "mine").exists()
