"""The report for whoever helps: what is needed is in it, what a person wrote and where their files lie is not."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from sora_studio import paths
from sora_studio.cli.main import main
from sora_studio.errors import StorageError
from sora_studio.studio import log
from sora_studio.studio.config import Config
from sora_studio.studio.events import DeviceInUse, Notice, ShotFailed
from sora_studio.studio.recent import remember
from sora_studio.studio.redaction import without_paths, without_words
from sora_studio.studio.report import write_report
from tests.studio.film import open_tiny_studio

SECRET = "a red candle"


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A log with what happens in a session, some of it quoting the film; the folder the film lies in."""
    monkeypatch.setattr(paths, "user_data_folder", lambda: tmp_path / "data")
    monkeypatch.setattr(paths, "log_folder", lambda: tmp_path / "logs")
    folder = tmp_path / "Secret Project"
    folder.mkdir()
    with open_tiny_studio(folder) as studio:
        remember(studio.path, studio.project)
    # It is started once in a process's life, and another test may have.
    log.stop_log()
    log.start_log()
    log.note_event(DeviceInUse("CPU, 2 threads"))
    log.note_event(Notice(f"Shot 1: the model can't draw “{SECRET}”; it draws what is nearest."))
    log.note_event(ShotFailed("shot-1", 3, "ab" * 8, f"{folder}/film.sora is damaged.", "Render the shot again."))
    try:
        raise ValueError(SECRET)
    except ValueError as error:
        log.note_fault(error)
    (tmp_path / "logs" / "render.log").write_text(
        f'Traceback:\n  File "{folder}/x.py", line 3\nKeyError: {SECRET!r}\n', encoding="utf-8"
    )
    yield folder
    log.stop_log()


def texts(report: Path) -> dict[str, str]:
    with zipfile.ZipFile(report) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_a_report_has_what_a_helper_needs(written: Path, tmp_path: Path) -> None:
    found = texts(write_report(tmp_path / "report.zip", Config(device="cpu", models_folder=str(written / "models"))))
    assert {finding["subject"] for finding in json.loads(found["doctor.json"])} >= {"Sora Studio", "Device in use"}
    tiny = next(pack for pack in json.loads(found["packs.json"]) if pack["name"] == "tiny")
    assert all(len(digest) > 10 for digest in tiny["hashes"].values())
    assert "numpy" in json.loads(found["versions.json"])
    assert json.loads(found["settings.json"])["device"] == "cpu"
    lines = [json.loads(line) for line in found["logs/sora-studio.log"].splitlines()]
    failed = next(line for line in lines if line["what"] == "ShotFailed")
    assert (failed["position"], failed["shot_id"]) == (3, "shot-1")
    assert any("test_report.py" in line.get("trace", "") for line in lines)


def test_neither_words_nor_places_are_in_it(written: Path, tmp_path: Path) -> None:
    found = texts(write_report(tmp_path / "report.zip", Config(device="cpu", models_folder=str(written / "models"))))
    for name, text in found.items():
        assert SECRET not in text, name
        assert "Secret Project" not in text, name
        assert str(tmp_path) not in text, name
        assert str(Path.home()) + "/" not in text, name


def test_words_are_in_it_where_one_asks_for_them(written: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.zip"
    assert main(["doctor", "--report", str(report), "--with-prompts"]) == 0
    found = texts(report)
    assert SECRET in found["logs/sora-studio.log"]
    assert "Secret Project" not in "".join(found.values())


def test_where_it_cant_be_written_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "report.zip").mkdir()
    with pytest.raises(StorageError):
        write_report(tmp_path / "report.zip", Config(device="cpu"))
    assert [each.name for each in tmp_path.iterdir()] == ["report.zip"]


def test_a_fault_nobody_caught_is_in_the_log_and_on_the_screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    program = "from sora_studio.studio.log import start_log; start_log(); 1 / 0"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert "ZeroDivisionError" in done.stderr
    [file] = tmp_path.rglob("sora-studio.log")
    last = json.loads(file.read_text("utf-8").splitlines()[-1])
    assert (last["level"], last["what"]) == ("ERROR", "ZeroDivisionError")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Shot 1 can't draw “a fox” or “it isn't”.", "Shot 1 can't draw “…” or “…”."),
        ("It isn't there, and it can't be.", "It isn't there, and it can't be."),
        ("bad key: 'a fox' here", "bad key: “…” here"),
        ("ValueError: a fox in the snow", "ValueError: …"),
    ],
)
def test_what_is_quoted_is_taken_out(text: str, left: str) -> None:
    assert without_words(text) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("/media/ana/films/fox.sora is damaged.", "…/… is damaged."),
        (r"C:\Users\Ana\fox.sora is damaged.", "…/… is damaged."),
        ("/media/x/lib/site-packages/av/core.so, line 3", "…/site-packages/av/core.so, line 3"),
        ("/usr/lib/libcuda.so.1 not found", "/usr/lib/libcuda.so.1 not found"),
        ("24/1 frames, half/half", "24/1 frames, half/half"),
    ],
)
def test_places_are_taken_out(text: str, left: str) -> None:
    assert without_paths(text) == left
