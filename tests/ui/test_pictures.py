"""Pictures come from the background, once, and the window never waits for them."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event
from threading import enumerate as threads

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from sora_studio.studio import keeping
from sora_studio.studio.pictures import FilmPictures
from sora_studio.studio.studio import RenderOrder, Studio
from sora_studio.timeline.shot import Shot
from sora_studio.ui.pictures import TOO_NEAR, FilmImage, Pictures
from tests.studio.film import open_tiny_studio

HEIGHT = 64


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """Shots 2 and 3 are refined, with a dissolve of 6 between them; shot 1 has no take."""
    with open_tiny_studio(tmp_path_factory.mktemp("film")) as studio:
        list(studio.render(RenderOrder(positions=(2, 3)), device="cpu"))
        yield studio


@pytest.fixture
def pictures(film: Studio, qtbot: QtBot) -> Iterator[Pictures]:
    made = Pictures(film.store)
    made.update(film.project, film.shots())
    yield made
    made.close()


@pytest.fixture
def held_up(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Until it is set, no take can be read."""
    go_on = Event()
    frames_of = keeping.frames_of

    def waiting(*arguments):
        assert go_on.wait(10)
        return frames_of(*arguments)

    monkeypatch.setattr(keeping, "frames_of", waiting)
    yield go_on
    go_on.set()


def shot(film: Studio, position: int) -> Shot:
    return [each for _, each in film.project.shots()][position - 1]


def pixels(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def settled(qtbot: QtBot, pictures: Pictures) -> None:
    qtbot.waitUntil(lambda: not pictures.busy, timeout=10_000)


def frame(qtbot: QtBot, pictures: Pictures, index: int, exact: bool = True) -> FilmImage:
    found = pictures.frame(index, HEIGHT, exact)
    if found is None:
        with qtbot.waitSignal(pictures.frame_ready, check_params_cb=lambda told: told == index):
            pass
        found = pictures.frame(index, HEIGHT, exact)
    assert found is not None
    return found


def expected(film: Studio, index: int, exact: bool = True) -> np.ndarray:
    source = FilmPictures(film.store)
    source.update(film.project, film.shots())
    picture = source.frame(index, HEIGHT, exact=exact).frame
    assert picture is not None
    return picture


def test_a_frame_is_announced_and_then_there_at_once(film: Studio, pictures: Pictures, qtbot: QtBot) -> None:
    for index in (24, 46, 60):  # a take's own frame, one in a dissolve, one between
        assert pictures.frame(index, HEIGHT) is None
        found = frame(qtbot, pictures, index)
        assert (found.shot_id, found.shot_frame) == (shot(film, 1 + index // 24).id, index % 24)
        assert found.image is not None
        np.testing.assert_array_equal(pixels(found.image), expected(film, index))
        assert not pictures.busy


def test_a_card_is_known_at_once(film: Studio, pictures: Pictures) -> None:
    assert pictures.frame(5, HEIGHT) == FilmImage(None, shot(film, 1).id, 5)
    assert pictures.frame(99, HEIGHT) == FilmImage(None, "", 0)
    assert pictures.thumbnail(shot(film, 1).id, 0, 16) is None
    assert not pictures.busy


def test_the_window_never_waits_for_a_picture(film: Studio, pictures: Pictures, qtbot: QtBot, held_up: Event) -> None:
    started = time.perf_counter()
    for index in range(24, 72):
        assert pictures.frame(index, HEIGHT) is None
        pictures.prefetch(index, 20, HEIGHT)
        pictures.thumbnail(shot(film, 3).id, index - 24, 16)
    pictures.update(film.project, film.shots())
    assert time.perf_counter() - started < 1
    qtbot.wait(50)
    assert pictures.busy
    held_up.set()
    settled(qtbot, pictures)
    assert pictures.frame(71, HEIGHT) is not None


def test_an_edit_elsewhere_keeps_what_is_made(film: Studio, pictures: Pictures, qtbot: QtBot) -> None:
    for index in (30, 60):
        frame(qtbot, pictures, index)
    first, third = shot(film, 1), shot(film, 3)
    longer = film.project.with_shot(replace(first, duration_frames=34))
    others = [replace(each, shot=found) for each, (_, found) in zip(film.shots(), longer.shots(), strict=True)]
    pictures.update(longer, others)
    assert pictures.frame(40, HEIGHT) is not None
    slipped = longer.with_shot(replace(third, head_frames=3))
    others = [replace(each, shot=found) for each, (_, found) in zip(film.shots(), slipped.shots(), strict=True)]
    pictures.update(slipped, others)
    assert pictures.frame(40, HEIGHT) is not None
    assert pictures.frame(70, HEIGHT) is None


def test_frames_ahead_are_ready_before_the_playhead(film: Studio, pictures: Pictures, qtbot: QtBot) -> None:
    pictures.prefetch(24, 20, HEIGHT)
    settled(qtbot, pictures)
    for index in range(24, 44):
        found = pictures.frame(index, HEIGHT, exact=False)
        assert found is not None
        assert found.image is not None
        # The first ones are wanted too soon for their motion to be found.
        np.testing.assert_array_equal(pixels(found.image), expected(film, index, exact=index >= 24 + TOO_NEAR))
    assert pictures.frame(44, HEIGHT, exact=False) is None
    pictures.prefetch(60, 8, HEIGHT, step=-2)
    settled(qtbot, pictures)
    assert [pictures.frame(index, HEIGHT, exact=False) is not None for index in (60, 53, 46, 63)] == [True] * 3 + [
        False
    ]


def test_a_mix_is_shown_until_the_exact_frame_is_there(film: Studio, pictures: Pictures, qtbot: QtBot) -> None:
    rough = frame(qtbot, pictures, 27, exact=False)
    first = pictures.frame(27, HEIGHT)
    assert first is not None
    assert first.image is not None
    assert first.image == rough.image
    with qtbot.waitSignal(pictures.frame_ready):
        pass
    found = pictures.frame(27, HEIGHT)
    assert found is not None
    assert found.image is not None
    np.testing.assert_array_equal(pixels(found.image), expected(film, 27))


def test_thumbnails_come_for_their_shots(film: Studio, pictures: Pictures, qtbot: QtBot) -> None:
    ids = [shot(film, position).id for position in (2, 3)]
    told: list[str] = []
    pictures.thumbnail_ready.connect(told.append)
    assert [pictures.thumbnail(shot_id, 12, 18) for shot_id in ids] == [None, None]
    settled(qtbot, pictures)
    assert sorted(told) == sorted(ids)
    for shot_id in ids:
        image = pictures.thumbnail(shot_id, 12, 18)
        assert image is not None
        assert (image.width(), image.height()) == (36, 18)


def test_a_take_is_shown_beside_the_film(film: Studio, pictures: Pictures, qtbot: QtBot) -> None:
    second = shot(film, 2)
    (take,) = second.takes
    for ask in (pictures.take_frame, pictures.take_thumbnail):
        assert ask(second.id, take.digest, 6, HEIGHT) is None
        with qtbot.waitSignal(pictures.take_ready) as told:
            pass
        assert told.args == [second.id, take.digest]
        image = ask(second.id, take.digest, 6, HEIGHT)
        assert image is not None
        np.testing.assert_array_equal(pixels(image), expected(film, 30))
    assert pictures.take_frame(second.id, "no take", 0, HEIGHT) is None
    assert pictures.take_frame("no shot", take.digest, 0, HEIGHT) is None
    assert not pictures.busy


def test_a_lost_take_becomes_a_card_in_place(tmp_path: Path, qtbot: QtBot) -> None:
    with open_tiny_studio(tmp_path) as studio:
        list(studio.render(RenderOrder(positions=(1,)), device="cpu"))
        pictures = Pictures(studio.store)
        pictures.update(studio.project, studio.shots())
        first = shot(studio, 1)
        studio.store.path("takes", first.takes[-1].digest).write_bytes(b"harmed")
        found = frame(qtbot, pictures, 0)
        assert found == FilmImage(None, first.id, 0)
        assert "damaged" in pictures.problem(first.id)
        assert pictures.thumbnail(first.id, 0, 18) is None
        pictures.take_frame(first.id, first.takes[-1].digest, 0, 18)
        settled(qtbot, pictures)
        assert "damaged" in pictures.take_problem(first.id, first.takes[-1].digest)
        pictures.close()


def test_a_shot_in_the_making_is_seen_step_by_step(film: Studio, pictures: Pictures, qtbot: QtBot) -> None:
    for level in (50, 90):
        pictures.set_preview(shot(film, 1).id, np.full((3, 16, 32, 3), level, np.uint8))
        image = frame(qtbot, pictures, 12).image
        assert image is not None
        assert pixels(image).mean() == level
    pictures.set_preview(shot(film, 1).id, None)
    assert pictures.frame(12, HEIGHT) == FilmImage(None, shot(film, 1).id, 12)


def test_images_are_held_up_to_a_number_of_bytes(film: Studio, pictures: Pictures, qtbot: QtBot) -> None:
    one = 4 * HEIGHT * 2 * HEIGHT
    pictures.limit_bytes = 20 * one
    for start in (24, 40, 56):
        pictures.prefetch(start, 16, HEIGHT)
        settled(qtbot, pictures)
        for index in range(start, start + 16):
            pictures.frame(index, HEIGHT, exact=False)
        settled(qtbot, pictures)
        assert pictures.held_bytes <= 20 * one
    assert pictures.frame(71, HEIGHT, exact=False) is not None
    assert pictures.frame(24, HEIGHT, exact=False) is None


def test_our_own_mistakes_are_raised_where_they_are_reported(
    film: Studio, pictures: Pictures, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []
    pictures.frame_ready.connect(told.append)

    def broken(*_: object) -> None:
        raise KeyError("frames")

    monkeypatch.setattr(keeping, "frames_of", broken)
    with qtbot.capture_exceptions() as raised:
        pictures.frame(30, HEIGHT)
        settled(qtbot, pictures)
    assert [kind for kind, *_ in raised] == [KeyError]
    assert not told, "or a view would ask again for ever"
    monkeypatch.undo()
    pictures.update(film.project, film.shots())
    assert frame(qtbot, pictures, 30).image is not None, "the thread goes on"


def test_the_thread_ends_on_close(film: Studio, qtbot: QtBot) -> None:
    pictures = Pictures(film.store)
    pictures.update(film.project, film.shots())
    pictures.prefetch(24, 40, HEIGHT)
    pictures.thumbnail(shot(film, 2).id, 0, 18)
    started = time.perf_counter()
    pictures.close()
    assert time.perf_counter() - started < 1
    assert not pictures.busy
    assert not [thread for thread in threads() if thread.name == "sora-pictures"]
    assert pictures.frame(30, HEIGHT) is None
    pictures.prefetch(30, 5, HEIGHT)
    assert not pictures.busy
    pictures.close()
