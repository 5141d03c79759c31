"""Every view of the window: each function brings some about as a user would, and takes their pictures."""

import shutil
import time
import wave
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRect, QSettings, Qt
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from sora_studio.errors import DamagedProject, ProjectFileError
from sora_studio.studio.config import Config
from sora_studio.studio.new_film import NewFilm
from sora_studio.studio.sketches import DRAWINGS
from sora_studio.timeline.markers import Marker, add_marker
from sora_studio.timeline.project import Project
from sora_studio.ui import theme
from sora_studio.ui.app import dress, make_application
from sora_studio.ui.closing import UnsavedDialog
from sora_studio.ui.export.dialog import ExportDialog
from sora_studio.ui.handing.dialog import HandingDialog
from sora_studio.ui.main_window import MainWindow
from sora_studio.ui.preferences.view import PreferencesDialog
from sora_studio.ui.recovery.damaged import DamagedDialog
from sora_studio.ui.shot_panel.sketch import use_drawing
from sora_studio.ui.versions.dialog import VersionsDialog

SIZE, SMALLEST = (1440, 900), (1024, 640)
SETTLE_MS, PICTURES_MS = 600, 2500
SOUND_RATE = 48_000
FULL = ProjectFileError("Not saved: the disk is full (12 MB free).", "Free some space, or save a copy elsewhere.")
DAMAGE = DamagedProject(
    "This project is damaged: 412 of 415 shots are intact.",
    "",
    ("Shot 12, “A boat on the lake”", "Shot 13, “The boat, closer”", "Shot 80"),
    repairable=True,
)
Left, NoKeys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


class Camera:
    """The window, and what takes its pictures into a folder; `ending` tells their theme and scale."""

    def __init__(self, folder: Path, out: Path, ending: str, config: Config) -> None:
        self.folder, self._out, self._ending = folder, out, ending
        application = make_application()
        dress(application, config)
        self.window = MainWindow(config, QSettings(str(folder / "desk.ini"), QSettings.Format.IniFormat))
        self.window.resize(*SIZE)
        self.window.show()

    def take(self, name: str, wait_ms: int = SETTLE_MS, over: QDialog | None = None, of: QWidget | None = None) -> None:
        """The window (or another, `of`) as it is seen after a while, with the dialog `over` it in its middle."""
        _wait(wait_ms)
        picture = (of or self.window).grab()
        if over is not None:
            place = QRect(over.rect())
            place.moveCenter(self.window.rect().center())
            painter = QPainter(picture)
            painter.fillRect(self.window.rect(), theme.colours().overlay)
            painter.drawPixmap(place.topLeft(), over.grab())
            painter.setPen(theme.colours().line_strong)
            painter.drawRect(place)
            painter.end()
        picture.save(str(self._out / f"{name}{self._ending}.png"))

    def run(self, *commands: str) -> None:
        for command in commands:
            self.window.commands.run(command)

    @property
    def document(self):
        assert self.window.document is not None
        return self.window.document

    @property
    def editor(self):
        assert self.window.editor is not None
        return self.window.editor

    def shots(self) -> list[str]:
        return [shot.id for _, shot in self.document.project.shots()]

    def look_at(self, number: int, frames: int = 40) -> None:
        """Select a shot, counted from 1, and put the playhead so far into it."""
        shot = self.shots()[number - 1]
        self.document.selection.select([shot])
        self.document.transport.seek(self.document.project.shot_range(shot).start + frames)


def welcome(camera: Camera, film: Path) -> None:
    camera.take("welcome-first-day")
    camera.window.welcome.home.text_chosen.emit()
    page = camera.window.welcome.new_page
    page.name.setText("The Lighthouse")
    page.text.setPlainText(page.text.placeholderText())
    camera.take("new-from-text")
    camera.window.open(film)
    _wait(PICTURES_MS)
    camera.window.close_film()
    camera.take("welcome")
    camera.window.open(film)


def cutting(camera: Camera, film: Path) -> None:
    camera.look_at(2)
    camera.take("edit", 2 * PICTURES_MS)
    timeline = camera.editor.timeline
    timeline.edit_prompt()
    camera.take("prompt-on-clip")
    QTest.keyClick(QApplication.focusWidget() or camera.window, Qt.Key.Key_Escape)
    canvas, lanes, span = timeline.canvas, timeline.model.lanes, timeline.model.span
    stop = camera.document.project.shot_range(camera.shots()[4]).stop
    edge = QPoint(round(span.x(stop)) - 3, int(lanes.video.top) + 60)
    QTest.mousePress(canvas, Left, NoKeys, edge)
    for moved in (10, 30, 46):
        _move(canvas, edge - QPoint(moved, 0), Left)
    camera.take("trimming")
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(canvas, Left, NoKeys, edge)


def seeing(camera: Camera, film: Path) -> None:
    guides = ("viewer.guides.thirds", "viewer.guides.safe", "viewer.burn_ins")
    camera.run(*guides)
    camera.take("guides")
    camera.run(*guides, "viewer.compare.wipe")
    camera.take("compare", PICTURES_MS)
    camera.run("viewer.compare.wipe", "view.palette")
    camera.take("palette")
    QTest.keyClick(QApplication.focusWidget() or camera.window, Qt.Key.Key_Escape)
    camera.run("workspace.board")
    camera.take("board", PICTURES_MS)
    camera.run("board.print_look")
    camera.take("board-print")
    camera.run("board.print_look", "workspace.models")
    camera.take("models")
    camera.run("workspace.edit")


def panels(camera: Camera, film: Path) -> None:
    camera.editor.panel.show_film()
    camera.take("panel-film")
    camera.editor.panel.show_scene()
    camera.take("panel-scene")
    camera.document.selection.select(camera.shots()[1:4])
    camera.take("panel-several")
    camera.look_at(2)


def dialogs(camera: Camera, film: Path) -> None:
    window = camera.window
    preferences = PreferencesDialog(window.config, window.commands, window.document, window)
    for page in preferences.pages:
        preferences.show_page(page)
        preferences.show()
        camera.take(f"preferences-{page}", over=preferences)
    preferences.close()
    export = ExportDialog(camera.document, window)
    export.path.setText("~/Films/Six Tales.mp4")
    export.show()
    camera.take("export", over=export)
    export.close()


def handing(camera: Camera, film: Path) -> None:
    dialog = HandingDialog(camera.document, camera.window)
    dialog.format.value = ".aaf"
    dialog.format.changed.emit(".aaf")
    dialog.path.setText("~/Films/Six Tales.aaf")
    dialog.show()
    camera.take("hand-over", PICTURES_MS, over=dialog)
    dialog.close()


def keeping(camera: Camera, film: Path) -> None:
    """What is seen of a film's safety: its versions, and what is asked where something went wrong."""
    studio, now = camera.document.studio, camera.document.project
    studio.keep_version("Before the lighthouse was cut")
    first = now.scenes[0].shots[0]
    camera.document.edit("Trim", lambda film: film.with_shot(replace(first, duration_frames=60)))
    studio.keep_version("")
    versions = VersionsDialog(film, now, camera.window)
    versions.show()
    camera.take("versions", PICTURES_MS, over=versions)
    versions.close()
    camera.document.undo()
    unsaved = UnsavedDialog(camera.document, FULL, camera.window)
    unsaved.show()
    camera.take("not-saved", over=unsaved)
    unsaved.close()
    damaged = DamagedDialog(film, DAMAGE, camera.window)
    damaged.show()
    camera.take("damaged", over=damaged)
    damaged.close()


def sound(camera: Camera, film: Path) -> None:
    for name, hertz in (("rain.wav", 0.0), ("tune.wav", 220.0)):
        camera.document.transport.seek(0 if hertz else 60)
        camera.editor.timeline.canvas.drops.bring_sound(_sound(camera.folder / name, hertz), 0 if hertz else 60)
        _wait(PICTURES_MS)

    def mark(project: Project) -> Project:
        return add_marker(add_marker(project, Marker("one", 110, "Wind rises")), Marker("two", 300, "Tune turns"))

    camera.document.edit("Add markers", mark)
    camera.take("edit-sound")


def presenting(camera: Camera, film: Path) -> None:
    camera.run("viewer.full_screen")
    pitch = camera.editor.viewer.pitch
    assert pitch is not None
    pitch.showNormal()
    pitch.resize(*SIZE)
    _wait(PICTURES_MS)
    _move(pitch.surface, QPoint(700, 400))
    camera.take("pitch", 100, of=pitch)
    pitch.close()


def queue(camera: Camera, film: Path) -> None:
    camera.run("view.queue", "film.render")
    camera.take("queue", 5000)
    camera.run("queue.cancel_all", "view.queue")


def small(camera: Camera, film: Path) -> None:
    camera.window.resize(*SMALLEST)
    camera.take("small-edit", PICTURES_MS)
    camera.run("workspace.board")
    camera.take("small-board")
    camera.run("workspace.edit")
    camera.window.close_film()
    camera.take("small-welcome")
    camera.window.resize(*SIZE)


def empty(camera: Camera, film: Path) -> None:
    place = camera.folder / "Untitled.sora"
    for old in camera.folder.glob("Untitled.*"):
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    camera.window.create(NewFilm("blank", place, "Untitled", "", None))
    camera.take("empty")
    camera.run("workspace.board")
    camera.take("empty-board")
    camera.run("workspace.edit")


def failed(camera: Camera, film: Path) -> None:
    """A shot whose drawing has gone from the disk, and with it what the shot is made from."""
    camera.window.close_film()
    camera.window.open(film)
    camera.look_at(5)
    drawing = camera.folder / "drawing.png"
    camera.window.grab().save(str(drawing))
    use_drawing(camera.document, camera.document.selection.shot_ids, drawing)
    shutil.rmtree(film.with_suffix(".takes") / DRAWINGS)
    camera.run("view.queue", "shot.draft")
    camera.take("failed", 6000)


VIEWS = (welcome, cutting, seeing, panels, dialogs, handing, keeping, sound, presenting, queue, small, empty, failed)


def _wait(milliseconds: int) -> None:
    """Let the window live. QTest.qWait would leave the threads beside it little of the interpreter."""
    end_s = time.monotonic() + milliseconds / 1000
    while time.monotonic() < end_s:
        QApplication.processEvents()
        time.sleep(0.01)


def _move(widget: QWidget, to: QPoint, held: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
    at = QPointF(to)
    event = QMouseEvent(QMouseEvent.Type.MouseMove, at, widget.mapToGlobal(at), held, held, NoKeys)
    QApplication.sendEvent(widget, event)


def _sound(path: Path, hertz: float) -> Path:
    """Twelve seconds of a slow tune, or, without a pitch, of rain that comes and goes."""
    seconds = np.arange(12 * SOUND_RATE) / SOUND_RATE
    swell = 0.4 + 0.35 * np.sin(2 * np.pi * seconds / 5)
    tone = np.sin(2 * np.pi * hertz * seconds) * np.exp(-(seconds % 1.5) * 2.2)
    noise = np.random.default_rng(4).normal(0, 0.3, seconds.size)
    samples = (np.clip(swell * (tone if hertz else noise), -1, 1) * 32767).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SOUND_RATE)
        file.writeframes(samples.tobytes())
    return path
