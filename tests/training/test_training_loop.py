"""What all trainers share: exact masters behind rough weights, checkpoints, sampling, the drawing process's files."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sora_studio.errors import PackError
from sora_studio.training import train_all
from sora_studio.training.data import GrowingSet, Kind, write_chunk


def draw_numbers(rng: np.random.Generator, count: int) -> dict[str, np.ndarray]:
    return {"concepts": rng.integers(0, 9, (count, 2)), "unread": np.zeros(count)}


def test_old_files_make_room_and_readers_follow(tmp_path: Path) -> None:
    rng, kind = np.random.default_rng(0), Kind("numbers", draw_numbers, 3, keep=2)
    read = GrowingSet(tmp_path, "concepts")
    assert read.refresh() == 0
    seen = []
    for _ in range(3):
        write_chunk(tmp_path, kind, rng)
        seen.append(read.refresh())
    assert seen == [3, 6, 6]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["000001.npz", "000002.npz"]
    chunk, i = read.pick(rng)
    assert set(chunk) == {"concepts"}
    assert 0 <= i < 3


def test_a_step_that_fails_stops_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: dict[str, subprocess.Popen[bytes]] = {}

    def start(step: str, work: Path, minutes: float, seed: int) -> subprocess.Popen[bytes]:
        code = "raise SystemExit(3)" if step == "refine" else "import time; time.sleep(60)"
        started[step] = subprocess.Popen([sys.executable, "-c", code])
        return started[step]

    monkeypatch.setattr(train_all, "_start", start)
    monkeypatch.setattr(train_all, "SHARES", {"refine": 1.0, "figures": 1.0})
    with pytest.raises(PackError, match="refine"):
        train_all.train_all(tmp_path, 1.0, 0)
    assert all(process.returncode for process in started.values())


class Trained:
    """A model of one weight with its masters, and what torch says of it."""

    def __init__(self) -> None:
        self.torch = pytest.importorskip("torch")
        from sora_studio.training import loop

        self.loop: Any = loop
        self.model = self.torch.nn.Linear(1, 1, bias=False)
        self.torch.nn.init.ones_(self.model.weight)
        self.masters = loop.Masters(self.model, weight_decay=0.0)

    def learn(self, steps: int, rate: float = 1e-4) -> float:
        for _ in range(steps):
            self.model(self.torch.ones(1, 1, dtype=self.torch.bfloat16)).sum().backward()
            self.masters.step(rate)
        return self.masters.exact[0].item()


def test_masters_keep_steps_too_small_for_bfloat16() -> None:
    trained = Trained()
    assert trained.learn(100) == pytest.approx(0.99, abs=1e-3)
    assert trained.model.weight.dtype == trained.torch.bfloat16
    assert trained.learn(0) < trained.masters.averaged[0].item() < 1.0


def test_a_sitting_goes_on_where_the_last_one_stopped(tmp_path: Path) -> None:
    first, second, fresh = Trained(), Trained(), Trained()
    first.learn(20)
    loop, file = first.loop, tmp_path / "one.pt"
    clock, seen = loop.Clock(10.0, spent_before=2.0), {"crops": 60}
    loop.save(file, first.masters, clock, seen, {"shape": {}})
    assert [path.name for path in tmp_path.iterdir()] == ["one.pt"]
    later, counted = loop.Clock(10.0), {"crops": 0}
    loop.restore(tmp_path / "none.pt", fresh.masters, later, counted)
    assert (fresh.masters.steps, counted) == (0, {"crops": 0})
    loop.restore(file, second.masters, later, counted)
    assert (second.masters.steps, counted) == (20, seen)
    assert later.spent >= 2.0
    assert second.learn(5) == first.learn(5)


def test_euler_ends_on_the_clean_sample_whatever_the_noise() -> None:
    torch = pytest.importorskip("torch")
    from sora_studio.training.sampling import euler

    clean = torch.randn(1, 3)
    torch.testing.assert_close(euler(lambda x, t: clean, torch.randn(1, 3), 5), clean)


def test_the_learning_rate_warms_up_and_fades() -> None:
    pytest.importorskip("torch")
    from sora_studio.training.loop import learning_rate

    rates = [learning_rate(1.0, step, progress) for step, progress in ((0, 0.0), (149, 0.0), (999, 0.5), (999, 1.0))]
    assert rates == pytest.approx([1 / 150, 1.0, 0.51, 0.02])
    assert learning_rate(1.0, 999, 1.4) == pytest.approx(0.02)
