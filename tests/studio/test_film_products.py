"""Each preset's files, read back by readers that aren't ours: OpenCV and ffmpeg."""

from dataclasses import replace
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from sora_studio.errors import ExportError
from sora_studio.studio.events import Event, FilmWritten, Notice
from sora_studio.studio.film_products import PRESETS, preset_for
from sora_studio.studio.sound import new_cue
from sora_studio.studio.sound_keeping import keep_media
from sora_studio.studio.stills import still
from sora_studio.studio.studio import RenderOrder, Studio
from sora_studio.timeline.sound import AudioTrack
from tests.film.sounds import tone, write_wav
from tests.studio.film import open_tiny_studio

FRAMES = 72


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> "Studio":
    folder = tmp_path_factory.mktemp("products")
    studio = open_tiny_studio(folder)
    list(studio.render(RenderOrder(), device="cpu"))
    tracks: list[AudioTrack] = []
    for name, hertz in (("Music", 440), ("Dialogue: Zoë", 880)):
        media = keep_media(studio.store, write_wav(folder / f"{hertz}.wav", tone(2.0, hertz=hertz)))
        film = replace(studio.project, tracks=tuple(tracks))
        tracks.append(AudioTrack(name, name, (new_cue(film, media, 12),)))
    studio.edit("sound", lambda project: replace(project, tracks=tuple(tracks)))
    return studio


def written(studio: Studio, out: Path, preset: str = "") -> FilmWritten:
    events: list[Event] = list(studio.write_film(out, preset=preset))
    assert isinstance(events[-1], FilmWritten)
    return events[-1]


def samples(file: Path) -> NDArray[np.int32]:
    with av.open(str(file)) as sound:
        blocks = [frame.to_ndarray().reshape(-1, 2) for frame in sound.decode(sound.streams.audio[0])]
    return np.concatenate(blocks).astype(np.int32)


def test_each_ending_means_its_first_preset() -> None:
    meant = {ending: preset_for(Path(f"a{ending.upper()}")).name for each in PRESETS for ending in each.endings}
    assert meant == {
        ".mp4": "h264", ".m4v": "h264", ".mov": "h264", ".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg",
        ".gif": "gif", ".webp": "webp", ".wav": "wav",
    }  # fmt: skip
    with pytest.raises(ExportError, match="can't be written with the preset “prores”"):
        preset_for(Path("a.mp4"), "prores")
    with pytest.raises(ExportError, match="no preset “betamax”"):
        preset_for(Path("a.mp4"), "betamax")


def test_a_review_copy_is_720_high_and_a_small_film_stays_small(studio: Studio) -> None:
    review = preset_for(Path("a.mp4"), "h264-review")
    large = replace(studio.project, width=1920, height=804)
    assert (review.sized(large).width, review.sized(large).height) == (1720, 720)
    assert review.sized(studio.project) == studio.project


def test_every_frame_is_a_picture_as_the_film_shows_it(studio: Studio, tmp_path: Path) -> None:
    done = written(studio, tmp_path / "tale.png")
    folder = tmp_path / "tale frames"
    assert (done.path, done.frames, done.seconds) == (str(folder), FRAMES, 3.0)
    files = sorted(folder.iterdir())
    assert [file.name for file in files] == [f"tale.{number:06}.png" for number in range(FRAMES)]
    for number in (0, 47, 71):
        read = cv2.imread(str(files[number]))
        assert read is not None
        shown = still(studio.project, studio.shots(), studio.store, number)
        np.testing.assert_array_equal(read[..., ::-1], shown)


def test_pictures_take_the_place_of_pictures_and_of_nothing_else(studio: Studio, tmp_path: Path) -> None:
    written(studio, tmp_path / "tale.jpg")
    folder = tmp_path / "tale frames"
    (folder / "tale.999999.jpg").touch()
    written(studio, tmp_path / "tale.jpg")
    assert len(list(folder.iterdir())) == FRAMES
    (folder / "my notes.txt").write_text("keep me")
    with pytest.raises(ExportError, match="holds other things"):
        written(studio, tmp_path / "tale.jpg")
    assert (folder / "my notes.txt").read_text() == "keep me"
    assert [path.name for path in tmp_path.iterdir()] == ["tale frames"]


def test_a_still_of_each_shot_has_the_shots_name(studio: Studio, tmp_path: Path) -> None:
    done = written(studio, tmp_path / "tale.png", "stills")
    assert done.frames == 3
    names = sorted(file.name for file in (tmp_path / "tale stills").iterdir())
    assert names == ["sc010_sh010.png", "sc010_sh020.png", "sc010_sh030.png"]
    read = cv2.imread(str(tmp_path / "tale stills" / names[0]))
    assert read is not None
    np.testing.assert_array_equal(read[..., ::-1], still(studio.project, studio.shots(), studio.store, 12))


@pytest.mark.parametrize(("name", "per_second"), [("tale.gif", 12), ("tale.webp", 12)])
def test_animations_play_over_and_over_at_their_own_rate(
    studio: Studio, tmp_path: Path, name: str, per_second: int
) -> None:
    done = written(studio, tmp_path / name)
    read, animation = cv2.imreadanimation(str(tmp_path / name))
    assert read
    assert animation.loop_count == 0
    assert done.frames == 3 * per_second
    # Frames that look alike may be written as one that lasts longer.
    ends_ms = np.cumsum(animation.durations)
    assert ends_ms[-1] == pytest.approx(3000, abs=30)
    for frame in (6, 30, 60):
        shown = still(studio.project, studio.shots(), studio.store, frame)
        picture = animation.frames[int(np.searchsorted(ends_ms, frame / 24 * 1000 + 20))]
        assert np.abs(picture[..., 2::-1].astype(float) - shown).mean() < 6


def test_the_sound_alone_is_as_long_as_the_film(studio: Studio, tmp_path: Path) -> None:
    written(studio, tmp_path / "tale.wav")
    with av.open(str(tmp_path / "tale.wav")) as sound:
        track = sound.streams.audio[0]
        assert (track.codec_context.name, track.rate, track.channels) == ("pcm_s24le", 48_000, 2)
    heard = samples(tmp_path / "tale.wav")
    assert len(heard) == 3 * 48_000
    assert not heard[:24_000].any(), "both sounds begin with the film's thirteenth frame"
    assert heard[24_000:].any()


def test_stems_are_a_file_of_each_track_and_line_up(studio: Studio, tmp_path: Path) -> None:
    written(studio, tmp_path / "tale.wav", "stems")
    heard: dict[str, float] = {}
    for file in (tmp_path / "tale stems").iterdir():
        left = samples(file)[:, 0]
        assert len(left) == 3 * 48_000
        heard[file.name] = float(np.argmax(np.abs(np.fft.rfft(left)))) / 3
    assert heard == {"tale music.wav": pytest.approx(440, abs=1), "tale dialogue-zoë.wav": pytest.approx(880, abs=1)}


def test_a_silent_film_has_no_sound_to_write(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path) as studio:
        list(studio.render(RenderOrder(positions=[1]), device="cpu"))
        for preset in ("wav", "stems"):
            with pytest.raises(ExportError, match="no sound"):
                list(studio.write_film(tmp_path / "tale.wav", preset=preset))
        events = list(studio.write_film(tmp_path / "tale.png", preset="stills"))
        assert any(isinstance(event, Notice) and "leaves them out" in event.message for event in events)
        assert [file.name for file in (tmp_path / "tale stills").iterdir()] == ["sc010_sh010.png"]
