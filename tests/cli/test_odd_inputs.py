"""Files as people really have them: each comes in right, or gets one clear sentence and changes nothing."""

import json
import shutil
import struct
import time
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from sora_studio.cli.main import main
from sora_studio.exchange.importing import FILM_ENDINGS, PICTURE_ENDINGS
from sora_studio.storage.blobs import BlobStore
from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio import footage, keeping
from sora_studio.studio.file_import import MOVIE_ENDINGS, SOUND_ENDINGS
from sora_studio.studio.sketches import DRAWINGS, _picture
from sora_studio.timeline.shot import Shot
from sora_studio.timeline.time import FrameRate
from tests.cli.test_exchange import film
from tests.exchange.cuts import cut_film
from tests.film.sounds import tone

TWO_GB = 2_147_483_648


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SORA_STUDIO_CONFIG", str(tmp_path / "config.toml"))
    ProjectFile.create(tmp_path / "film.sora", cut_film()).close()
    return tmp_path


def brought_in(capsys: pytest.CaptureFixture[str], file: str, into: str = "film.sora") -> list[str]:
    """What is said of an import that works."""
    assert main(["import", file, "--into", into, "--json"]) == 0
    return [json.loads(line)["message"] for line in capsys.readouterr().out.splitlines()]


def refused(capsys: pytest.CaptureFixture[str], file: str) -> str:
    """The sentence an import is refused with; the film is as it was."""
    before = film()
    assert main(["import", file, "--into", "film.sora"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert [line.split(":")[0] for line in said] == ["error", "hint"]
    assert film() == before
    return said[0]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_scripts_of_any_system_and_name(capsys: pytest.CaptureFixture[str], ending: str, mark: bytes) -> None:
    text = "INT. KÜCHE - NACHT\n\nEine Tür 扉 öffnet sich.\n\nANJA\nWer da?\n".replace("\n", ending)
    name = "Drehbuch – 第一幕 «fin».fountain"
    Path(name).write_bytes(mark + text.encode())
    brought_in(capsys, name, "neu ÿ.sora")
    made = film("neu ÿ.sora")
    assert [scene.heading for scene in made.scenes] == ["INT. KÜCHE - NACHT"]
    (shot,) = made.scenes[0].shots
    assert "扉" in shot.direction.prompt + shot.action
    assert shot.dialogue[0].text == "Wer da?"


def test_shots_of_no_frames_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    events = (
        "001  A        V     C        01:00:00:00 01:00:00:00 01:00:00:00 01:00:00:00\n"
        "* FROM CLIP NAME: nothing\n"
        "002  B        V     C        01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00\n"
        "* FROM CLIP NAME: something\n"
    )
    Path("cut.edl").write_text(f"TITLE: Odd\nFCM: NON-DROP FRAME\n\n{events}", encoding="utf-8")
    brought_in(capsys, "cut.edl", "new.sora")
    assert [shot.duration_frames for _, shot in film("new.sora").shots()] == [48]


def test_one_frame_a_second(capsys: pytest.CaptureFixture[str]) -> None:
    otio = pytest.importorskip("opentimelineio")
    timeline = otio.schema.Timeline("Slow")
    timeline.tracks.append(otio.schema.Track("V1", kind="Video"))
    times = otio.opentime.TimeRange(otio.opentime.RationalTime(0, 1), otio.opentime.RationalTime(5, 1))
    timeline.tracks[0].append(otio.schema.Clip("slide", source_range=times))
    otio.adapters.write_to_file(timeline, "slow.otio")
    brought_in(capsys, "slow.otio", "slow.sora")
    made = film("slow.sora")
    assert (float(made.frame_rate.per_second), made.duration_frames) == (1.0, 5)
    assert main(["export", "slow.sora", "--to", "slow.edl", "--no-media"]) == 0


@pytest.mark.parametrize("channels", [1, 2, 6])
def test_sound_of_any_channels_is_on_its_track(capsys: pytest.CaptureFixture[str], channels: int) -> None:
    samples = np.repeat(tone(1.0)[:, None], channels, axis=1)
    with av.open("sound.wav", "w") as file:
        stream = file.add_stream("pcm_s16le", rate=48_000, layout={1: "mono", 2: "stereo", 6: "5.1"}[channels])
        packed = (samples * 20_000).astype(np.int16).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(packed, "s16", stream.layout.name)
        frame.sample_rate = 48_000
        for packet in (*stream.encode(frame), *stream.encode(None)):
            file.mux(packet)
    brought_in(capsys, "sound.wav")
    cue = film().tracks[-1].cues[0]
    assert (cue.name, cue.duration_frames) == ("sound.wav", 24)


@pytest.mark.slow
def test_ten_hours_of_sound(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    rate, seconds = 8_000, 36_000
    header = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + rate * seconds, b"WAVE", b"fmt ", 16, 1, 1, rate, rate, 1,
                         8, b"data", rate * seconds)  # fmt: skip
    with Path("long.wav").open("wb") as file:
        file.write(header)
        file.truncate(len(header) + rate * seconds)
    if shutil.disk_usage(folder).free < 8e9:
        assert "disk is full" in refused(capsys, "long.wav")
        return
    brought_in(capsys, "long.wav")
    assert film().tracks[-1].cues[0].duration_frames == seconds * 24


def test_a_photo_taken_sideways_stands_upright(capsys: pytest.CaptureFixture[str]) -> None:
    picture = np.zeros((40, 80, 3), np.uint8)
    picture[:, :40] = 255
    encoded = cv2.imencode(".jpg", picture)[1].tobytes()
    # EXIF: one entry, orientation 6, the camera was turned (JEITA CP-3451, 4.6.4).
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    Path("IMG 0001.jpg").write_bytes(encoded[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + encoded[2:])
    brought_in(capsys, "IMG 0001.jpg")
    shot = film().scenes[-1].shots[-1]
    assert shot.direction.prompt == "IMG 0001"
    kept = _picture(BlobStore.beside(Path("film.sora")).read(DRAWINGS, shot.sketch))
    assert kept is not None
    assert kept.shape[:2] == (80, 40)
    assert kept[10, 20, 0] > 200 > 50 > kept[70, 20, 0]


TIMES_MS = (0, 33, 71, 150, 400, 433, 999)
# Of ISO 14496-12, 6.2.2: as it is, and turned by a quarter to the right, 16.16 and 2.30 fixed point.
AS_IT_IS = struct.pack(">9i", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
TURNED = struct.pack(">9i", 0, 1 << 16, 0, -1 << 16, 0, 0, 32 << 16, 0, 1 << 30)


def phone_video(path: Path, sound: bool) -> None:
    """Frames at times of no rate, brighter one by one, white at the left; a quarter turn stands in the header."""
    with av.open(str(path), "w") as file:
        video = file.add_stream("libx264", rate=30)
        video.width, video.height, video.pix_fmt, video.time_base = 64, 32, "yuv420p", Fraction(1, 1000)
        audio = file.add_stream("aac", rate=48_000, layout="mono") if sound else None
        for number, at_ms in enumerate(TIMES_MS):
            picture = np.full((32, 64, 3), 25 * number, np.uint8)
            picture[:, :16] = 255
            frame = av.VideoFrame.from_ndarray(picture)
            frame.pts, frame.time_base = at_ms, Fraction(1, 1000)
            file.mux(video.encode(frame))
        file.mux(video.encode(None))
        if audio is not None:
            samples = av.AudioFrame.from_ndarray((tone(1.0)[None] * 0.5).astype(np.float32), "fltp", "mono")
            samples.sample_rate = 48_000
            file.mux(audio.encode(samples))
            file.mux(audio.encode(None))
    made = path.read_bytes()
    # The movie's own matrix, then the picture track's.
    at = made.index(AS_IT_IS, made.index(b"tkhd"))
    path.write_bytes(made[:at] + TURNED + made[at + len(TURNED) :])


def pictures(shot: Shot, into: str = "film.sora") -> NDArray[np.uint8]:
    (take,) = shot.takes
    return keeping.frames_of(BlobStore.beside(Path(into)), take)


def test_a_phone_s_video_is_a_shot_upright_and_in_time(capsys: pytest.CaptureFixture[str]) -> None:
    phone_video(Path("VID.mp4"), sound=True)
    before = film()
    assert brought_in(capsys, "VID.mp4") == ["“VID.mp4” is a scene of 1 shot, after the film's own."]
    made = film()
    (shot,) = made.scenes[-1].shots
    assert (shot.footage, shot.is_rendered, made.scenes[-1].heading) == ("VID.mp4", False, "VID")
    frames = pictures(shot)
    assert frames.shape[1:] == (64, 32, 3), "stands as the phone was held"
    assert frames[:, 4].min() > 230, "what was left is on top"
    # What is seen in the middle of each frame of 1/24 s is the newest picture by then.
    newest = [max(n for n, ms in enumerate(TIMES_MS) if ms <= (at + 0.5) / 24 * 1000) for at in range(24)]
    assert [round(float(frame[40:].mean()) / 25) for frame in frames[:24]] == newest
    cue = made.tracks[-1].cues[0]
    assert cue.start_frame == before.duration_frames
    assert abs(cue.duration_frames - 24) <= 2


def test_a_movie_without_sound_is_a_film_at_its_own_rate(capsys: pytest.CaptureFixture[str]) -> None:
    two_shots(Path("mute.mov"), 25)
    assert brought_in(capsys, "mute.mov", "new.sora") == ["1 scene, 2 shots"]
    made = film("new.sora")
    assert (made.frame_rate, made.tracks) == (FrameRate(25), ())
    shots = [shot for _, shot in made.shots()]
    assert [shot.duration_frames for shot in shots] == [30, 20]
    assert [pictures(shot, "new.sora").mean() > 128 for shot in shots] == [False, True]
    assert main(["shots", "new.sora", "--json"]) == 0
    assert '"state": "footage"' in capsys.readouterr().out
    assert main(["export", "new.sora", "--to", "out.mp4"]) == 0
    assert main(["render", "new.sora", "--out", "again.mp4"]) == 0, "footage asks for nothing"


def test_a_take_of_minutes_becomes_shots_that_can_be_held(capsys: pytest.CaptureFixture[str]) -> None:
    with av.open("long.mp4", "w") as file:
        video = file.add_stream("libx264", rate=10, options={"preset": "ultrafast"})
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        for number in range(450):
            file.mux(video.encode(av.VideoFrame.from_ndarray(np.full((48, 64, 3), number // 2, np.uint8))))
        file.mux(video.encode(None))
    brought_in(capsys, "long.mp4", "new.sora")
    shots = [shot for _, shot in film("new.sora").shots()]
    assert [shot.duration_frames for shot in shots] == [200, 200, 50], "no longer than twenty seconds"
    # Not a frame is lost or shown twice where it is cut.
    levels = np.concatenate([pictures(shot, "new.sora")[:, 24, 32, 0] for shot in shots]).astype(int)
    assert np.abs(levels - np.arange(450) // 2).max() <= 3


def two_shots(path: Path, rate: int, **options: str) -> None:
    """Thirty dark frames, then twenty light ones."""
    with av.open(str(path), "w", options=options) as file:
        video = file.add_stream("libx264", rate=rate, options={"g": "10"})
        video.width, video.height, video.pix_fmt = 1024, 576, "yuv420p"
        noise = np.random.default_rng(5).integers(0, 60, (576, 1024, 3), np.uint8)
        for number in range(50):
            file.mux(video.encode(av.VideoFrame.from_ndarray(noise if number < 30 else 255 - noise)))
        file.mux(video.encode(None))


def test_of_a_movie_cut_off_in_the_middle_what_is_there_comes_in(capsys: pytest.CaptureFixture[str]) -> None:
    two_shots(Path("whole.mp4"), 24, movflags="faststart")
    whole = Path("whole.mp4").read_bytes()
    Path("half.mp4").write_bytes(whole[: len(whole) * 2 // 3])
    brought_in(capsys, "half.mp4")
    assert 5 < sum(shot.duration_frames for shot in film().scenes[-1].shots) < 50
    two_shots(Path("index last.mp4"), 24)
    whole = Path("index last.mp4").read_bytes()
    Path("headless.mp4").write_bytes(whole[: len(whole) * 2 // 3])
    assert "can't be read" in refused(capsys, "headless.mp4")


def test_a_decoder_that_crashes_costs_a_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    two_shots(Path("evil.mp4"), 24)
    monkeypatch.setattr(footage, "MODULE", "tests.studio.crashing_process")
    assert "the process that decodes it stopped" in refused(capsys, "evil.mp4")


@pytest.mark.parametrize("ending", [*FILM_ENDINGS, *PICTURE_ENDINGS, *SOUND_ENDINGS, *MOVIE_ENDINGS])
def test_a_file_of_two_gigabytes_is_refused_at_once(capsys: pytest.CaptureFixture[str], ending: str) -> None:
    with Path(f"huge{ending}").open("wb") as file:
        file.truncate(TWO_GB)
    begun = time.process_time()
    refused(capsys, f"huge{ending}")
    assert time.process_time() - begun < 10
