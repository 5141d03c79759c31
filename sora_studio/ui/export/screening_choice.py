"""What is burnt into an export, and where its subtitles go."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from sora_studio.studio.burn_ins import FIELDS
from sora_studio.studio.film_products import Preset
from sora_studio.studio.screening import Screening
from sora_studio.ui import theme
from sora_studio.ui.kit import Choice, Field


def _tr(text: str) -> str:
    return QCoreApplication.translate("Screening", text)


class ScreeningChoice(QWidget):
    """Two fields of the export dialog; what the format can't have is hidden, and not asked for."""

    def __init__(self) -> None:
        super().__init__()
        names = {
            "shot": _tr("Scene, shot, take"), "state": _tr("Draft mark"), "date": _tr("Date"),
            "timecode": _tr("Timecode"), "frame": _tr("Frame"),
        }  # fmt: skip
        boxes = QWidget()
        grid = QGridLayout(boxes)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(3 * theme.GRID)
        self.fields: dict[str, QCheckBox] = {}
        for at, name in enumerate(FIELDS):
            box = self.fields[name] = QCheckBox(names[name])
            box.setFocusPolicy(box.focusPolicy().TabFocus)
            grid.addWidget(box, at // 3, at % 3)
        self.subtitles = Choice(_tr("Subtitles"))
        self.subtitles.add(_tr("None"), "none")
        self.subtitles.add(_tr("Drawn into the picture"), "picture")
        self.subtitles.add(_tr("As a track players can turn off"), "track")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4 * theme.GRID)
        column.addWidget(Field(_tr("Burn in"), boxes))
        column.addWidget(Field(_tr("Subtitles"), self.subtitles))

    def fit(self, preset: Preset) -> None:
        """Offer what a file of this preset can have."""
        self.setVisible(preset.product in ("film", "animation", "pictures"))
        track = self.subtitles.count() == 3
        if track != (preset.product == "film"):
            offered = [
                (_tr("None"), "none"),
                (_tr("Drawn into the picture"), "picture"),
                (_tr("As a track players can turn off"), "track"),
            ]
            value = self.subtitles.value if track and self.subtitles.value != "track" else "none"
            self.subtitles.offer(offered if preset.product == "film" else offered[:2], value)

    @property
    def screening(self) -> Screening:
        if self.isHidden():
            return Screening()
        return Screening(tuple(name for name, box in self.fields.items() if box.isChecked()), self.subtitles.value)
