"""The steps from nothing to a film: everything a filmmaker does, by clicks and keys, with the bundled pack."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea

from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import Shot
from sora_studio.ui.export.dialog import ExportDialog
from sora_studio.ui.kit import IconButton
from sora_studio.ui.welcome.recent_card import RecentCard
from tests.ui.person import Ctrl, Key, Person, Shift

TEXT = (
    "A lighthouse on a cliff at night. [[duration: 1s]]\n\n"
    "A boat. [[duration: 1s]]\n\n"
    "A red balloon over a green hill. [[duration: 1s]]"
)
PROMPT = "A sailing boat on a calm lake at sunset"
MOST_STEPS = 40


def shot(person: Person, number: int) -> Shot:
    return person.document.project.find(person.shot_ids[number - 1])[1]


def write_the_film(person: Person) -> None:
    welcome = person.window.welcome
    person.click(welcome.home.actions_by_icon["text"])
    person.type(TEXT)
    person.click(welcome.new_page.name)
    person.press(Key.Key_A, Ctrl)
    person.type("Tale")
    person.wait_for(welcome.new_page.create_button.isEnabled)
    person.click(welcome.new_page.create_button)
    assert person.document.project.title == "Tale"
    assert [each.duration_frames for _, each in person.document.project.shots()] == [24, 24, 24]


def write_a_prompt_on_its_clip(person: Person) -> None:
    person.double_click(person.canvas, person.on_clip(2))
    person.press(Key.Key_A, Ctrl)
    person.type(PROMPT)
    person.press(Key.Key_Return)
    assert shot(person, 2).direction.prompt == PROMPT


def see_a_draft_being_made(person: Person) -> None:
    """The viewer shows the shot's card, then picture after picture while the draft is made, then the draft."""
    person.click(person.canvas, person.on_ruler(30))
    assert person.document.transport.frame == 30
    card = person.seen()
    person.click(person.canvas, person.on_clip(2))
    with _watching(person, card) as previews:
        person.press(Key.Key_G)
        assert person.going
        wait_for_takes(person, 2, 1)
    assert len(previews) >= 2, "no preview was seen in the viewer"
    person.wait_for_rest()
    assert person.seen() != card


@contextmanager
def _watching(person: Person, card: QImage) -> Iterator[list[QImage]]:
    """The pictures other than the card that the viewer shows while shot 2 has no take yet."""
    previews: list[QImage] = []

    def look() -> None:
        if person.document.badge(person.shot_ids[1]) == "running" and not shot(person, 2).takes:
            now = person.seen()
            if now not in (card, *previews[-1:]):
                previews.append(now)

    looking = QTimer()
    looking.timeout.connect(look)
    looking.start(40)
    yield previews
    looking.stop()


def wait_for_takes(person: Person, number: int, count: int) -> None:
    """Until the shot has so many takes and nothing is being made; what failed is tried again, as one would."""

    def made() -> bool:
        if person.document.queue.paused:
            person.window.commands.run("queue.pause")
        if person.going:
            return False
        if len(shot(person, number).takes) < count:
            assert person.window.commands.run("queue.retry_failed"), "a take is missing and none has failed"
        return len(shot(person, number).takes) >= count

    person.wait_for(made, 120.0)
    assert len(shot(person, number).takes) == count


def make_three_takes_and_pin_the_second(person: Person) -> None:
    panel = person.editor.panel
    person.click(panel.bar.takes.more)
    person.click(panel.bar.takes.more)
    person.click(panel.bar.draft)
    wait_for_takes(person, 2, 3)
    person.wait_for_rest()
    tiles = panel.shot_page.takes.tiles
    assert [tile.row.number for tile in tiles] == [3, 2, 1]
    page = panel.pages.currentWidget()
    assert isinstance(page, QScrollArea)
    page.ensureWidgetVisible(tiles[1])
    person.click(tiles[1], tiles[1].pin_rect().center())
    assert shot(person, 2).pinned == shot(person, 2).takes[1].digest


def draft_the_others(person: Person) -> None:
    person.press(Key.Key_R, Ctrl | Shift)
    assert len(person.going) == 2
    for number in (1, 3):
        wait_for_takes(person, number, 1)


def put_messages_away(person: Person) -> None:
    """Close what lies over the timeline."""
    while open_ones := [
        button
        for button in person.window.findChildren(IconButton)
        if button.accessibleName() == "Close this message" and button.isVisible()
    ]:
        person.click(open_ones[-1])


def cut_it(person: Person) -> None:
    """Shot 1 is trimmed by its edge, shot 3 dragged to the front, and what is then first dissolves."""
    put_messages_away(person)
    per_frame = person.editor.timeline.model.span.pixels_per_frame
    edge = person.on_clip(1, 1.0, -3)
    person.drag(person.canvas, edge, edge - QPoint(round(6 * per_frame), 0), Shift)
    first, second, third = person.shot_ids
    assert shot(person, 1).duration_frames == 18
    person.drag(person.canvas, person.on_clip(3), person.on_clip(1, 0.1))
    assert person.shot_ids == [third, first, second]
    person.click(person.canvas, person.on_clip(2))
    person.press(Key.Key_T, Ctrl)
    assert shot(person, 3).transition.duration_frames + shot(person, 2).transition.duration_frames > 0


def undo_all_and_redo_all(person: Person) -> None:
    studio, after = person.document.studio, person.document.project
    takes = shot(person, 3).takes
    assert len(takes) == 3
    step_through(person, lambda: person.press(Key.Key_Z, Ctrl), lambda: studio.undo_labels)
    assert [each.duration_frames for _, each in person.document.project.shots()] == [24, 24, 24]
    assert shot(person, 2).direction.prompt == "A boat."
    assert {take.digest for take in shot(person, 2).takes} == {take.digest for take in takes}
    step_through(person, lambda: person.press(Key.Key_Z, Ctrl | Shift), lambda: studio.redo_labels)
    assert person.document.project == after


def step_through(person: Person, press, labels) -> None:
    for _ in range(MOST_STEPS):
        if not labels():
            return
        before = labels()
        press()
        assert len(labels()) == len(before) - 1
    raise AssertionError(f"no end to {labels()}")


def export_it(person: Person, out: Path) -> None:
    """The dialog by keys alone: another name, the smallest size, Enter."""
    import av

    def fill_in() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ExportDialog)
        assert isinstance(QApplication.focusWidget(), QLineEdit)
        person.press(Key.Key_A, Ctrl)
        person.type(str(out))
        for _ in range(10):
            if QApplication.focusWidget() is dialog.picture_size:
                break
            person.press(Key.Key_Tab)
        person.press(Key.Key_Down)
        assert dialog.picture_size.value == (854, 480)
        person.press(Key.Key_Return)

    QTimer.singleShot(200, fill_in)
    person.press(Key.Key_E, Ctrl)
    person.wait_for(lambda: person.window.film_commands and not person.window.film_commands.exporting.running)
    with av.open(str(out)) as film:
        video = film.streams.video[0]
        assert (video.width, video.height) == (854, 480)
        assert video.average_rate == 24
        frames = sum(1 for _ in film.decode(video))
    assert frames == person.document.project.duration_frames


def reopen(person: Person) -> None:
    [card] = [card for card in person.window.welcome.home.recents.cards if isinstance(card, RecentCard)]
    assert card.title == "Tale"
    person.click(card)


@dataclass(frozen=True)
class Left:
    """How a film was left: its value, what the viewer shows of every shot, and what is still to be made."""

    project: Project
    pictures: tuple[QImage, ...]
    queue: tuple[str, ...]

    @classmethod
    def of(cls, person: Person) -> "Left":
        starts = [person.document.project.shot_range(shot_id).start for shot_id in person.shot_ids]
        pictures: list[QImage] = []
        for start in starts:
            person.click(person.canvas, person.on_ruler(start + 10))
            assert person.document.transport.frame == start + 10
            person.wait_for_rest()
            pictures.append(person.seen())
        return cls(person.document.project, tuple(pictures), tuple(person.going))
