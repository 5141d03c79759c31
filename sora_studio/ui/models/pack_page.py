"""One pack: what it is and draws, whether it fits, and its maker's card."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from sora_studio.studio.pack_details import DeviceFit, PackDetails
from sora_studio.ui import theme
from sora_studio.ui.kit import HLine, Pill, PlainLabel, PushButton
from sora_studio.ui.language import translate
from sora_studio.ui.models import words
from sora_studio.ui.models.card_browser import CardBrowser

LABEL_WIDTH = 96
# Longer lines are hard to read.


class PackPage(QWidget):
    use_asked = Signal(str)
    shots_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = PlainLabel("", "display")
        self.fit_pill = Pill("", theme.colours().success)
        self.about = PlainLabel("", dim=True)
        self.about.setWordWrap(True)
        self.use = PushButton(self.tr("Use for this film"), kind="primary", icon="check")
        self.use.clicked.connect(lambda: self.use_asked.emit(self._name))
        self.use_for_shots = PushButton(self.tr("Use for the selected shots"))
        self.use_for_shots.clicked.connect(lambda: self.shots_asked.emit(self._name))
        self.card = CardBrowser()
        self._name = ""
        self.facts: dict[str, PlainLabel] = {}
        self._lay_out()

    def show_pack(self, pack: PackDetails, device: DeviceFit, used: bool) -> None:
        """Everything there is to say of the pack."""
        self._name = pack.name
        version = f" {pack.version}" if pack.version else ""
        self.title.setText(f"{pack.title or pack.name}{version}")
        self.about.setText(pack.refused or pack.description)
        self.use.setVisible(not pack.refused)
        self.use_for_shots.setVisible(not pack.refused)
        self.use.setEnabled(not used)
        self.use.setText(self.tr("Used for this film") if used else self.tr("Use for this film"))
        self._show_fit(pack, device)
        facts = {} if pack.refused else self._facts_of(pack, device)
        facts["folder"] = str(pack.folder)
        for name, label in self.facts.items():
            text = facts.get(name, "")
            label.setText(text)
            label.setVisible(bool(text))
            self._labels[name].setVisible(bool(text))
        self._below.setCurrentIndex(0 if pack.card else 1)
        self.card.show_card(pack.card, pack.folder)

    def offer_for_shots(self, selected: int, would_change: bool) -> None:
        """Whether the button for the selected shots has something to do, and to how many."""
        self.use_for_shots.setEnabled(would_change)
        if not selected:
            told = self.tr("Select shots in the timeline or on the board first")
        elif would_change:
            told = translate("Models", "Draw %n shot(s) with this model, whatever the film's is", "", selected)
        else:
            told = self.tr("The selected shots are drawn with it")
        self.use_for_shots.setToolTip(told)

    def _facts_of(self, pack: PackDetails, device: DeviceFit) -> dict[str, str]:
        return {
            "draws": words.draws(pack),
            "stages": words.stages(pack),
            "device": device.problem or device.description,
            "memory": words.fit_text(pack, device),
            "licence": pack.licence,
            "source": pack.source,
        }

    def _show_fit(self, pack: PackDetails, device: DeviceFit) -> None:
        colours = theme.colours()
        if pack.refused:
            self.fit_pill.set(self.tr("Refused"), colours.danger)
            return
        told = {
            "fits": (self.tr("Fits this machine"), colours.success),
            "tight": (self.tr("Fits stage by stage"), colours.warning),
            "pieces": (self.tr("Fits in pieces"), colours.warning),
            "large": (self.tr("May not fit"), colours.danger),
        }
        self.fit_pill.set(*told[words.fit(pack, device)])

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.title)
        head.addWidget(self.fit_pill)
        head.addStretch(1)
        head.addWidget(self.use_for_shots)
        head.addWidget(self.use)
        grid = QGridLayout()
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        grid.setColumnStretch(1, 1)
        named = {
            "draws": self.tr("Draws"),
            "stages": self.tr("Stages"),
            "device": self.tr("Runs on"),
            "memory": self.tr("Memory"),
            "licence": self.tr("Licence"),
            "source": self.tr("Source"),
            "folder": self.tr("Folder"),
        }
        self._labels = {name: PlainLabel(text, dim=True) for name, text in named.items()}
        for row, name in enumerate(named):
            value = PlainLabel("")
            value.setWordWrap(True)
            value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            value.setAccessibleName(named[name])
            self.facts[name] = value
            grid.addWidget(self._labels[name], row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 28, 24, 0)
        column.setSpacing(14)
        column.addLayout(head)
        column.addWidget(self.about)
        column.addLayout(grid)
        column.addWidget(HLine())
        self._below = QStackedWidget()
        self._below.addWidget(self.card)
        self._below.addWidget(QWidget())
        column.addWidget(self._below, 1)
