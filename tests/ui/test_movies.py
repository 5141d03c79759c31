"""Movies dropped on the timeline: shots that say they are footage, read beside the window, stopped when asked."""

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from sora_studio import paths
from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio.config import Config
from sora_studio.studio.events import MovieProgress
from sora_studio.studio.stills import still
from sora_studio.studio.studio import Studio
from sora_studio.timeline.time import FrameRate
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument, Message
from sora_studio.ui.film_commands import FilmCommands
from sora_studio.ui.shot_panel.view import ShotPanel
from sora_studio.ui.status.bar import StatusBar
from sora_studio.ui.timeline.view import TimelineView
from sora_studio.ui.viewer.header import states
from tests.studio.film import tiny_film
from tests.ui.person import open_window

WAIT_MS = 20_000


def movie(path: Path, frames: int = 36, rate: int = 24) -> Path:
    """The first half dark, the second light."""
    with av.open(str(path), "w") as file:
        video = file.add_stream("libx264", rate=rate)
        video.width, video.height, video.pix_fmt = 320, 180, "yuv420p"
        for number in range(frames):
            picture = np.full((180, 320, 3), 20 if number < frames // 2 else 230, np.uint8)
            file.mux(video.encode(av.VideoFrame.from_ndarray(picture)))
        file.mux(video.encode(None))
    return path


class Desk:
    def __init__(self, document: FilmDocument, qtbot: QtBot) -> None:
        self.document, self.qtbot = document, qtbot
        self.told: list[Message] = []
        document.noticed.connect(self.told.append)
        self.window = QMainWindow()
        self.commands = Commands(self.window)
        self.film_commands = FilmCommands(document, self.commands, self.window)
        self.panel = ShotPanel(document, self.commands)
        self.timeline = TimelineView(document, self.commands)
        self.status = StatusBar()
        self.status.show_document(document)
        both = QWidget()
        row = QHBoxLayout(both)
        for part in (self.timeline, self.panel, self.status):
            row.addWidget(part)
        self.window.setCentralWidget(both)
        self.window.resize(1400, 1200)
        qtbot.addWidget(self.window)
        self.window.show()
        qtbot.waitExposed(self.window)

    def drop(self, *paths: Path) -> None:
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        at, keys, left = QPointF(40, 60), Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
        self.timeline.canvas.dropEvent(QDropEvent(at, Qt.DropAction.CopyAction, mime, left, keys))


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot, dressed: object) -> Iterator[Desk]:
    file = ProjectFile.create(tmp_path / "film.sora", tiny_film())
    document = FilmDocument(Studio(file, Config()))
    yield Desk(document, qtbot)
    document.close()


def test_a_movie_dropped_is_shots_that_say_they_are_footage(desk: Desk, tmp_path: Path) -> None:
    before = desk.document.project
    desk.drop(movie(tmp_path / "one <b>.mp4"), movie(tmp_path / "two.mov"))
    desk.qtbot.waitUntil(lambda: len(desk.told) == 2, timeout=WAIT_MS)
    assert [message.undo for message in desk.told] == [True, True]
    added = [shot for scene in desk.document.project.scenes[len(before.scenes) :] for shot in scene.shots]
    assert [shot.footage for shot in added] == ["one <b>.mp4", "one <b>.mp4", "two.mov", "two.mov"]
    shot = added[1]
    assert desk.document.badge(shot.id) == "footage"
    assert states(desk.document, shot) == [("Footage", "footage")]
    frame = desk.document.strip.starts[desk.document.position(shot.id) - 1] + 2
    seen = still(desk.document.project, desk.document.shots_shown(), desk.document.studio.store, frame)
    assert seen.mean() > 150
    desk.document.selection.select([shot.id])
    page = desk.panel.shot_page
    assert page.footage.source.text() == "18f of one <b>.mp4"
    assert page.sections["footage"].isVisibleTo(desk.panel)
    assert page.sections["moves"].isVisibleTo(desk.panel)
    for name in ("card", "prompt", "takes", "source"):
        assert not page.sections[name].isVisibleTo(desk.panel), name
    assert not desk.panel.bar.isVisible()
    assert not desk.commands.action("shot.refine").isEnabled()
    assert "footage from “one <b>.mp4”" in str(desk.document.problem(shot.id))
    desk.document.undo()
    desk.document.undo()
    assert desk.document.project == before


def test_the_status_bar_hears_of_it_and_it_can_be_stopped(desk: Desk, tmp_path: Path) -> None:
    before = desk.document.project
    heard: list[MovieProgress] = []
    desk.document.event_arrived.connect(lambda event: isinstance(event, MovieProgress) and heard.append(event))
    assert not desk.commands.action("film.import_cancel").isEnabled()
    desk.drop(movie(tmp_path / "long.mp4", 2000))
    desk.qtbot.waitUntil(lambda: any(event.done for event in heard), timeout=WAIT_MS)
    assert desk.status.work.text() == "Reading long.mp4"
    desk.commands.run("film.import_cancel")
    desk.qtbot.waitUntil(lambda: bool(desk.told), timeout=WAIT_MS)
    assert desk.told[0].text == "The import of “long.mp4” was stopped. The film is as it was."
    assert desk.document.project is before
    assert desk.status.work.text() == ""


def test_what_is_no_movie_is_told(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "no.mp4").write_bytes(b"nothing of the kind")
    desk.drop(tmp_path / "no.mp4")
    desk.qtbot.waitUntil(lambda: bool(desk.told), timeout=WAIT_MS)
    assert desk.told[0].grave
    assert "isn't a movie" in desk.told[0].text


def test_a_movie_dropped_on_the_welcome_page_is_a_film_at_its_own_rate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, dressed: object
) -> None:
    monkeypatch.setattr(paths, "user_data_folder", lambda: tmp_path / "data")
    monkeypatch.setattr(paths, "documents_folder", lambda: tmp_path / "documents")
    window = open_window(tmp_path, Config(device="cpu"))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(movie(tmp_path / "holiday.mp4", rate=25)))])
    keys, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    window.welcome.dropEvent(QDropEvent(QPointF(40, 60), Qt.DropAction.CopyAction, mime, left, keys))
    document = window.document
    assert document is not None
    qtbot.waitUntil(lambda: document.project.duration_frames > 0, timeout=WAIT_MS)
    film = document.project
    assert (film.frame_rate, film.duration_frames, len(film.scenes)) == (FrameRate(25), 36, 1)
    assert document.studio.path == tmp_path / "documents" / "Sora Studio" / "holiday.sora"
    assert all(shot.footage == "holiday.mp4" for _, shot in film.shots())
    window.close()
    window.deleteLater()
