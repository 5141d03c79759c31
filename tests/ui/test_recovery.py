"""After a session that ended by itself: what the next one says and offers. The programs really run, and really die."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("PySide6")

from pytestqt.qtbot import QtBot

from sora_studio.studio.config import Config, SafeConfig, save_config
from sora_studio.studio.session_note import Session
from sora_studio.ui.recovery.crash_dialog import CrashDialog
from sora_studio.ui.recovery.starting import Starting
from tests.studio.film import open_tiny_studio
from tests.ui.person import Person, open_window

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def film(tmp_path: Path, own_config: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A film of three shots, and settings with which they can be made."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    with open_tiny_studio(tmp_path) as studio:
        save_config(studio.config)
    return tmp_path / "film.sora"


class Start:
    """A session that begins as the application's does."""

    def __init__(self, folder: Path, qtbot: QtBot, film: Path | None = None) -> None:
        self.ended = False
        config = Config(device="cpu", models_folder=str(folder / "models"))
        self.session = Session()
        self.window = open_window(folder, SafeConfig.of(config) if self.session.safe_mode else config)
        self.starting = Starting(self.window, self.session, config)
        self.person = Person(self.window, qtbot)
        self.starting.begin(film)

    def dialog(self) -> CrashDialog | None:
        return next((each for each in self.window.findChildren(CrashDialog) if each.isVisible()), None)

    def end(self) -> None:
        """As the application ends."""
        if not self.ended:
            self.ended = True
            self.window.close()
            self.session.end()
            self.window.deleteLater()


@pytest.fixture
def start(tmp_path: Path, qtbot: QtBot, dressed, film: Path) -> Iterator[Any]:
    begun: list[Start] = []

    def begin(asked: Path | None = None) -> Start:
        begun.append(Start(tmp_path, qtbot, asked))
        return begun[-1]

    yield begin
    for each in begun:
        each.end()


def die(kind: str, film: Path, by: int = signal.SIGKILL) -> int:
    """A session of its own that ends abruptly; its status."""
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.ui.abrupt_end", kind, str(film)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert program.stdout is not None
    if kind == "working":
        assert program.stdout.readline() == "working\n"
        program.send_signal(by)
    program.stdout.close()
    return program.wait(30)


def texts(dialog: CrashDialog | None) -> str:
    assert dialog is not None
    return f"{dialog.text.text()} {dialog.about.text()}"


def test_what_was_saved_is_there_and_what_waited_is_offered(film: Path, start: Any) -> None:
    die("working", film)
    begun = start()
    told = texts(begun.dialog())
    assert begun.session.failures == 0
    assert told.startswith("Sora Studio closed unexpectedly. Everything in “film” up to ")
    begun.person.click(begun.dialog().open_button)
    begun.person.wait_for(lambda: begun.window.document is not None)
    assert next(begun.person.document.project.shots())[1].direction.prompt == "a burning candle"
    assert "Sora Studio closed unexpectedly." in begun.window.toast.texts
    banner = begun.person.editor.queue.banner
    assert banner.isVisible()
    assert banner.text.text() == "3 shots waited when the film was closed."
    begun.person.click(banner.discard)
    begun.person.wait_for(lambda: not banner.isVisible())


def test_a_session_that_was_closed_is_not_spoken_of(film: Path, start: Any) -> None:
    begun = start(film)
    assert begun.window.document is not None
    begun.end()
    again = start(film)
    assert again.dialog() is None
    assert again.window.toast.texts == ()


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_a_session_that_was_asked_to_end_closed_as_it_should(film: Path, start: Any, asked: int) -> None:
    assert die("working", film, asked) == 0
    begun = start(film)
    assert begun.dialog() is None
    assert begun.window.toast.texts == ()


def test_a_film_that_ended_the_program_is_offered_to_be_skipped_then_comes_safe_mode(film: Path, start: Any) -> None:
    die("opening", film)
    second = start(film)
    assert second.window.document is None
    assert "closed unexpectedly while it opened “film”" in texts(second.dialog())
    second.person.click(second.dialog().skip_button)
    assert second.window.document is None
    second.end()


def test_the_third_start_is_in_safe_mode_and_is_left_by_a_button(film: Path, start: Any) -> None:
    die("opening", film)
    die("opening again", film)
    third = start(film)
    bar = third.starting.bar
    assert bar is not None
    assert bar.isVisible()
    assert "closed unexpectedly at its last 2 starts" in bar.text.text()
    assert third.window.document is None
    assert isinstance(third.window.config, SafeConfig)
    assert third.window.config.device == "cpu"
    assert third.window.commands.get("file.leave_safe_mode") is not None
    third.person.click(bar.leave)
    assert not isinstance(third.window.config, SafeConfig)
    assert third.starting.bar is None
    assert third.window.open(film)


def test_safe_mode_opens_the_film_with_the_bundled_packs_alone(film: Path, start: Any) -> None:
    die("opening", film)
    second = start()
    second.person.click(second.dialog().safe_button)
    second.person.wait_for(lambda: second.window.document is not None)
    studio = second.person.document.studio
    assert [folder.name for folder in studio.packs.folders] == ["models"]
    assert "Leave safe mode" in second.starting.bar.leave.text()
    second.person.click(second.starting.bar.leave)
    assert len(second.person.document.studio.packs.folders) > 1


def test_two_windows_at_once_are_no_crash(film: Path, start: Any) -> None:
    first = start()
    first.session.opening(film)
    program = subprocess.run(
        [sys.executable, "-c", "from sora_studio.studio.session_note import Session; print(Session().last)"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert program.stdout.strip() == "None"
