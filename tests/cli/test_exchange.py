"""`import` and `export` by their words: files in, files out, losses told, nothing broken left behind."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from sora_studio.cli.main import main
from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio.handing_over import media_folder
from sora_studio.timeline.project import Project
from tests.exchange.cuts import cut_film
from tests.exchange.test_imports import FDX, boards
from tests.film.sounds import tone, write_wav


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SORA_STUDIO_CONFIG", str(tmp_path / "config.toml"))
    ProjectFile.create(tmp_path / "film.sora", cut_film()).close()
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> list[dict[str, str]]:
    assert main([*words, "--json"]) == status
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def film(path: str = "film.sora") -> Project:
    file = ProjectFile.open(Path(path))
    try:
        return file.load()
    finally:
        file.close()


@pytest.mark.parametrize("ending", ["otio", "edl", "xml", "fcpxml"])
def test_a_cut_goes_out_and_comes_back_unchanged(capsys: pytest.CaptureFixture[str], ending: str) -> None:
    told = said(capsys, "export", "film.sora", "--to", f"cut.{ending}", "--no-media")
    assert told[-1] == {"event": "written", "path": f"cut.{ending}"}
    assert not media_folder(Path(f"cut.{ending}")).exists()
    before = film()
    told = said(capsys, "import", f"cut.{ending}", "--into", "film.sora")
    assert told[0]["message"] == "Nothing changed."
    assert film() == before


def test_losses_are_notices(capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys, "export", "film.sora", "--to", "film.edl", "--no-media")
    notices = [each["message"] for each in told if each["event"] == "notice"]
    assert "An EDL can't carry sound." in notices


def test_what_has_no_take_is_offline_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys, "export", "film.sora", "--to", "film.otio")
    assert any("Shot 6 has no take yet" in each.get("message", "") for each in told)


def test_a_script_becomes_scenes_of_the_film_or_a_new_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "tide.fdx").write_text(FDX, encoding="utf-8")
    said(capsys, "import", "tide.fdx", "--into", "film.sora")
    assert [scene.heading for scene in film().scenes][2:] == ["EXT. HARBOUR - DAY", "INT. ROOM - NIGHT"]
    said(capsys, "import", "tide.fdx", "--into", "new.sora")
    assert film("new.sora").title == "The Tide"


def test_a_storyboard_brings_its_drawings_and_sounds(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "tide").mkdir()
    project = boards(folder / "tide")
    cv2.imwrite(str(folder / "tide" / "images" / "board-1-AAAAA-posterframe.jpg"), np.full((18, 32, 3), 90, np.uint8))
    write_wav(folder / "tide" / "images" / "1-voice.wav", tone(0.5))
    told = said(capsys, "import", str(project), "--into", "boards.sora")
    made = film("boards.sora")
    first, second, _ = [shot for _, shot in made.shots()]
    assert first.sketch
    assert not second.sketch
    (track,) = made.tracks
    assert [cue.start_frame for cue in track.cues] == [0]
    assert any("isn't a picture" in each["message"] for each in told)


def test_subtitles_and_sounds_go_where_they_belong(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "said.srt").write_text("1\n00:00:00,500 --> 00:00:02,000\nTOM: The tide!\n", encoding="utf-8")
    said(capsys, "import", "said.srt", "--into", "film.sora")
    assert next(film().shots())[1].dialogue[0].text == "The tide!"
    write_wav(folder / "music.wav", tone(0.5))
    said(capsys, "import", "music.wav", "--into", "film.sora")
    assert [track.name for track in film().tracks] == ["Music", "Voices", "music"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("export", "film.sora", "--to", "film.doc"), "doesn't say what to write"),
        (("export", "film.sora", "--to", "none/film.edl"), "no folder"),
        (("export", "none.sora", "--to", "film.edl"), "no project"),
        (("export", "film.sora", "--to", "film.mp4"), "No shot has a take"),
        (("import", "none.edl", "--into", "film.sora"), "no cut list"),
        (("import", "film.doc", "--into", "film.sora"), "isn't a file this program imports"),
        (("import", "film.doc", "--into", "other.sora"), "isn't a script"),
        (("import", "bad.otio", "--into", "film.sora"), "bad.otio"),
    ],
)
def test_wrong_words_get_a_sentence_and_change_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], says: str
) -> None:
    (folder / "bad.otio").write_text("{", encoding="utf-8")
    before = film()
    told = said(capsys, *words, status=1)
    assert says in told[-1]["error"]
    assert told[-1]["hint"]
    assert film() == before
    assert not (folder / "other.sora").exists()
