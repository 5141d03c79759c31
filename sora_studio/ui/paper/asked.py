"""The fields of the boards' dialog: paper, panels, words; told as one value."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from sora_studio.ui import theme
from sora_studio.ui.kit import Choice, Field, PlainLabel, Segmented
from sora_studio.ui.paper.choices import FIELDS, PaperChoices
from sora_studio.ui.paper.layout import PAPERS, PER_PAGE, SHEET_COLUMNS

_PAPER_NAMES = {"11x17": "11 × 17"}


def _field_names() -> dict[str, str]:
    def tr(text: str) -> str:
        return QCoreApplication.translate("PaperFields", text)

    return {
        "scene": tr("Scene heading"),
        "framing": tr("Size, angle, move"),
        "duration": tr("Length"),
        "dialogue": tr("Dialogue"),
        "action": tr("Action"),
        "prompt": tr("Prompt"),
        "notes": tr("Notes"),
        "transition": tr("Transition"),
        "timecode": tr("Timecode"),
    }


class PaperFields(QWidget):
    """`changed` tells of every choice made."""

    changed = Signal()

    def __init__(self, choices: PaperChoices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._start = choices
        self.kind = Segmented(
            [(self.tr("Storyboard"), False), (self.tr("Contact sheet"), True)], self.tr("What to print")
        )
        self.paper = Choice(self.tr("Paper"))
        for name in PAPERS:
            self.paper.add(_PAPER_NAMES.get(name, name), name)
        self.turned = Segmented([(self.tr("Portrait"), False), (self.tr("Landscape"), True)], self.tr("Orientation"))
        self.per_page = Segmented([(str(count), count) for count in PER_PAGE], self.tr("Panels a page"))
        self.columns = Segmented([(str(count), count) for count in SHEET_COLUMNS], self.tr("Pictures in a row"))
        self.beside = Segmented([(self.tr("Under"), False), (self.tr("Beside"), True)], self.tr("Text"))
        self.pairs = QCheckBox(self.tr("First and last frame where the camera moves"))
        self.arrows = QCheckBox(self.tr("Arrows for camera moves"))
        self.fields = {name: QCheckBox(text) for name, text in _field_names().items()}
        self.version = QLineEdit(choices.version)
        self.version.setAccessibleName(self.tr("Version"))
        self.version.setPlaceholderText(self.tr("None"))
        self.version.setMaxLength(40)
        self._lay_out()
        self._show(choices)
        self._connect()

    @property
    def choices(self) -> PaperChoices:
        return PaperChoices(
            sheet=self.kind.value,
            paper=self.paper.value,
            landscape=self.turned.value,
            per_page=self.per_page.value,
            columns=self.columns.value,
            beside=self.beside.value,
            pairs=self.pairs.isChecked(),
            arrows=self.arrows.isChecked(),
            fields=tuple(name for name in FIELDS if self.fields[name].isChecked()),
            version=self.version.text().strip(),
        )

    def _show(self, choices: PaperChoices) -> None:
        self.kind.value, self.paper.value, self.turned.value = choices.sheet, choices.paper, choices.landscape
        self.per_page.value, self.columns.value, self.beside.value = choices.per_page, choices.columns, choices.beside
        self.pairs.setChecked(choices.pairs)
        self.arrows.setChecked(choices.arrows)
        for name, box in self.fields.items():
            box.setChecked(name in choices.fields)
        self._show_kind()

    def _connect(self) -> None:
        for choosing in (self.kind, self.paper, self.turned, self.per_page, self.columns, self.beside):
            choosing.changed.connect(self._on_change)
        for box in (self.pairs, self.arrows, *self.fields.values()):
            box.toggled.connect(self._on_change)
        self.version.textChanged.connect(self._on_change)

    def _on_change(self, *_: object) -> None:
        self._show_kind()
        self.changed.emit()

    def _show_kind(self) -> None:
        """A contact sheet has pictures, numbers and nothing more to choose."""
        sheet = self.kind.value
        self._columns_field.setVisible(sheet)
        for part in self._of_boards:
            part.setVisible(not sheet)

    def _lay_out(self) -> None:
        self._columns_field = Field(self.tr("Pictures in a row"), self.columns)
        per_page = Field(self.tr("Panels a page"), self.per_page)
        beside = Field(self.tr("Text"), self.beside)
        words = QWidget()
        grid = QGridLayout(words)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(4 * theme.GRID)
        grid.setVerticalSpacing(2 * theme.GRID)
        for at, box in enumerate(self.fields.values()):
            grid.addWidget(box, at // 2, at % 2)
        words_label = PlainLabel(self.tr("On each panel"), "label")
        self._of_boards = (per_page, beside, self.pairs, self.arrows, words_label, words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * theme.GRID)
        column.addWidget(self.kind)
        column.addWidget(Field(self.tr("Paper"), self.paper))
        column.addWidget(Field(self.tr("Orientation"), self.turned))
        for part in (per_page, self._columns_field, beside, self.pairs, self.arrows, words_label, words):
            column.addWidget(part)
        column.addWidget(Field(self.tr("Version"), self.version))
        column.addStretch(1)
