"""The bar over the timeline: timecode, tools, edits, snapping, zoom."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSlider, QWidget

from sora_studio.ui import theme
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.kit import IconButton
from sora_studio.ui.timeline.deeds import TOOLS
from sora_studio.ui.timeline.geometry import slider_of_zoom, zoom_of_slider
from sora_studio.ui.timeline.headers import WIDTH
from sora_studio.ui.timeline.model import TimelineModel
from sora_studio.ui.timeline.timecode_field import TimecodeField

HEIGHT = 40
SLIDER_STEPS = 1000
EDITS = ("insert_shot", "split", "dissolve", "continue_from_previous", "marker.add")


class _Gap(QWidget):
    """A thin line between groups of tools."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(1, 18)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colours().line_strong)
        painter.end()


class ToolStrip(QFrame):
    def __init__(
        self, document: FilmDocument, model: TimelineModel, commands: Commands, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("timelineTools")
        self._model, self._commands = model, commands
        self._buttons: dict[str, IconButton] = {}
        self.timecode = TimecodeField(document, model)
        self.slider = self._slider()
        self.setFixedHeight(HEIGHT)
        self._lay_out()
        model.view_changed.connect(self._follow_zoom)
        self.refresh()
        self._follow_zoom()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, theme.GRID * 3, 0)
        row.setSpacing(theme.GRID // 2)
        self.timecode.setFixedWidth(max(WIDTH, self.timecode.width()))
        row.addWidget(self.timecode)
        row.addSpacing(theme.GRID * 2)
        for tool in TOOLS:
            row.addWidget(self._button(f"timeline.tool.{tool}"))
        self._gap(row)
        row.addWidget(self._button("timeline.snap"))
        self._gap(row)
        for name in EDITS:
            row.addWidget(self._button(f"timeline.{name}"))
        row.addStretch(1)
        row.addWidget(self._button("timeline.zoom_out"))
        row.addWidget(self.slider, 100)
        row.addWidget(self._button("timeline.zoom_in"))
        row.addWidget(self._button("timeline.zoom_fit"))

    def _gap(self, row: QHBoxLayout) -> None:
        row.addSpacing(theme.GRID * 2)
        row.addWidget(_Gap())
        row.addSpacing(theme.GRID * 2)

    def _button(self, id: str) -> IconButton:
        command = self._commands.get(id)
        assert command is not None
        button = IconButton(command.icon, "", checkable=command.checked is not None)
        self._commands.tell_tip(id, button.set_tooltip)
        button.clicked.connect(lambda: self._run(id))
        self._buttons[id] = button
        return button

    def _run(self, id: str) -> None:
        self._commands.run(id)
        self.refresh()

    def _slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, SLIDER_STEPS)
        slider.setMinimumWidth(48)
        slider.setMaximumWidth(120)
        slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        slider.setAccessibleName(self.tr("Zoom"))
        slider.setToolTip(self.tr("Zoom. Ctrl and the wheel zoom at the pointer."))
        slider.valueChanged.connect(self._zoom)
        return slider

    @Slot(int)
    def _zoom(self, value: int) -> None:
        span = self._model.span
        wanted = zoom_of_slider(value / SLIDER_STEPS)
        x = span.x(self._model.marks.playhead)
        self._model.look(span.zoomed(wanted / span.pixels_per_frame, x if 0 <= x <= span.width else span.width / 2))

    @Slot()
    def _follow_zoom(self) -> None:
        self.slider.blockSignals(True)
        self.slider.setValue(round(slider_of_zoom(self._model.span.pixels_per_frame) * SLIDER_STEPS))
        self.slider.blockSignals(False)

    @Slot()
    def refresh(self) -> None:
        """Show which tool is in hand and what is possible."""
        for id, button in self._buttons.items():
            command = self._commands.get(id)
            if command is not None:
                if command.checked is not None:
                    button.setChecked(command.checked())
                if command.enabled is not None:
                    button.setEnabled(command.enabled())
