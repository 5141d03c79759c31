"""How everything looks: the colours, fonts, icons and measures that every widget takes from here."""

from sora_studio.ui.theme.colours import Colours
from sora_studio.ui.theme.fonts import font
from sora_studio.ui.theme.icons import has_icon, icon, pixmap
from sora_studio.ui.theme.switch import THEMES, apply, changed, colours, current, stay_dark

GRID = 4
RADIUS = 6

__all__ = [
    "GRID",
    "RADIUS",
    "THEMES",
    "Colours",
    "apply",
    "changed",
    "colours",
    "current",
    "font",
    "has_icon",
    "icon",
    "pixmap",
    "stay_dark",
]
