"""The one interface font, Inter, in the roles a text can have."""

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from sora_studio import paths

FAMILY = "Inter"
FILES = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf")

_Weight = QFont.Weight
# Size in logical pixels, weight, and whether figures are of one width.
ROLES: dict[str, tuple[int, QFont.Weight, bool]] = {
    "body": (13, _Weight.Normal, False),
    "strong": (13, _Weight.DemiBold, False),
    "small": (11, _Weight.Normal, False),
    "label": (11, _Weight.Medium, False),
    "title": (15, _Weight.DemiBold, False),
    "display": (28, _Weight.DemiBold, False),
    "timecode": (13, _Weight.Medium, True),
    "timecode_large": (22, _Weight.Medium, True),
}


@cache
def load() -> None:
    """Make Inter known to Qt; once is enough."""
    for name in FILES:
        QFontDatabase.addApplicationFont(str(paths.resource(f"fonts/{name}")))


def font(role: str = "body") -> QFont:
    """The font of a role, a copy of its own."""
    return QFont(_made(role))


@cache
def _made(role: str) -> QFont:
    load()
    pixels, weight, tabular = ROLES[role]
    made = QFont(FAMILY)
    made.setPixelSize(pixels)
    made.setWeight(weight)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made
