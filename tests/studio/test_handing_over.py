"""A film handed on with its media: every movie and sound is there, as long and labelled as the cut list says."""

import wave
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest

from sora_studio.errors import ExportError
from sora_studio.studio.handing_over import hand_over, is_film, media_folder
from sora_studio.studio.sound import new_cue
from sora_studio.studio.sound_keeping import keep_media
from sora_studio.studio.studio import RenderOrder, Studio
from sora_studio.timeline.sound import AudioTrack
from sora_studio.timeline.sound_edits import add_cue, add_track
from tests.studio.film import open_tiny_studio


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with open_tiny_studio(tmp_path) as studio:
        for _ in studio.render(RenderOrder(positions=[1, 2], previews=False), device="cpu"):
            pass
        with wave.open(str(tmp_path / "waves.wav"), "wb") as file:
            file.setnchannels(2)
            file.setsampwidth(2)
            file.setframerate(48_000)
            file.writeframes(np.arange(2 * 48_000, dtype="<i2").tobytes())
        cue = new_cue(studio.project, keep_media(studio.store, tmp_path / "waves.wav"), 6)
        studio.edit("Sound", lambda film: add_cue(add_track(film, AudioTrack("t", "Music")), "t", cue))
        yield studio


def handed(studio: Studio, out: Path, with_media: bool = True) -> list[str]:
    return hand_over(studio.project, studio.shots(), studio.store, out, with_media=with_media)


def test_the_cut_points_to_movies_that_hold_what_it_says(studio: Studio, tmp_path: Path) -> None:
    otio = pytest.importorskip("opentimelineio")
    told = handed(studio, tmp_path / "cut.otio")
    assert told == ["Shot 3 has no take yet: its clip is offline."]
    timeline = otio.adapters.read_from_file(str(tmp_path / "cut.otio"))
    first, second, third = timeline.video_tracks()[0].find_clips()
    assert isinstance(third.media_reference, otio.schema.MissingReference)
    for clip in (first, second):
        movie = Path(otio.url_utils.filepath_from_url(clip.media_reference.target_url))
        assert movie.parent == media_folder(tmp_path / "cut.otio")
        available = clip.available_range()
        with av.open(str(movie)) as file:
            stream = file.streams.video[0]
            assert stream.frames == round(available.duration.value)
            assert stream.average_rate == 24
            assert stream.metadata["timecode"] == otio.opentime.to_timecode(available.start_time, 24)
        assert available.start_time <= clip.trimmed_range().start_time
        assert clip.trimmed_range().end_time_exclusive() <= available.end_time_exclusive()
    # The dissolve of six frames finds three in the second shot's movie after its end.
    assert second.available_range().end_time_exclusive() >= second.trimmed_range().end_time_exclusive()
    (sound,) = timeline.audio_tracks()[0].find_clips()
    heard = Path(otio.url_utils.filepath_from_url(sound.media_reference.target_url))
    with wave.open(str(heard)) as file:
        assert (file.getnchannels(), file.getframerate(), file.getnframes()) == (2, 48_000, 48_000)


def test_without_media_nothing_is_written_beside_it(studio: Studio, tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())
    handed(studio, tmp_path / "cut.xml", with_media=False)
    handed(studio, tmp_path / "cut.csv")
    assert set(tmp_path.iterdir()) - before == {tmp_path / "cut.xml", tmp_path / "cut.csv"}


def test_a_second_time_nothing_is_encoded_again(studio: Studio, tmp_path: Path) -> None:
    handed(studio, tmp_path / "cut.edl")
    kept = set((tmp_path / "film.takes" / "segments").rglob("*"))
    handed(studio, tmp_path / "other.fcpxml")
    assert kept
    assert set((tmp_path / "film.takes" / "segments").rglob("*")) == kept


def test_a_film_is_told_from_a_list_by_its_ending(tmp_path: Path) -> None:
    assert is_film(Path("film.MP4"))
    assert not is_film(Path("film.edl"))
    with pytest.raises(ExportError, match=r"doesn't say what"):
        is_film(Path("film.doc"))
    with open_tiny_studio(tmp_path) as studio, pytest.raises(ExportError, match="no folder"):
        handed(studio, tmp_path / "none" / "cut.edl")
