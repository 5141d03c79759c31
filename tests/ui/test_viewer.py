"""The viewer as an editor uses it: by its keys and its mouse, on a real film with a tiny pack."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import QElapsedTimer, QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from sora_studio.studio.box import Box
from sora_studio.studio.events import Preview
from sora_studio.studio.studio import RenderOrder, Studio
from sora_studio.timeline.edits import remove
from sora_studio.timeline.project import Project
from sora_studio.ui import theme
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument, Message
from sora_studio.ui.viewer.card import bold_width, draw_card, text_width
from sora_studio.ui.viewer.card_layout import CardText, lay_out_card
from sora_studio.ui.viewer.layout import Zoom
from sora_studio.ui.viewer.view import Viewer
from tests.studio.film import open_tiny_studio, tiny_film

Key = Qt.Key
LATE_FRAMES = 4


class Desk:
    """A window with the viewer in it, its film, and what it told the user."""

    def __init__(self, studio: Studio, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.document = FilmDocument(studio)
        self.window = QWidget()
        self.commands = Commands(self.window)
        self.viewer = Viewer(self.document, self.commands)
        column = QVBoxLayout(self.window)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.viewer)
        self.commands.use_keymap("sora")
        self.commands.refresh()
        self.told: list[Message] = []
        self.document.noticed.connect(self.told.append)
        self.held: list[bool] = []
        self.window.resize(960, 640)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self.viewer.setFocus()

    @property
    def transport(self):
        return self.document.transport

    @property
    def shot_ids(self) -> list[str]:
        return [shot.id for _, shot in self.document.project.shots()]

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        target = self.viewer.pitch or self.window
        self.qtbot.waitUntil(target.isActiveWindow)
        self.qtbot.keyClick(target, key, modifiers)

    def render(self, stage: str = "draft", positions: tuple[int, ...] = (1, 2, 3), takes: int = 1) -> None:
        self.document.render(RenderOrder(positions, takes, stage))  # type: ignore[arg-type]
        self.qtbot.waitUntil(
            lambda: all(item.state == "done" for item in self.document.queue.items) and self.all_seen(positions),
            timeout=30_000,
        )

    def all_seen(self, positions: tuple[int, ...]) -> bool:
        return all(self.document.badge(self.shot_ids[at - 1]) in ("draft", "refined") for at in positions)

    def picture(self) -> QImage:
        """What stands on the surface once everything asked for has come."""
        self.viewer.surface.grab()
        self.qtbot.waitUntil(lambda: not self.document.pictures.busy, timeout=10_000)
        return self.viewer.surface.grab().toImage()

    def close(self) -> None:
        if self.viewer.pitch is not None:
            self.viewer.pitch.close()
        self.document.close()
        self.window.close()
        self.window.deleteLater()


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot, dressed) -> Iterator[Desk]:
    desk = Desk(open_tiny_studio(tmp_path), qtbot)
    yield desk
    desk.close()


def pixels(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(int)


def difference(one: QImage, other: QImage) -> float:
    return float(np.abs(pixels(one) - pixels(other)).mean())


# Playing


def test_space_plays_by_the_wall_clock_and_space_stops(desk: Desk) -> None:
    timer = QElapsedTimer()
    timer.start()
    desk.key(Key.Key_Space)
    desk.qtbot.wait(600)
    desk.key(Key.Key_Space)
    assert abs(desk.transport.frame - timer.nsecsElapsed() / 1e9 * 24) <= LATE_FRAMES
    assert not desk.transport.playing


def test_the_play_button_plays_and_the_film_stops_at_its_end(desk: Desk) -> None:
    desk.transport.seek(68)
    desk.qtbot.mouseClick(desk.viewer.bar.play, Qt.MouseButton.LeftButton)
    assert desk.transport.playing
    desk.qtbot.waitUntil(lambda: not desk.transport.playing)
    assert desk.transport.frame == 71


def test_j_k_l_shuttle(desk: Desk) -> None:
    desk.transport.seek(40)
    speeds = []
    for key in (Key.Key_L, Key.Key_L, Key.Key_L, Key.Key_J, Key.Key_K, Key.Key_J, Key.Key_J):
        desk.key(key)
        speeds.append(desk.transport.speed)
    desk.key(Key.Key_K)
    assert speeds == [1, 2, 4, 2, 0, -1, -2]


def test_marks_and_loop_by_keys(desk: Desk) -> None:
    desk.transport.seek(30)
    desk.key(Key.Key_I)
    desk.transport.seek(35)
    desk.key(Key.Key_O)
    desk.key(Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    seen: list[int] = []
    desk.transport.moved.connect(seen.append)
    desk.key(Key.Key_Space)
    desk.qtbot.waitUntil(lambda: len(seen) > 14)
    desk.key(Key.Key_Space)
    assert set(seen) <= set(range(30, 36))
    assert "01:00:01:06" in desk.viewer.bar.marks.text()
    desk.key(Key.Key_X, Qt.KeyboardModifier.AltModifier)
    assert desk.transport.mark_in is None


def test_steps_and_cuts_by_keys(desk: Desk) -> None:
    at = []
    for key in (Key.Key_Right, Key.Key_Down, Key.Key_Down, Key.Key_Left, Key.Key_Up, Key.Key_End, Key.Key_Home):
        desk.key(key)
        at.append(desk.transport.frame)
    assert at == [1, 24, 48, 47, 24, 71, 0]


def test_a_click_on_the_scrub_bar_goes_there_and_a_drag_follows(desk: Desk) -> None:
    strip = desk.viewer.bar.scrub
    x = round(strip.bar.x(36.5))
    desk.qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(x, 10))
    assert desk.transport.frame == 36
    desk.qtbot.mousePress(strip, Qt.MouseButton.LeftButton, pos=QPoint(x, 10))
    there = QPoint(round(strip.bar.x(50.5)), 10)
    desk.qtbot.mouseMove(strip, there)
    assert desk.transport.frame == 50
    desk.qtbot.mouseRelease(strip, Qt.MouseButton.LeftButton, pos=there)


def test_a_typed_timecode_goes_there_and_a_wrong_one_is_told(desk: Desk) -> None:
    field = desk.viewer.bar.timecode
    field.setFocus()
    desk.qtbot.keyClicks(field, "+10")
    desk.qtbot.keyClick(field, Key.Key_Return)
    assert desk.transport.frame == 10
    assert field.text() == "01:00:00:10"
    field.setFocus()
    desk.qtbot.keyClicks(field, "1:::")
    desk.qtbot.keyClick(field, Key.Key_Return)
    assert "isn't a timecode" in desk.told[-1].text
    desk.qtbot.keyClick(field, Key.Key_Escape)
    assert field.text() == "01:00:00:10"


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


# The scrub bar


def test_colours_under_the_bar_tell_what_each_shot_shows(desk: Desk) -> None:
    strip = desk.viewer.bar.scrub

    def colours(*frames: int) -> list[QColor]:
        image = strip.grab().toImage()
        return [image.pixelColor(round(strip.bar.x(frame)), 18) for frame in frames]

    card, draft = theme.colours().badge_card, theme.colours().badge_draft
    assert colours(12, 36, 60) == [card, card, card]
    desk.render(positions=(2,))
    assert colours(12, 36, 60) == [card, draft, card]
    first = desk.shot_ids[0]
    desk.document.edit("Remove", lambda project: remove(project, first))
    assert colours(12, 36) == [draft, card]


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


# Rendering steps back


def test_rendering_is_held_while_playing_and_while_pitching(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    hold = desk.document.queue.hold

    def told(on: bool) -> None:
        desk.held.append(on)
        hold(on)

    monkeypatch.setattr(desk.document.queue, "hold", told)
    desk.key(Key.Key_Space)
    assert desk.held == [True]
    desk.key(Key.Key_F)
    desk.key(Key.Key_Space)
    assert desk.held == [True], "pitch mode holds on though the film stands still"
    desk.key(Key.Key_Escape)
    assert desk.held == [True, False]


# Pitch mode


def test_pitch_mode_is_the_film_alone_with_controls_that_come_and_go(desk: Desk) -> None:
    desk.key(Key.Key_F11)
    pitch = desk.viewer.pitch
    assert pitch is not None
    assert pitch.isFullScreen()
    assert not pitch.resting
    pitch._still.setInterval(50)
    QTest.mouseMove(pitch.windowHandle(), QPoint(50, 50))
    desk.qtbot.waitUntil(lambda: pitch.resting, timeout=3000)
    assert pitch.surface.cursor().shape() == Qt.CursorShape.BlankCursor
    QTest.mouseMove(pitch.windowHandle(), QPoint(90, 90))
    desk.qtbot.waitUntil(lambda: not pitch.resting)
    assert pitch.surface.cursor().shape() != Qt.CursorShape.BlankCursor
    for key, speed in ((Key.Key_L, 1), (Key.Key_L, 2), (Key.Key_K, 0), (Key.Key_Space, 1)):
        desk.key(key)
        assert desk.transport.speed == speed
    desk.key(Key.Key_Escape)
    assert desk.viewer.pitch is None
    assert desk.transport.playing


def test_the_controls_over_the_black_screen_are_dark_in_every_theme(desk: Desk, qapp: QApplication) -> None:
    def lights(widget: QWidget) -> tuple[float, int]:
        """How light most of it is, and how many points are as light as text is."""
        image = widget.grab().toImage()
        points = [image.pixelColor(x, y).lightnessF() for x in range(12, image.width() - 12, 3)
                  for y in range(6, image.height() - 6, 3)]  # fmt: skip
        return sorted(points)[len(points) // 2], sum(point > 0.6 for point in points)

    theme.apply(qapp, "light")
    try:
        desk.key(Key.Key_F11)
        pitch = desk.viewer.pitch
        assert pitch is not None
        ground, written = lights(pitch.controls)
        assert ground < 0.2
        assert written > 20
        theme.apply(qapp, "dark")
        theme.apply(qapp, "light")
        assert lights(pitch.controls)[0] < 0.2
        assert lights(desk.viewer.bar)[0] > 0.6, "the window's own bar is as light as the rest of it"
        desk.key(Key.Key_Escape)
    finally:
        theme.apply(qapp, "dark")


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


def test_the_film_can_be_closed_while_it_is_pitched(tmp_path: Path, qtbot: QtBot, dressed) -> None:
    desk = Desk(open_tiny_studio(tmp_path), qtbot)
    desk.key(Key.Key_F)
    pitch = desk.viewer.pitch
    desk.document.close()
    desk.viewer.deleteLater()
    qtbot.waitUntil(lambda: not isValid(pitch))
    desk.window.close()
    desk.window.deleteLater()


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
