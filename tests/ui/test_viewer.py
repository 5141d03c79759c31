"""What is seen in the viewer: the film as it stands, take against take, and what is missing."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from sora_studio.studio.box import Box
from sora_studio.studio.events import Preview
from sora_studio.timeline.project import Project
from sora_studio.ui import theme
from sora_studio.ui.viewer.card import bold_width, draw_card, text_width
from sora_studio.ui.viewer.card_layout import CardText, lay_out_card
from sora_studio.ui.viewer.layout import Zoom
from tests.studio.film import open_tiny_studio, tiny_film
from tests.ui.viewer_desk import Desk, difference, pixels

Key = Qt.Key


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot, dressed) -> Iterator[Desk]:
    desk = Desk(open_tiny_studio(tmp_path), qtbot)
    yield desk
    desk.close()


# What is seen


def test_a_shot_with_no_picture_is_a_card_and_then_its_draft(desk: Desk) -> None:
    card = desk.picture()
    assert desk.viewer.header.pills[0].accessibleName() == "Title card"
    ground = theme.colours().panel
    assert card.pixelColor(480, 10 + round(desk.viewer.surface.picture.y)) == QColor(ground)
    desk.render()
    assert desk.viewer.header.pills[0].accessibleName() == "Draft"
    assert difference(card, desk.picture()) > 5


@pytest.mark.parametrize("letters", [1, 7, 60, 200, 600])
@pytest.mark.parametrize("size", [(320, 180), (960, 540), (180, 320), (956, 400)])
def test_a_cards_type_fits_as_it_is_really_drawn(letters: int, size: tuple[int, int], dressed) -> None:
    prompt = ("A stylish woman in a red dress walks down a neon Tokyo street, WWW. " * 9)[:letters].strip()
    text = CardText("4", "EXT. TOKYO STREET - NIGHT", prompt, "MARA", "Is it raining?", ("Wide shot",), "", "4.0 s")
    laid = lay_out_card(Box(0, 0, *size), text, text_width, bold_width)
    assert " ".join(laid.prompt.block.lines) == prompt
    assert max(bold_width(line, laid.prompt.block.size) for line in laid.prompt.block.lines) <= laid.prompt.box.width
    drawn = draw_card(text, *size, 2.0)
    assert (drawn.width(), drawn.height()) == (2 * size[0], 2 * size[1])
    margins = pixels(drawn.toImage())[:, : round(laid.prompt.box.x)], pixels(drawn.toImage())[:, -8:]
    ground = theme.colours().panel
    for margin in margins:
        assert (margin == (ground.red(), ground.green(), ground.blue())).all(), "type runs into the card's margin"


def test_a_shot_in_the_making_is_seen_step_by_step(desk: Desk) -> None:
    before = desk.picture()
    for shade in (60, 200):
        frames = np.full((4, 8, 16, 3), shade, np.uint8)
        desk.document.bridge.deliver(Preview(desk.shot_ids[0], 1, frames))
        desk.qtbot.waitSignal(desk.document.preview_changed).wait()
        after = desk.picture()
        assert difference(before, after) > 5
        middle = desk.viewer.surface.picture.centre
        assert after.pixelColor(round(middle[0]), round(middle[1])).red() == pytest.approx(shade, abs=3)
        before = after


def test_a_stale_shot_says_so(desk: Desk) -> None:
    desk.render()
    first = desk.shot_ids[0]

    def reworded(project: Project) -> Project:
        _, shot = project.find(first)
        return project.with_shot(replace(shot, direction=replace(shot.direction, prompt="snow")))

    desk.document.edit("Write the prompt", reworded)
    words = [pill.accessibleName() for pill in desk.viewer.header.pills if not pill.isHidden()]
    assert words == ["Draft", "Stale"]


def test_while_a_picture_is_fetched_the_last_one_stays(desk: Desk) -> None:
    desk.render()
    first = desk.picture()
    desk.transport.seek(20)
    assert difference(first, desk.viewer.surface.grab().toImage()) == 0
    assert difference(first, desk.picture()) > 0.5


def test_guides_mask_and_burn_ins_are_drawn_over_the_picture_and_go_again(desk: Desk) -> None:
    plain = desk.picture()
    for id in ("guides.thirds", "guides.safe", "guides.centre", "mask.2.39", "mask.1:1", "burn_ins"):
        desk.commands.run(f"viewer.{id}")
        assert desk.commands.action(f"viewer.{id}").isChecked()
        assert difference(plain, desk.picture()) > 0.01, id
        desk.commands.run(f"viewer.{id}")
        assert difference(plain, desk.picture()) == 0, id


def test_one_mask_takes_the_place_of_another(desk: Desk) -> None:
    desk.commands.run("viewer.mask.2.39")
    desk.commands.run("viewer.mask.1:1")
    assert desk.viewer.options.mask == "1:1"
    assert not desk.commands.action("viewer.mask.2.39").isChecked()


def test_a_larger_picture_is_dragged_by_the_middle_button_and_by_space(desk: Desk) -> None:
    surface = desk.viewer.surface
    desk.viewer.options.set_zoom(Zoom(20.0))
    before = surface.picture
    desk.qtbot.mousePress(surface, Qt.MouseButton.MiddleButton, pos=QPoint(300, 200))
    desk.qtbot.mouseMove(surface, QPoint(340, 210))
    desk.qtbot.mouseRelease(surface, Qt.MouseButton.MiddleButton, pos=QPoint(340, 210))
    assert surface.picture.x == before.x + 40
    desk.qtbot.keyPress(surface, Key.Key_Space)
    desk.qtbot.mousePress(surface, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    desk.qtbot.mouseMove(surface, QPoint(280, 200))
    desk.qtbot.mouseRelease(surface, Qt.MouseButton.LeftButton, pos=QPoint(280, 200))
    desk.qtbot.keyRelease(surface, Key.Key_Space)
    assert surface.picture.x == before.x + 20
    assert not desk.transport.playing
    desk.qtbot.keyClick(surface, Key.Key_Space)
    assert desk.transport.playing


# Take against take


def test_wipe_shows_the_other_take_right_of_the_line_that_is_dragged(desk: Desk) -> None:
    desk.render(takes=2, positions=(1,))
    shown = desk.picture()
    desk.key(Key.Key_W)
    wiped = desk.picture()
    middle = shown.width() // 2
    assert np.abs(pixels(shown) - pixels(wiped))[100:300, : middle - 20].max() == 0
    assert np.abs(pixels(shown) - pixels(wiped))[100:300, middle + 20 :].mean() > 1
    surface = desk.viewer.surface
    desk.qtbot.mousePress(surface, Qt.MouseButton.LeftButton, pos=QPoint(middle, 200))
    desk.qtbot.mouseMove(surface, QPoint(middle // 2, 200))
    desk.qtbot.mouseRelease(surface, Qt.MouseButton.LeftButton, pos=QPoint(middle // 2, 200))
    assert desk.viewer.compare.line == pytest.approx(0.25, abs=0.02)
    assert np.abs(pixels(shown) - pixels(desk.picture()))[100:300, middle // 2 + 20 : middle].mean() > 1
    desk.key(Key.Key_W)
    assert difference(shown, desk.picture()) == 0


def test_flip_goes_to_and_fro_and_stays_on_the_playheads_frame(desk: Desk) -> None:
    desk.render(takes=2, positions=(1,))
    desk.transport.seek(5)
    desk.picture()
    shift = Qt.KeyboardModifier.ShiftModifier
    desk.key(Key.Key_W, shift)
    other = desk.picture()
    desk.key(Key.Key_W, shift)
    assert difference(other, desk.picture()) > 1
    desk.key(Key.Key_W, shift)
    assert difference(other, desk.picture()) == 0
    desk.transport.seek(15)
    assert difference(other, desk.picture()) > 0.2


def test_a_shot_with_one_take_says_there_is_nothing_to_compare(desk: Desk) -> None:
    desk.render(positions=(1,))
    desk.key(Key.Key_W)
    assert not desk.viewer.notice.isHidden()
    assert "no second take" in desk.viewer.notice.text.text()


def test_a_take_that_is_looked_at_is_seen_in_place_of_the_shown_one(desk: Desk) -> None:
    desk.render(takes=2, positions=(1,))
    first = desk.shot_ids[0]
    _, shot = desk.document.project.find(first)
    shown = desk.picture()
    other = desk.viewer.compare.other_digest(shot)
    desk.document.set_look(first, other)
    assert difference(shown, desk.picture()) > 1
    assert "Looking at take" in desk.viewer.header.pills[0].accessibleName()
    desk.document.set_look(first, None)
    assert difference(shown, desk.picture()) == 0


# What is missing


def test_a_missing_take_is_told_in_place_and_its_button_makes_it_again(desk: Desk) -> None:
    desk.render(positions=(1,))
    for file in (desk.document.studio.store.folder / "drafts").rglob("*"):
        if file.is_file():
            file.unlink()
    desk.document.pictures.forget(desk.shot_ids[0])
    desk.document.forget_shown(desk.shot_ids[0])
    notice = desk.viewer.notice
    assert notice.text.text() == "This take's file is missing. Render the shot again."
    assert not notice.isHidden()
    desk.qtbot.mouseClick(notice.button, Qt.MouseButton.LeftButton)
    desk.qtbot.waitUntil(lambda: desk.all_seen((1,)), timeout=30_000)
    assert notice.isHidden()


def test_a_damaged_take_is_told_and_so_is_one_to_compare_with(desk: Desk) -> None:
    desk.render(takes=2, positions=(1,))
    first = desk.shot_ids[0]
    _, shot = desk.document.project.find(first)
    shown, other = desk.viewer.compare.shown_digest(shot), desk.viewer.compare.other_digest(shot)
    files = {file.name: file for file in (desk.document.studio.store.folder / "drafts").rglob("*") if file.is_file()}
    files[other].write_bytes(b"not a take")
    desk.key(Key.Key_W)
    desk.picture()
    assert "can't be shown: its file is missing or damaged" in desk.viewer.notice.text.text()
    desk.key(Key.Key_W)
    assert desk.viewer.notice.isHidden()
    files[shown].write_bytes(b"not a take")
    desk.document.pictures.forget(first)
    desk.transport.seek(3)
    desk.picture()
    assert "missing or damaged" in desk.viewer.notice.text.text()


# Stills


def test_the_seen_frame_is_saved_at_the_films_size(desk: Desk, tmp_path: Path) -> None:
    from sora_studio.ui.viewer import still

    assert still.save(desk.document, desk.viewer.surface.card_image(), tmp_path / "card")
    desk.render(positions=(1,))
    desk.transport.seek(12)
    desk.picture()
    assert still.save(desk.document, desk.viewer.surface.card_image(), tmp_path / "frame.png")
    for name in ("card.png", "frame.png"):
        saved = QImage(str(tmp_path / name))
        assert (saved.width(), saved.height()) == (64, 32)
    assert desk.told[-1].text == "The frame is saved as frame.png."
    assert not still.save(desk.document, None, tmp_path / "nowhere" / "frame.png")
    assert desk.told[-1].grave


def test_the_seen_frame_is_copied(desk: Desk) -> None:
    desk.render(positions=(1,))
    desk.picture()
    desk.commands.run("viewer.copy_frame")
    assert QGuiApplication.clipboard().image().width() == 64


# An empty film


def test_an_empty_film_teaches_and_plays_nothing(tmp_path: Path, qtbot: QtBot, dressed) -> None:
    film = tiny_film()
    empty = replace(film, scenes=(replace(film.scenes[0], shots=()),))
    desk = Desk(open_tiny_studio(tmp_path, empty), qtbot)
    assert desk.viewer.empty.isVisible()
    desk.key(Key.Key_Space)
    assert not desk.transport.playing
    desk.viewer.surface.grab()
    desk.close()


def test_viewers_come_and_go_with_their_films(tmp_path: Path, qtbot: QtBot, dressed) -> None:
    counts = []
    for _ in range(6):
        desk = Desk(open_tiny_studio(tmp_path), qtbot)
        desk.key(Key.Key_Space)
        desk.key(Key.Key_F)
        desk.close()
        qtbot.waitUntil(lambda window=desk.window: not isValid(window))
        counts.append(len(QApplication.allWidgets()))
    assert counts[-1] <= counts[1]
