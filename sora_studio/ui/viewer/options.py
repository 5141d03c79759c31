"""What the viewer draws over the picture and how large it shows it; the same in the window and in pitch mode."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from sora_studio.studio.burn_ins import BurnIns, Place
from sora_studio.ui.viewer.layout import FIT, Zoom


class ViewerOptions(QObject):
    """Guides, mask, burn-ins and zoom. `changed` follows every change."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.guides: frozenset[str] = frozenset()
        self.mask = ""
        self.burning_in = False
        self.burn_ins = BurnIns()
        self.zoom = FIT

    def toggle_guide(self, name: str) -> None:
        """ "thirds", "safe" or "centre"."""
        self.guides = self.guides ^ {name}
        self.changed.emit()

    def toggle_mask(self, ratio: str) -> None:
        """Show only the picture of this ratio; the same one again takes the mask off."""
        self.mask = "" if self.mask == ratio else ratio
        self.changed.emit()

    def toggle_burn_ins(self) -> None:
        self.burning_in = not self.burning_in
        self.changed.emit()

    def toggle_burn_in(self, field: str) -> None:
        """Put a field in or leave it out; choosing one shows the burn-ins."""
        self.burn_ins = self.burn_ins.with_field(field, field not in self.burn_ins.fields)
        self.burning_in = bool(self.burn_ins.fields)
        self.changed.emit()

    def place_burn_ins(self, place: Place) -> None:
        self.burn_ins = replace(self.burn_ins, place=place)
        self.changed.emit()

    def set_zoom(self, zoom: Zoom) -> None:
        if zoom != self.zoom:
            self.zoom = zoom
            self.changed.emit()
