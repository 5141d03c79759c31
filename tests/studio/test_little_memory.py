"""Memory that runs out for real while a shot is decoded: it ends well in tiles, and the user reads why."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from sora_studio.studio.keeping import frames_of
from sora_studio.studio.studio import RenderOrder, Studio
from tests.studio.film import open_tiny_studio
from tests.studio.test_render_process import failures, notices
from tests.studio.window import Window

if sys.platform != "linux":
    pytest.skip("no way to limit a process's memory here", allow_module_level=True)

from tests.studio.little_memory import limit_children, make_hungry_pipeline

ORDER = RenderOrder(positions=(2,))
MORE = r"Not enough memory for shot 2 \(needs more than the \d+ MB free\)\."
NEEDS = r"Not enough memory for shot 2 \(needs about \d+ MB, \d+ free\)\."
RETRIED, FINISHING = r" Retried in tiles: done\.", r" Finishing it in tiles\."
Limit = Callable[[int], None]


@pytest.fixture
def limit(monkeypatch: pytest.MonkeyPatch) -> Limit:
    """Stage C may have so many more MB in this process's children."""
    return lambda room_mb: limit_children(monkeypatch, room_mb)


def hungry_studio(folder: Path, *, says_its_shapes: bool) -> Studio:
    make_hungry_pipeline(folder / "models" / "tiny", says_its_shapes)
    return open_tiny_studio(folder)


def picture(studio: Studio) -> np.ndarray:
    _, shot = list(studio.project.shots())[1]
    return frames_of(studio.store, shot.takes[0]).astype(int)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> np.ndarray:
    """The shot where memory is plenty."""
    with hungry_studio(tmp_path_factory.mktemp("whole"), says_its_shapes=True) as studio:
        list(studio.render(ORDER, device="cpu"))
        return picture(studio)


@pytest.mark.parametrize(
    ("says_its_shapes", "told"),
    [(False, f"{MORE} Retried in tiles: done\\."), (True, f"{NEEDS} Finishing it in tiles\\.")],
)
def test_in_a_window_the_shot_is_finished_in_tiles(
    tmp_path: Path, limit: Limit, whole: np.ndarray, says_its_shapes: bool, told: str
) -> None:
    limit(350)
    with Window(hungry_studio(tmp_path, says_its_shapes=says_its_shapes)) as window:
        window.make(ORDER)
        assert not failures(window)
        [said] = notices(window)
        assert re.fullmatch(told, said)
        window.make(RenderOrder(positions=(3,)))
        assert len(notices(window)) == (2 if says_its_shapes else 1), "what helped was remembered"
        assert np.abs(picture(window.studio) - whole).max() <= 1


def test_where_no_tile_is_small_enough_the_shot_fails_with_the_reason_and_the_others_go_on(
    tmp_path: Path, limit: Limit
) -> None:
    limit(100)
    with Window(hungry_studio(tmp_path, says_its_shapes=False)) as window:
        window.make(ORDER)
        [failed] = failures(window)
        assert re.fullmatch(f"{MORE} It was retried in less and less, and failed\\.", failed.message)
        assert failed.hint == "Close other programs, or make the clip shorter."


@pytest.mark.parametrize(
    ("says_its_shapes", "told"),
    [(False, f"{MORE} Retried in tiles: done\\."), (True, f"{NEEDS} Finishing it in tiles\\.")],
)
def test_on_the_command_line_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: Limit, says_its_shapes: bool, told: str
) -> None:
    limit(350)
    hungry_studio(tmp_path, says_its_shapes=says_its_shapes).close()
    film, out = str(tmp_path / "film.sora"), str(tmp_path / "film.mp4")
    monkeypatch.setenv("SORA_STUDIO_MODELS", str(tmp_path / "models"))
    words = ["render", film, "--out", out, "--json", "--device", "cpu", "--shots", "2"]
    command = [sys.executable, "-m", "tests.studio.little_memory", *words]
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, (said, done.stderr)
    assert [True for each in said if re.search(told, json.dumps(each))] == [True]
