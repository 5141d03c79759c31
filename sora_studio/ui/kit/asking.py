"""How a dialog that asks something is laid out: its parts one under the other, its buttons in a row at the foot."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from sora_studio.ui import theme


def lay_out_dialog(
    dialog: QDialog, parts: Sequence[QWidget], buttons: Sequence[QWidget], aside: Sequence[QWidget] = ()
) -> None:
    """The `buttons` at the right, the one most wanted last; those `aside`, which lead elsewhere, at the left."""
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(*(6 * theme.GRID,) * 4)
    layout.setSpacing(4 * theme.GRID)
    for part in parts:
        layout.addWidget(part)
    layout.addStretch(1)
    row = QHBoxLayout()
    row.setSpacing(2 * theme.GRID)
    for button in aside:
        row.addWidget(button)
    row.addStretch(1)
    for button in buttons:
        row.addWidget(button)
    layout.addLayout(row)


def in_a_row(first: QWidget, *others: QWidget) -> QWidget:
    """The first as wide as there is room, the others beside it."""
    widget = QWidget()
    row = QHBoxLayout(widget)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(2 * theme.GRID)
    row.addWidget(first, 1)
    for other in others:
        row.addWidget(other)
    return widget
