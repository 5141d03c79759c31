"""A film of a script, made by the command line with no flag but which pack, and read back from its file."""

from pathlib import Path

import av
import numpy as np
import pytest

from sora_studio.cli.main import main

SHOT_FRAMES = 6
SIZE = (720, 1280)


def assert_whole_film(pack: Path, folder: Path, patch: pytest.MonkeyPatch, second: str = "a blue one") -> None:
    """Two shots are made: every frame is there and shows something, and the second shot is another than the first."""
    patch.setenv("SORA_STUDIO_CONFIG", str(folder / "config.toml"))
    patch.chdir(folder)
    shots = (f"[[duration: {SHOT_FRAMES}f]] {words}\n" for words in ("a red candle", second))
    Path("tales.txt").write_text("\n".join(shots))
    assert main(["render", "tales.txt", "--out", "tales.mp4", "--pack", str(pack)]) == 0
    with av.open("tales.mp4") as film:
        frames = np.stack([frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)]).astype(float)
    assert frames.shape == (2 * SHOT_FRAMES, *SIZE, 3)
    # Pictures of one grey would be films, too.
    assert frames.std(axis=(1, 2, 3)).min() > 1
    assert np.abs(frames[SHOT_FRAMES - 1] - frames[SHOT_FRAMES]).mean() > 1
