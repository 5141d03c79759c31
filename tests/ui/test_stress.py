"""What long days do to the window: films opened and closed, thousands of actions at random, an end in mid-render."""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from sora_studio import paths
from sora_studio.studio.config import Config
from sora_studio.studio.opening import new_from_text
from sora_studio.studio.recent import remember
from sora_studio.studio.studio import RenderOrder
from tests.studio.film import open_tiny_studio
from tests.ui.leftovers import Leftovers, resident_bytes
from tests.ui.person import Ctrl, Key, Person, open_window
from tests.ui.walk import Walk

# What a cycle may leave in memory, and what caches that fill once may take.
BYTES_PER_CYCLE, BYTES_ONCE = 100_000, 6_000_000
# Of the cycles, how many come first: what is made once and kept, such as icons, is drawn a little at a time.
WARM_UP_SHARE = 0.25
LEFT_WITHIN_S = 2.0


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, dressed) -> Iterator[Person]:
    """At the welcome page; the only film in the list is a tiny one, with takes and sound."""
    monkeypatch.setattr(paths, "user_data_folder", lambda: tmp_path / "data")
    monkeypatch.setattr(paths, "documents_folder", lambda: tmp_path / "documents")
    # Whatever name is typed into a dialog, it lies in here.
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _: True)
    with open_tiny_studio(tmp_path) as studio:
        for _ in studio.render(RenderOrder(stage="draft", previews=False)):
            pass
        remember(studio.path, studio.project)
    window = open_window(tmp_path, Config(device="cpu", models_folder=str(tmp_path / "models")))
    person = Person(window, qtbot)
    yield person
    window.close()
    window.deleteLater()
    assert not person.strays.seen


def open_film(person: Person) -> None:
    person.click(person.window.welcome.home.recents.cards[0])
    assert person.window.document is not None


def close_film(person: Person) -> None:
    person.press(Key.Key_W, Ctrl)
    assert person.window.document is None


@pytest.mark.parametrize("cycles", [20, pytest.param(200, marks=pytest.mark.slow)])
def test_films_opened_and_closed_leave_nothing_behind(person: Person, cycles: int) -> None:
    before = Leftovers.now()
    first_bytes, warm_up = 0, round(WARM_UP_SHARE * cycles)
    for cycle in range(cycles):
        open_film(person)
        person.wait_for_rest()
        close_film(person)
        if cycle == warm_up - 1:
            before, first_bytes = Leftovers.now(), resident_bytes()
    assert Leftovers.now().beyond(before) == {}
    grown = resident_bytes() - first_bytes
    print(f"{cycles} cycles; {grown / 1000 / (cycles - warm_up):.0f} kB a cycle")
    assert grown < BYTES_ONCE + cycles * BYTES_PER_CYCLE


@pytest.mark.parametrize("actions", [150, pytest.param(2000, marks=pytest.mark.slow)])
def test_thousands_of_random_actions_break_nothing(person: Person, actions: int) -> None:
    """SORA_STUDIO_WALK=SEED walks the same way again, as far as the machine's own pace allows."""
    seed = int(os.environ.get("SORA_STUDIO_WALK", "0")) or random.randrange(1, 1_000_000)
    print(f"SORA_STUDIO_WALK={seed}")
    open_film(person)
    walk = Walk(person, seed)
    try:
        for _ in range(actions):
            walk.step()
    finally:
        walk.close()


def test_leaving_while_a_model_works_is_quick_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, dressed
) -> None:
    """A process of its own is left by Ctrl+Q in mid-draft; opened again, what it was to make is offered."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    film = tmp_path / "left.sora"
    new_from_text("Left", "A boat on a lake.\n\nA fox in the snow.\n\nA city at night.", film, Config()).close()
    told, ended_s = run_apart("tests.ui.leave_early", str(film))
    took_s = ended_s - told["left_at_s"]
    print(f"left in {took_s:.2f} s")
    assert took_s < LEFT_WITHIN_S

    person = Person(open_window(tmp_path), qtbot)
    assert person.window.open(film)
    waiting = [take.digest for take in person.document.queue.from_last_time]
    takes = [take.digest for _, shot in person.document.project.shots() for take in shot.takes]
    # A take that was finished in the moment of leaving may be kept already.
    assert sorted(waiting + takes) == sorted(told["waiting"] + told["made"])
    assert waiting
    assert len(list(person.document.project.shots())) == 3
    assert not any(take.message for take in person.document.queue.from_last_time)
    person.window.close()
    person.window.deleteLater()


def run_apart(module: str, *arguments: str) -> tuple[dict, float]:
    """Run a module of the tests in a process of its own; what it told as JSON, and when it was gone."""
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=120, check=False)
    ended_s = time.monotonic()
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return json.loads(done.stdout.splitlines()[-1]), ended_s
