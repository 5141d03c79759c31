"""A still is the frame, bit for bit."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from sora_studio.errors import ExportError
from sora_studio.film.stills import save_png


def test_a_still_comes_back_bit_for_bit(tmp_path: Path) -> None:
    frame = np.random.default_rng(0).integers(0, 255, (9, 16, 3)).astype(np.uint8)
    out = tmp_path / "poster 夜.png"
    save_png(frame, out)
    bgr = cv2.imdecode(np.frombuffer(out.read_bytes(), np.uint8), cv2.IMREAD_COLOR)
    assert np.array_equal(np.asarray(bgr)[..., ::-1], frame)
    assert list(tmp_path.iterdir()) == [out]


def test_a_still_that_cant_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(ExportError):
        save_png(np.zeros((2, 2, 3), np.uint8), tmp_path / "missing" / "poster.png")
