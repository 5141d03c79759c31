"""What lies over the film: where it is drawn, and which segments it makes anew."""

from pathlib import Path

import numpy as np
import pytest

from sora_studio.film import FilmShot, render_film
from sora_studio.film.captions import BurntCaptions, Caption
from sora_studio.film.fit import fit
from sora_studio.film.lettering import undrawable
from sora_studio.film.overlays import EndFades, Matte, Overlay
from sora_studio.film.title_card import title_card
from sora_studio.storage.blobs import BlobStore
from sora_studio.timeline.time import FrameRate

GREY = np.full((180, 320, 3), 128, np.uint8)


def test_a_matte_leaves_its_shape_and_the_frame_it_was_given() -> None:
    framed = Matte(2.39).draw(GREY, 0)
    lit = framed.any(axis=2)
    rows, columns = np.flatnonzero(np.any(lit, axis=1)), np.flatnonzero(np.any(lit, axis=0))
    assert (columns[0], columns[-1]) == (0, 319)
    assert 320 / len(rows) == pytest.approx(2.39, abs=0.04)
    assert rows[0] % 2 == 0 == 180 - 1 - rows[-1] - rows[0]
    upright = Matte(9 / 16).draw(GREY, 0).any(axis=2)
    assert upright.any(axis=0).sum() == pytest.approx(180 * 9 / 16, abs=2)
    assert GREY.all()
    assert Matte(16 / 9).draw(GREY, 0) is GREY


def test_fades_go_evenly_from_black_to_black() -> None:
    fades = EndFades(4, 5, 24)
    greys = [float(fades.draw(GREY, at).mean()) for at in range(24)]
    assert greys[:5] == pytest.approx([0, 32, 64, 96, 128], abs=0.6)
    assert greys[18:] == pytest.approx([128, 102.4, 76.8, 51.2, 25.6, 0], abs=0.6)
    assert greys[5:18] == [128] * 13
    assert fades.key(6, 10) is None, "the middle of the film depends on no fade"
    assert fades.key(0, 3) != fades.key(1, 3)


def test_cropping_fills_the_picture_about_its_middle() -> None:
    wide = np.zeros((100, 400, 3), np.uint8)
    wide[:, 150:250] = 200
    assert not fit(wide, 100, 100)[:30].any(), "whole, it has bars"
    assert (fit(wide, 100, 100, "crop") == 200).all()
    tall = np.ascontiguousarray(wide.transpose(1, 0, 2))
    assert (fit(tall, 50, 50, "crop") == 200).all()
    assert fit(GREY, 320, 180, "crop").shape == (180, 320, 3)


def test_captions_are_seen_while_they_are_said_and_low_in_the_middle() -> None:
    said = BurntCaptions((Caption(5, 9, "Hello there,\nold friend."), Caption(9, 12, "日本語 Zoë")))
    for frame, is_said in ((4, False), (5, True), (8, True), (9, True), (11, True), (12, False)):
        changed = (said.draw(GREY, frame) != GREY).any(axis=2)
        assert changed.any() == is_said
        if is_said:
            rows, columns = np.nonzero(changed)
            assert rows.min() > 110
            assert columns.min() + columns.max() == pytest.approx(320, abs=6)
    assert said.key(0, 5) is None
    assert said.key(4, 3) == ["captions", [[1, 3, "Hello there,\nold friend."]]]


def test_a_long_caption_stays_inside_an_upright_picture() -> None:
    upright = np.full((320, 180, 3), 128, np.uint8)
    drawn = BurntCaptions((Caption(0, 1, "W" * 42),)).draw(upright, 0)
    columns = np.flatnonzero((drawn != upright).any(axis=(0, 2)))
    assert columns[0] > 0
    assert columns[-1] < 179


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (320, 180), (720, 1280), (1920, 804)])
@pytest.mark.parametrize("text", ["Six Tales", "A Very Long Title That Goes On\nby\nSomebody", "長い題", "x" * 200])
def test_a_title_card_has_all_its_words_within_the_picture(width: int, height: int, text: str) -> None:
    lit = title_card(text, width, height).max(axis=2) > 60
    rows, columns = np.nonzero(lit)
    assert len(rows)
    assert columns.min() > 0
    assert columns.max() < width - 1
    assert columns.min() + columns.max() == pytest.approx(width, abs=max(8, 0.03 * width))
    assert rows.min() + rows.max() == pytest.approx(height, abs=max(6, 0.12 * height))


def test_only_segments_that_look_otherwise_are_made_anew(tmp_path: Path) -> None:
    clips = {at: np.full((12, 36, 64, 3), 40 * at + 20, np.uint8) for at in range(4)}
    shots = [FilmShot(f"{at}", clip.copy, 24, 12) for at, clip in clips.items()]
    store = BlobStore(tmp_path / "film.takes")

    def encoded(*overlays: Overlay) -> int:
        size = {"frame_rate": FrameRate(24), "width": 64, "height": 36, "segments": store}
        out = tmp_path / "film.mp4"
        return render_film(shots, out, **size, overlays=overlays).segments_encoded  # pyright: ignore[reportArgumentType]

    assert encoded() == 4
    assert encoded(EndFades(6, 6, 48)) == 2, "only the ends fade"
    assert encoded(EndFades(6, 6, 48)) == 0
    assert encoded(BurntCaptions((Caption(13, 20, "Hello"),))) == 1
    assert encoded(BurntCaptions((Caption(13, 21, "Hello"),))) == 1
    assert encoded(Matte(2.39)) == 4
    assert encoded() == 0


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Die Tür, naïve – “Größe” ½?", ""),
        ("Привет, Ελληνικά, 第一幕 カフェ 안녕", ""),
        ("Zoe\u0308", ""),
        ("שלום", "שלום"),
        ("مرحبا 5", "مرحبا"),
        ("नमस्ते!", "नमस्ते"),
        ("a 🌊 b 🌊", "🌊"),
    ],
)
def test_letters_that_come_out_otherwise_than_they_are_read_are_known(text: str, letters: str) -> None:
    assert undrawable(text) == letters


def test_a_letter_in_two_parts_is_drawn_as_the_one() -> None:
    assert (title_card("Zoe\u0308", 320, 180) == title_card("Zoë", 320, 180)).all()
