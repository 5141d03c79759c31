"""The prompt as it is really sent, coloured by whose word each run is, with the encoder's room beside it."""

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QTextBrowser, QVBoxLayout, QWidget

from sora_studio.studio.prompt_reading import PromptReading
from sora_studio.timeline.cascade import JOINT, Part
from sora_studio.ui import theme
from sora_studio.ui.kit import PlainLabel
from sora_studio.ui.shot_panel.meter import Legend, RoomBar
from sora_studio.ui.shot_panel.runs import Run, runs_of


class SentText(QTextBrowser):
    """Runs as links: a click, or Tab and Enter, asks to edit the part where it lives."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("The prompt as it is sent"))
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.setStyleSheet("background: transparent; border: 0; padding: 0")
        self.setFont(theme.font("small"))
        self.runs: list[Run] = []
        self._parts: tuple[Part, ...] = ()
        self.anchorClicked.connect(self._on_clicked)

    def show_runs(self, parts: tuple[Part, ...], runs: list[Run]) -> None:
        self._parts, self.runs = parts, runs
        self.clear()
        cursor = QTextCursor(self.document())
        for run in runs:
            cursor.insertText(run.text, self._format(run))
        self._fit()

    def loadResource(self, type: int, name: QUrl) -> object:
        """Nothing is ever loaded for a prompt."""
        return None

    def _format(self, run: Run) -> QTextCharFormat:
        colours = theme.colours()
        made = QTextCharFormat()
        made.setFont(theme.font("small"))
        if run.part < 0:
            made.setForeground(colours.text_faint)
        else:
            part = self._parts[run.part]
            made.setForeground(getattr(colours, f"cascade_{part.level}"))
            made.setAnchor(True)
            made.setAnchorHref(f"part:{run.part}")
            made.setToolTip(self._tip(part, run))
        if not run.known:
            made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            made.setUnderlineColor(colours.warning)
        if not run.seen:
            made.setForeground(colours.text_faint)
            made.setFontStrikeOut(True)
        return made

    def _tip(self, part: Part, run: Run) -> str:
        whose = {"film": self.tr("The film's"), "scene": self.tr("The scene's"), "shot": self.tr("The shot's")}
        what = {
            "prompt": self.tr("prompt"),
            "size": self.tr("size"),
            "angle": self.tr("angle"),
            "move": self.tr("move"),
            "style": self.tr("style"),
        }
        notes = [] if run.known else [self.tr("The model can't draw this word.")]
        notes += [] if run.seen else [self.tr("The encoder doesn't see this.")]
        said = self.tr("{whose} {what}: click to edit.").format(whose=whose[part.level], what=what[part.field])
        return " ".join([said, *notes])

    def _on_clicked(self, link: QUrl) -> None:
        at = int(link.path() or "-1")
        if 0 <= at < len(self._parts):
            self.chosen.emit(self._parts[at])

    def _fit(self) -> None:
        self.document().setTextWidth(self.viewport().width())
        margins = self.height() - self.viewport().height()
        self.setFixedHeight(int(self.document().size().height() + 0.999) + max(margins, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        link = self.anchorAt(event.position().toPoint())
        if link and event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            self._on_clicked(QUrl(link))
            return
        super().mouseReleaseEvent(event)


class Sent(QWidget):
    """The whole read-out: heading with token meter, bar, coloured text, legend, and what the reader should know."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.meter = PlainLabel("", "small", dim=True)
        self.bar = RoomBar()
        self.text = SentText()
        self.hint = PlainLabel("", "small")
        self.hint.setWordWrap(True)
        self.text.chosen.connect(self.chosen)
        self._reading: PromptReading | None = None
        head = QHBoxLayout()
        head.setSpacing(theme.GRID * 2)
        self.label = PlainLabel(self.tr("As sent"), "label")
        head.addWidget(self.label)
        head.addWidget(Legend())
        head.addStretch(1)
        head.addWidget(self.meter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addLayout(head)
        for widget in (self.bar, self.text, self.hint):
            column.addWidget(widget)
        theme.changed.connect(self._paint)
        self.show_parts(())

    def show_parts(self, parts: tuple[Part, ...]) -> None:
        """The text at once; what the encoder makes of it comes a little later."""
        known = self._reading
        if known is None or known.parts != parts:
            # While a new reading is on its way, the words known to be strange stay marked.
            strange = known.unknown if known is not None else ()
            length = len(JOINT.join(part.text for part in parts))
            self.text.show_runs(parts, runs_of(parts, length, strange))

    def show_reading(self, reading: PromptReading) -> None:
        self._reading = reading
        self._paint()

    def show_problem(self, problem: str) -> None:
        self.hint.setText(problem)
        self.hint.setVisible(bool(problem))

    def _paint(self) -> None:
        reading = self._reading
        if reading is None:
            return
        self.text.show_runs(reading.parts, runs_of(reading.parts, reading.cut_from, reading.unknown))
        has_limit = reading.limit > 0
        self.meter.setText(self.tr("%d / %d tokens") % (reading.tokens, reading.limit) if has_limit else "")
        self.bar.set_share(reading.tokens / reading.limit if has_limit else 0)
        self.bar.setVisible(has_limit)
        self.show_problem(self._hint(reading))

    def _hint(self, reading: PromptReading) -> str:
        """What a filmmaker should know of the reading; "" when all is well."""
        said: list[str] = []
        if reading.limit and reading.tokens > reading.limit:
            told = self.tr("The model reads %d tokens; what is struck out isn't seen. Say it shorter.")
            said.append(told % reading.limit)
        if reading.unknown:
            words = [f"“{word}”" for word in reading.unknown]
            listed = self.tr(" or ").join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
            said.append(self.tr("The model can't draw %s; it draws what is nearest.") % listed)
        return " ".join(said)
