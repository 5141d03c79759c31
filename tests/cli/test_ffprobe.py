"""Films read back by ffmpeg's own ffprobe: their length to the frame, their rate, codec and colours."""

import json
import shutil
import subprocess
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sora_studio.cli.main import main
from sora_studio.inference.digest import digest_of
from sora_studio.storage.blobs import BlobStore
from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio import keeping
from sora_studio.studio.sound import new_cue
from sora_studio.studio.sound_keeping import keep_media
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Direction, Shot, Take
from sora_studio.timeline.sound import AudioTrack
from sora_studio.timeline.time import FrameRate
from sora_studio.timeline.transition import Transition
from tests.film.sounds import tone, write_wav

FFPROBE = shutil.which("ffprobe")
pytestmark = pytest.mark.skipif(FFPROBE is None, reason="needs ffmpeg's ffprobe")
RATES = [FrameRate(24000, 1001), FrameRate(24), FrameRate(25), FrameRate(30000, 1001)]
SHOTS = (17, 30, 23)
CODECS = {
    "h264": (".mp4", "h264", "aac"), "h265": (".mp4", "hevc", "aac"), "av1": (".mp4", "av1", "aac"),
    "prores": (".mov", "prores", "pcm_s24le"), "prores-proxy": (".mov", "prores", "pcm_s24le"),
}  # fmt: skip

TRIED = [*((rate, "h264") for rate in RATES), *((RATES[0], preset) for preset in list(CODECS)[1:])]


def film(folder: Path, rate: FrameRate) -> Path:
    """Three shots, a dissolve between two of them, a tone under all."""
    path = folder / "film.sora"
    store = BlobStore.beside(path)
    shots: list[Shot] = []
    for number, frames in enumerate(SHOTS):
        digest = digest_of({"grey": number})
        pictures = np.full((frames + 24, 72, 128, 3), 60 + 60 * number, np.uint8)
        keeping.keep(store, keeping.TAKES, digest, {"frames": pictures}, {"frames_per_second": float(rate.per_second)})
        shot = Shot(f"s{number}", Direction("grey"), frames, 6, takes=(Take(digest, "refined", 0),), pinned=digest)
        shots.append(replace(shot, transition=Transition("dissolve", 8)) if number == 0 else shot)
    project = Project("Grey", frame_rate=rate, width=128, height=72, scenes=(Scene("s", "", shots=tuple(shots)),))
    media = keep_media(store, write_wav(folder / "tone.wav", tone(3)))
    track = AudioTrack("t", "Tone", (replace(new_cue(project, media, 0), duration_frames=sum(SHOTS)),))
    ProjectFile.create(path, replace(project, tracks=(track,))).close()
    return path


def probed(path: Path) -> dict[str, dict[str, Any]]:
    """ffprobe's word on each kind of stream, every frame counted by decoding."""
    command = [str(FFPROBE), "-v", "error", "-count_frames", "-show_streams", "-of", "json", str(path)]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return {stream["codec_type"]: stream for stream in told["streams"]}


@pytest.mark.parametrize(("rate", "preset"), TRIED, ids=str)
def test_a_film_is_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rate: FrameRate, preset: str) -> None:
    monkeypatch.setenv("SORA_STUDIO_CONFIG", str(tmp_path / "config.toml"))
    ending, pictures, sound = CODECS[preset]
    out = tmp_path / f"film{ending}"
    assert main(["export", str(film(tmp_path, rate)), "--to", str(out), "--preset", preset, "--size", "128x72"]) == 0
    told = probed(out)
    video, audio = told["video"], told["audio"]
    assert (video["codec_name"], audio["codec_name"]) == (pictures, sound)
    assert (int(video["nb_read_frames"]), Fraction(video["r_frame_rate"])) == (sum(SHOTS), rate.per_second)
    assert Fraction(video["avg_frame_rate"]) == rate.per_second
    assert Fraction(video["duration_ts"]) * Fraction(video["time_base"]) == sum(SHOTS) / rate.per_second
    assert [video[key] for key in ("color_space", "color_primaries", "color_transfer", "color_range")] == [
        "bt709", "bt709", "bt709", "tv",
    ]  # fmt: skip
    assert float(video["start_time"]) == float(audio["start_time"]) == 0
    assert float(audio["duration"]) == pytest.approx(float(sum(SHOTS) / rate.per_second), abs=0.001)
