"""The small parts every panel is built of, so that all panels look and behave alike."""

from sora_studio.ui.kit.asking import in_a_row, lay_out_dialog
from sora_studio.ui.kit.buttons import IconButton, PushButton
from sora_studio.ui.kit.choosing import Choice, Segmented
from sora_studio.ui.kit.labels import ElidedLabel, PlainLabel
from sora_studio.ui.kit.layout import EmptyState, Field, HLine, Section, Spacer
from sora_studio.ui.kit.number import Number
from sora_studio.ui.kit.pill import Pill
from sora_studio.ui.kit.toast import Toast

__all__ = [
    "Choice",
    "ElidedLabel",
    "EmptyState",
    "Field",
    "HLine",
    "IconButton",
    "Number",
    "Pill",
    "PlainLabel",
    "PushButton",
    "Section",
    "Segmented",
    "Spacer",
    "Toast",
    "in_a_row",
    "lay_out_dialog",
]
