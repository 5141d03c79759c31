"""The reel of the six tales, all but its rendering, which takes minutes."""

import importlib.util
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sora_studio.studio.script_import import read_script
from sora_studio.studio.sound import film_sound
from sora_studio.timeline.project import RenderSettings
from tests.studio.film import open_tiny_studio

EXAMPLES = Path(__file__).parents[2] / "resources" / "examples"
SPEC = importlib.util.spec_from_file_location("reel", EXAMPLES / "reel.py")
assert SPEC is not None
assert SPEC.loader is not None
reel = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(reel)


def test_the_reel_is_cut_spoken_and_played_and_so_it_is_a_second_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = reel.told(read_script(EXAMPLES / "six-tales.fountain"))
    assert [shot.dialogue[0].character for _, shot in film.shots()] == ["NARRATOR"] * 6
    film = replace(film, width=64, height=36, settings=RenderSettings(pack="tiny"))
    said: list[str] = []
    monkeypatch.setenv("PATH", str(tmp_path))
    with open_tiny_studio(tmp_path, film) as studio:
        for _ in range(2):
            # A second time the film is there, cut already.
            studio.edit("Bring up to date", reel.told)
            reel.finish(studio, said.append)
        project = studio.project
        shots = [shot for _, shot in project.shots()]
        assert [shot.dialogue for shot in shots] == [(), *(shot.dialogue for _, shot in film.shots()), ()]
        assert [shot.number for shot in shots if shot.card] == ["T1", "T2"]
        assert [shot.card.split("\n")[0] for shot in shots] == ["Six Tales", *[""] * 6, "The End"]
        assert [shot.transition.kind for shot in shots] == ["dissolve"] * 7 + ["cut"]
        assert all(len(shot.camera) == 2 for shot in shots[1:-1])
        (track,) = project.tracks
        assert track.cues[0].stop_frame == project.duration_frames
        heard = film_sound(project, studio.store).read(0, 48_000 * 29)
        assert 0.1 < np.abs(heard).max() < 1
    assert said == ["espeak-ng isn't installed: nobody speaks the narration."] * 2


def test_the_music_comes_and_goes_softly() -> None:
    music = reel.music(12.0)
    assert music.shape == (12 * 48_000, 2)
    assert np.abs(music).max() == pytest.approx(0.7)
    assert np.abs(music[:480]).max() < 0.01 > np.abs(music[-480:]).max()
