"""The board and its tools: panel size, the print look, the menu of a panel, writing prompts in place."""

from dataclasses import replace

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSlider, QStackedLayout, QVBoxLayout, QWidget

from sora_studio.timeline.edits import insert, set_prompt
from sora_studio.timeline.ids import text_id, unused_id
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import INHERIT, Shot
from sora_studio.ui import theme
from sora_studio.ui.board.canvas import BoardCanvas
from sora_studio.ui.board.keys import remove_selected, shift_selected
from sora_studio.ui.board.layout import NARROWEST, STRIP, WIDEST
from sora_studio.ui.board.panel_text import length
from sora_studio.ui.board.prompt_editor import PromptEditor
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.kit import EmptyState, HLine, IconButton, PlainLabel, PushButton
from sora_studio.ui.language import translate

# What a panel's menu offers, of the commands there are; "" is a line between them.
MENU = (
    "board.edit_prompt", "", "shot.draft", "shot.refine", "shot.another_take", "", "timeline.insert_shot",
    "timeline.duplicate", "timeline.cut", "timeline.copy", "timeline.paste", "", "board.move_earlier",
    "board.move_later", "", "board.remove",
)  # fmt: skip
NEW_SHOT_S = 4


class BoardView(QWidget):
    def __init__(self, document: FilmDocument, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._commands = document, commands
        self.setAccessibleName(self.tr("Board"))
        self.canvas = BoardCanvas(document)
        self.editor: PromptEditor | None = None
        self._register_commands()
        self._make_tools()
        first = PushButton(self.tr("Write the first shot"), kind="primary", icon="plus")
        first.clicked.connect(self.add_first_shot)
        empty = EmptyState(
            "layout-grid",
            self.tr("An empty board"),
            self.tr("Every shot of the film is a panel here. Write what is seen, and draw it from the shot's panel."),
            first,
        )
        self._lay_out(empty)
        self.canvas.prompt_wanted.connect(self.edit_prompt)
        self.canvas.menu_wanted.connect(self._show_menu)
        self.canvas.verticalScrollBar().valueChanged.connect(lambda _: self._close_editor(keep=True))
        self.canvas.zoomed.connect(lambda width: self.slider.setValue(round(width)))
        document.project_changed.connect(lambda *_: self._on_film())

    # Writing

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Not a focus proxy: Tab would go past whatever stands before it.
        self.canvas.setFocus(event.reason())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._on_film()

    def edit_prompt(self, shot_id: str) -> None:
        """Write the shot's prompt on its panel."""
        index = self.canvas.grid.index(shot_id)
        if index < 0:
            return
        self._close_editor(keep=True)
        self.canvas.show_shot(shot_id)
        _, shot = self.canvas.grid.shot(index)
        self.editor = PromptEditor(self.canvas.viewport(), shot_id, shot.direction.prompt, self._editor_place(index))
        self.editor.done.connect(self._on_written)

    def finish_writing(self) -> None:
        """Keep what is being written on a panel."""
        self._close_editor(keep=True)

    def add_first_shot(self) -> None:
        """Put an empty shot into an empty film, ready to be written."""
        project = self._document.project
        taken = {shot.id for _, shot in project.shots()}
        shot = Shot(unused_id(text_id("shot", ""), taken), INHERIT, project.frame_rate.frames(NEW_SHOT_S))

        def added(film: Project) -> Project:
            if not film.scenes:
                film = replace(film, scenes=(Scene(text_id("scene", ""), ""),))
            return insert(film, shot, film.scenes[-1].id)

        if self._document.edit(translate("Edits", "Insert shot {shot}").format(shot=1), added):
            self._document.selection.select([shot.id])
            self.canvas.setFocus()
            self.edit_prompt(shot.id)

    def _editor_place(self, index: int) -> QRect:
        """Over the text below the picture where there is some, else over the picture; never out of sight."""
        layout = self.canvas.grid.layout
        place = self.canvas.place_of(layout.panel(index)).adjusted(-2, 0, 2, 4)
        place.setTop(place.top() + STRIP + (round(layout.picture_height) if layout.has_text else 0))
        height, width = max(place.height(), 96), max(place.width(), 240)
        viewport = self.canvas.viewport().rect()
        left = min(max(place.left(), 4), viewport.width() - width - 4)
        top = min(max(place.top(), 4), viewport.height() - height - 4)
        return QRect(left, top, width, height)

    def _on_written(self, shot_id: str, text: str | None) -> None:
        editor, self.editor = self.editor, None
        if editor is not None:
            editor.deleteLater()
        if text is not None and self._document.find(shot_id):
            label = translate("Edits", "Write prompt of shot {shot}").format(shot=self._document.label(shot_id))
            self._document.edit(label, lambda project: set_prompt(project, shot_id, text))
        self.canvas.setFocus()

    def _close_editor(self, keep: bool) -> None:
        if self.editor is not None:
            self.editor.finish(keep)

    # Tools

    def _register_commands(self) -> None:
        canvas, group = self.canvas, self.tr("Board")
        chosen = lambda: bool(self._document.selection.shot_ids)  # noqa: E731
        add = self._commands.add
        add("view.board.zoom_in", self.tr("Larger panels"), lambda: canvas.zoom(1), group=group, icon="zoom-in")
        add("view.board.zoom_out", self.tr("Smaller panels"), lambda: canvas.zoom(-1), group=group, icon="zoom-out")
        add(
            "board.print_look",
            self.tr("Board as printed"),
            self._toggle_print_look,
            group=group,
            icon="file-text",
            checked=lambda: canvas.print_look,
        )
        selection = self._document.selection
        edit = lambda: self.edit_prompt(selection.current)  # noqa: E731
        add("board.edit_prompt", self.tr("Write prompt"), edit, group=group, icon="pencil", enabled=chosen)
        shift = shift_selected
        earlier, later = self.tr("Move earlier"), self.tr("Move later")
        add("board.move_earlier", earlier, lambda: shift(canvas, -1), group=group, icon="arrow-left", enabled=chosen)
        add("board.move_later", later, lambda: shift(canvas, 1), group=group, icon="arrow-right", enabled=chosen)
        removes = lambda: remove_selected(canvas)  # noqa: E731
        add("board.remove", self.tr("Remove from the film"), removes, group=group, icon="trash-2", enabled=chosen)

    def _toggle_print_look(self) -> None:
        self.canvas.print_look = not self.canvas.print_look
        self.print_button.setChecked(self.canvas.print_look)

    def _make_tools(self) -> None:
        self.summary = PlainLabel("", "small", dim=True)
        self.print_button = IconButton("file-text", "", checkable=True)
        self.print_button.clicked.connect(lambda: self._commands.run("board.print_look"))
        self.smaller = IconButton("zoom-out", "")
        self.smaller.clicked.connect(lambda: self._commands.run("view.board.zoom_out"))
        self.larger = IconButton("zoom-in", "")
        self.larger.clicked.connect(lambda: self._commands.run("view.board.zoom_in"))
        for id, button in (
            ("board.print_look", self.print_button), ("view.board.zoom_out", self.smaller),
            ("view.board.zoom_in", self.larger),
        ):  # fmt: skip
            self._commands.tell_tip(id, button.set_tooltip)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(NARROWEST, WIDEST)
        self.slider.setValue(round(self.canvas.panel_width))
        self.slider.setFixedWidth(140)
        self.slider.setAccessibleName(self.tr("Panel size"))
        self.slider.setToolTip(self.tr("Panel size (Ctrl+wheel)"))
        self.slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.slider.valueChanged.connect(self._on_slider)

    def _on_slider(self, width: int) -> None:
        if width != round(self.canvas.panel_width):
            self.canvas.panel_width = width

    def _lay_out(self, empty: QWidget) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(6 * theme.GRID, 2 * theme.GRID, 3 * theme.GRID, 2 * theme.GRID)
        row.setSpacing(theme.GRID)
        row.addWidget(self.summary, 1)
        for tool in (self.print_button, self.smaller, self.slider, self.larger):
            row.addWidget(tool)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(HLine())
        self._pages = QStackedLayout()
        column.addLayout(self._pages, 1)
        # Once it is this widget's: until then what is put in would be shown as a window of its own.
        self._pages.addWidget(self.canvas)
        self._pages.addWidget(empty)

    def _on_film(self) -> None:
        """Count the film, and say how to begin where it is empty; once it is seen."""
        if not self.isVisible():
            return
        project, shots = self._document.project, len(self._document.strip)
        scenes = len(project.scenes)
        counted = [translate("Board", "%n scene(s)", "", scenes), translate("Board", "%n shot(s)", "", shots)]
        self.summary.setText("  ·  ".join([*counted, length(self._document.strip.duration, project.frame_rate)]))
        self._pages.setCurrentIndex(0 if shots else 1)

    def _show_menu(self, at: QPoint) -> None:
        self._commands.about_to_show()
        known = {command.id for command in self._commands.all()}
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in MENU:
            if not name:
                menu.addSeparator()
            elif name in known:
                menu.addAction(self._commands.action(name))
        menu.popup(at)
