"""The scratch voice by the command line: spoken once, replaced the next time, and told where there is none."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from sora_studio.cli.main import main
from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio.scratch_voice import can_speak
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import DialogueLine
from tests.cli.test_exchange import film
from tests.studio.film import tiny_film


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SORA_STUDIO_CONFIG", str(tmp_path / "config.toml"))
    return tmp_path


def spoken() -> Project:
    [scene] = tiny_film().scenes
    first, *rest = scene.shots
    shots = (replace(first, dialogue=(DialogueLine("Zoë", "Who lit it?"),)), *rest)
    return replace(tiny_film(), scenes=(replace(scene, shots=shots),))


@pytest.mark.skipif(not can_speak(), reason="needs espeak-ng")
def test_the_dialogue_is_on_a_track_of_its_own_and_once(capsys: pytest.CaptureFixture[str]) -> None:
    ProjectFile.create(Path("film.sora"), spoken()).close()
    for _ in range(2):
        assert main(["speak", "film.sora", "--json"]) == 0
        told = json.loads(capsys.readouterr().out.splitlines()[0])
        assert (told["event"], told["lines"]) == ("spoken", 1)
        (track,) = film().tracks
        assert (track.name, track.speech, [cue.name for cue in track.cues]) == ("Scratch voice", True, ["Scratch: Zoë"])


@pytest.mark.parametrize(("voice", "words"), [(True, False), (False, True)])
def test_no_words_or_no_voice_is_one_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, voice: bool, words: bool
) -> None:
    if voice and not can_speak():
        pytest.skip("needs espeak-ng")
    if not voice:
        monkeypatch.setenv("PATH", "")
    ProjectFile.create(Path("film.sora"), spoken() if words else tiny_film()).close()
    before = film()
    assert main(["speak", "film.sora"]) == 1
    said = capsys.readouterr().err
    assert ("isn't installed" if words else "Nobody speaks") in said
    assert "hint: " in said
    assert film() == before
