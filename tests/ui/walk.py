"""A walk through the window that knows no plan: commands, clicks, drags, keys, words and switches, drawn at random."""

import os
from collections.abc import Callable
from dataclasses import replace
from random import Random

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QWheelEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from sora_studio.storage.parts import read_project
from sora_studio.storage.project_file import ALL_AS_BYTES
from sora_studio.timeline.project import Project
from sora_studio.ui.document import FilmDocument
from tests.ui.conftest import OF_OFFSCREEN
from tests.ui.person import Key, Person

Keys, Buttons = Qt.KeyboardModifier, Qt.MouseButton
MODIFIERS = (Keys.NoModifier,) * 5 + (Keys.ControlModifier, Keys.ShiftModifier, Keys.AltModifier)
WORDS = ("a red candle", "snow burns", "é 雪 ►", "a " * 60, "12f", "", "<b>x</b>", "/", "99999999999")
KEYS = (
    Key.Key_Return, Key.Key_Escape, Key.Key_Escape, Key.Key_Tab, Key.Key_Backtab, Key.Key_Space, Key.Key_Left,
    Key.Key_Right, Key.Key_Up, Key.Key_Down, Key.Key_Home, Key.Key_End, Key.Key_Delete, Key.Key_Backspace,
    Key.Key_PageDown, Key.Key_F2, Key.Key_J, Key.Key_K, Key.Key_L, Key.Key_I, Key.Key_O, Key.Key_M, Key.Key_3,
)  # fmt: skip
# A film as long as this is cut down: pasting doubles it again and again.
MOST_SHOTS = 40
SAVED_WITHIN_S = 10.0
NOT_HERE = {"file.quit"}
WANTED = (
    "shot.draft", "shot.another_take", "shot.refine", "film.render_drafts", "queue.cancel_all", "shot.pin_take",
    "timeline.insert_shot", "timeline.split", "timeline.dissolve", "timeline.duplicate", "timeline.delete",
    "workspace.edit", "workspace.board", "workspace.models", "view.queue", "edit.undo", "edit.redo", "playback.toggle",
)  # fmt: skip


class Walk:
    """`step` does one thing and checks that all still holds; `done` tells what was done, for a failure to be read."""

    def __init__(self, person: Person, seed: int) -> None:
        self.person, self.random = person, Random(seed)
        self.done: list[str] = []
        self.warned: list[str] = []
        self._before_us = qInstallMessageHandler(self._hear)
        self._held: QWidget = person.window
        self._answers, self._closed = 0, False
        self._answer()
        self._deeds: list[tuple[int, Callable[[], str]]] = [
            (8, self._wanted), (6, self._command), (7, self._click), (4, self._right_click), (2, self._double_click),
            (8, self._drag_on_timeline), (3, self._drag), (8, self._key), (5, self._type), (2, self._wheel),
            (5, self._undo_redo), (1, self._theme), (1, self._keymap), (4, self._wait),
        ]  # fmt: skip

    def step(self) -> None:
        deeds = [deed for _, deed in self._deeds]
        deed = self.random.choices(deeds, [weight for weight, _ in self._deeds])[0]
        self._answers = 0
        self.person.take_the_keyboard()
        with self.person.qtbot.captureExceptions() as errors:
            if self.person.window.document is None and self.random.random() < 0.5:
                self.done.append(self._open())
            else:
                self.done.append("…")
                self.done[-1] = deed()
            QApplication.processEvents()
            if (popup := QApplication.activePopupWidget()) is not None and self.random.random() < 0.5:
                popup.close()
            self._cut_down()
            problem = self._problem()
        if os.environ.get("WALK_TELL"):
            print(len(self.done), self.done[-1], flush=True)
        assert not errors, self._told(f"{errors[0][0].__name__}: {errors[0][1]}", errors[0][2])
        assert not problem, self._told(problem)

    def close(self) -> None:
        self._closed = True
        qInstallMessageHandler(self._before_us)

    # What must hold

    def _problem(self) -> str:
        if self.warned:
            return f"Qt warned: {self.warned}"
        if self.person.strays.seen:
            return f"shown as windows: {self.person.strays.seen}"
        document = self.person.window.document
        if document is None:
            return ""
        if saved(document) != document.project:
            return "the file holds another film than the window"
        if document.studio.undo_labels:
            before, label = document.project, document.studio.undo_labels[0]
            if not (document.undo() and document.redo()):
                return f"{label} can't be undone and redone"
            if document.project != before:
                return f"undo and redo of {label} changed the film"
            if saved(document) != before:
                return f"undo and redo of {label} was not saved"
        return ""

    def _told(self, problem: str, trace: object = None) -> str:
        import traceback

        lines = "".join(traceback.format_tb(trace)) if trace is not None else ""  # type: ignore[arg-type]
        return "\n".join([problem, lines, f"after {len(self.done)} actions, the last:", *self.done[-15:]])

    def _hear(self, kind: QtMsgType, context: object, message: str) -> None:
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) and not message.startswith(OF_OFFSCREEN):
            self.warned.append(message)

    # What is done

    def _open(self) -> str:
        cards = self.person.window.welcome.home.recents.cards
        self.person.window.welcome.show_home()
        card = self.random.choice(cards)
        self.person.click(card)
        return f"open {card.title}"

    def _command(self, ids: tuple[str, ...] = ()) -> str:
        known = [command.id for command in self.person.window.commands.all() if command.id not in NOT_HERE]
        chosen = self.random.choice([id for id in ids or known if id in known] or known)
        self.done[-1] = f"command {chosen}"
        if (popup := QApplication.activePopupWidget()) is not None:
            popup.close()  # While a menu is open nothing else is within reach.
        ran = self.person.window.commands.run(chosen)
        return f"command {chosen}{'' if ran else ' (not possible)'}"

    def _wanted(self) -> str:
        return self._command(WANTED)

    def _click(self, button: Qt.MouseButton = Buttons.LeftButton) -> str:
        front, at, keys = self._front(), self._somewhere(), self._modifiers()
        under = self._under(at)
        self.done[-1] = f"{button.name} at {at.x()},{at.y()} with {keys.name} on {under}"
        QTest.mousePress(front, button, keys, at)
        front, at = self._reached(at)
        QTest.mouseRelease(front, button, keys, at)
        return self.done[-1]

    def _right_click(self) -> str:
        return self._click(Buttons.RightButton)

    def _double_click(self) -> str:
        if QApplication.activePopupWidget() is not None:
            return self._click()  # It may go with the first click.
        at = self._somewhere()
        self.done[-1] = f"double click at {at.x()},{at.y()} on {self._under(at)}"
        QTest.mouseDClick(self._front(), Buttons.LeftButton, Keys.NoModifier, at)
        return self.done[-1]

    def _drag(self) -> str:
        return self._pull(self._front(), self._somewhere(), self._somewhere())

    def _drag_on_timeline(self) -> str:
        editor = self.person.window.editor
        if editor is None or not editor.timeline.canvas.isVisible() or QApplication.activeModalWidget():
            return self._drag()
        canvas = editor.timeline.canvas
        inside = [
            canvas.mapTo(canvas.window(), QPoint(self.random.randrange(canvas.width()), self._height_on(canvas)))
            for _ in range(2)
        ]
        if self.random.random() < 0.6 and (ids := self.person.shot_ids):
            clip = canvas.clip_rect(self.random.choice(ids))
            edge = clip.left() + 2 if self.random.random() < 0.5 else clip.right() - 2
            spot = QPoint(round(min(max(edge, 0), canvas.width() - 1)), round(clip.center().y()))
            inside[0] = canvas.mapTo(canvas.window(), spot)
        return self._pull(canvas.window().windowHandle(), *inside)

    def _height_on(self, canvas: QWidget) -> int:
        return self.random.randrange(canvas.height())

    def _pull(self, front, start: QPoint, stop: QPoint) -> str:
        keys = self._modifiers()
        self.done[-1] = f"drag from {start.x()},{start.y()} to {stop.x()},{stop.y()} with {keys.name}"
        QTest.mousePress(front, Buttons.LeftButton, keys, start)
        for step in (0.3, 0.7, 1.0):
            QTest.mouseMove(*self._reached(start + (stop - start) * step))
            QApplication.processEvents()
        if self.random.random() < 0.1:
            QTest.keyClick(self.person.window.windowHandle(), Key.Key_Escape)
        front, stop = self._reached(stop)
        QTest.mouseRelease(front, Buttons.LeftButton, keys, stop)
        return self.done[-1]

    def _key(self) -> str:
        key, keys = self.random.choice(KEYS), self._modifiers()
        self.done[-1] = f"key {key.name} with {keys.name} to {_name(QApplication.focusWidget())}"
        if (popup := QApplication.activePopupWidget()) is not None:
            # QTest goes on with a menu's window after the key has closed it.
            QApplication.sendEvent(popup, QKeyEvent(QEvent.Type.KeyPress, key, keys))
        else:
            QTest.keyClick(self._front(), key, keys)
        return self.done[-1]

    def _type(self) -> str:
        words, widget = self.random.choice(WORDS), QApplication.focusWidget()
        self.done[-1] = f"type {words[:20]!r} into {_name(widget)}"
        _write(widget, words)
        return self.done[-1]

    def _wheel(self) -> str:
        at, turn, keys = self._somewhere(), self.random.choice((-360, -120, 120, 360)), self._modifiers()
        widget = self.person.window.childAt(at) or self.person.window
        where = QPointF(widget.mapFrom(self.person.window, at))
        self.done[-1] = f"wheel {turn} with {keys.name} on {_name(widget)}"
        event = QWheelEvent(
            where, QPointF(widget.mapToGlobal(where)), QPoint(), QPoint(0, turn), Buttons.NoButton, keys,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(widget, event)
        return self.done[-1]

    def _undo_redo(self) -> str:
        ids = [self.random.choice(("edit.undo", "edit.undo", "edit.redo")) for _ in range(self.random.randint(1, 4))]
        self.done[-1] = " ".join(ids)
        for id in ids:
            self.person.window.commands.run(id)
        return self.done[-1]

    def _theme(self) -> str:
        window = self.person.window
        window.configure(replace(window.config, theme="light" if window.config.theme == "dark" else "dark"))
        return f"theme {window.config.theme}"

    def _keymap(self) -> str:
        window = self.person.window
        name = self.random.choice(("sora", "premiere", "resolve", "avid"))
        window.configure(replace(window.config, keymap=name))
        return f"keymap {name}"

    def _wait(self) -> str:
        time_ms = self.random.choice((0, 20, 80, 200))
        self.person.qtbot.wait(time_ms)
        return f"wait {time_ms} ms"

    def _cut_down(self) -> None:
        if self.person.window.document is not None and len(self.person.shot_ids) > MOST_SHOTS:
            keep = set(self.person.shot_ids[:3])
            self.person.document.selection.select([id for id in self.person.shot_ids if id not in keep])
            self.person.window.commands.run("timeline.delete")
            self.done.append("cut down to 3 shots")

    def _answer(self) -> None:
        """A dialog that holds up everything else is played with for a while, and then left."""
        if self._closed:
            return
        # A timer of its own each time: one does not tick while what it began, a dialog on the dialog, is going on.
        QTimer.singleShot(25, self._answer)
        dialog, popup = QApplication.activeModalWidget(), QApplication.activePopupWidget()
        if popup is not None:
            # A button's own menu holds up everything else too.
            self._answers += 1
            if dialog is not None or self._answers > 6:
                popup.close()
            return
        if dialog is None:
            return
        self._answers += 1
        front = _handle(dialog)
        if isinstance(dialog, QFileDialog) or self._answers > 6:
            dialog.close()
            return
        choice = self.random.random()
        if choice < 0.3:
            QTest.keyClick(front, self.random.choice((Key.Key_Tab, Key.Key_Down, Key.Key_Space, Key.Key_Up)))
        elif choice < 0.5:
            _write(QApplication.focusWidget(), self.random.choice(WORDS))
        elif choice < 0.75:
            at = QPoint(self.random.randrange(dialog.width()), self.random.randrange(dialog.height()))
            QTest.mouseClick(front, Buttons.LeftButton, Keys.NoModifier, at)
        else:
            QTest.keyClick(front, self.random.choice((Key.Key_Return, Key.Key_Escape)))

    # Where it is done

    def _front(self) -> QWindow:
        """What a click or key would reach."""
        found = QApplication.activePopupWidget() or QApplication.activeModalWidget() or QApplication.activeWindow()
        if found is not None and not found.isVisible():
            found = None
        # PySide takes a window for gone as soon as nobody holds the widget it belongs to.
        self._held = found or self.person.window
        return _handle(self._held)

    def _reached(self, at: QPoint) -> tuple[QWindow, QPoint]:
        """What the hand is over by now: a menu may have come under it, or gone."""
        front = self._front()
        return front, QPoint(min(at.x(), front.width() - 1), min(at.y(), front.height() - 1))

    def _somewhere(self) -> QPoint:
        front = self._front()
        return QPoint(self.random.randrange(max(1, front.width())), self.random.randrange(max(1, front.height())))

    def _under(self, at: QPoint) -> str:
        front = QApplication.activePopupWidget() or QApplication.activeModalWidget() or self.person.window
        return _name(front.childAt(at))

    def _modifiers(self) -> Qt.KeyboardModifier:
        return self.random.choice(MODIFIERS)


def saved(document: FilmDocument) -> Project:
    """The film as the bytes in the file spell it, read anew once they are there."""
    document.studio.flush(SAVED_WITHIN_S)
    return read_project(document.studio._file._database.execute(f"SELECT {ALL_AS_BYTES} FROM part"))


def _handle(widget: QWidget) -> QWindow:
    handle = widget.windowHandle()
    assert handle is not None, f"{widget} is on no screen"
    return handle


def _write(widget: QWidget | None, words: str) -> None:
    if widget is None:
        return
    if words.isascii():
        QTest.keyClicks(widget, words)
    else:
        # As an input method writes what no key of the keyboard has.
        event = QInputMethodEvent()
        event.setCommitString(words)
        QApplication.sendEvent(widget, event)


def _name(widget: QWidget | None) -> str:
    return f"{type(widget).__name__} {widget.accessibleName()!r}" if widget is not None else "nothing"
