"""Lucide's line icons, tinted to a colour and sharp at every scale."""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from sora_studio import paths
from sora_studio.ui.theme import switch

SCALES = (1, 2)
_Mode, _State = QIcon.Mode, QIcon.State


def icon(name: str, colour: QColor | None = None, size: int = 16, gap: int = 0, on: QWidget | None = None) -> QIcon:
    """An icon by its Lucide name; with no colour of its own it takes the theme's, and the accent where it is on.

    `gap` leaves so many pixels free to its right, where a text follows: the icon is then size + gap wide. `on` is the
    widget it lies on, which may stay dark.
    """
    return _icon(name, colour.rgba() if colour is not None else None, size, gap, switch.current(on))


def pixmap(name: str, colour: QColor | None = None, size: int = 16, scale: float = 1.0) -> QPixmap:
    """An icon to paint by hand: `size` in logical pixels, `scale` the widget's devicePixelRatio."""
    return _pixmap(name, (colour or switch.colours().text_dim).rgba(), size, scale)


@cache
def has_icon(name: str) -> bool:
    """Whether there is an icon of this name."""
    return name.replace("-", "").isalnum() and paths.resource(f"icons/{name}.svg").is_file()


@cache
def _icon(name: str, rgba: int | None, size: int, gap: int, theme: str) -> QIcon:
    colours = switch.THEMES[theme]
    own = QColor.fromRgba(rgba) if rgba is not None else None
    looks = [
        (own or colours.text_dim, _Mode.Normal, _State.Off),
        (own or colours.text, _Mode.Active, _State.Off),
        (own or colours.text, _Mode.Selected, _State.Off),
        (colours.line_strong, _Mode.Disabled, _State.Off),
        (own or colours.accent, _Mode.Normal, _State.On),
        (own or colours.accent, _Mode.Active, _State.On),
        (colours.line_strong, _Mode.Disabled, _State.On),
    ]
    made = QIcon()
    for colour, mode, state in looks:
        for scale in SCALES:
            made.addPixmap(_pixmap(name, colour.rgba(), size, scale, gap), mode, state)
    return made


@cache
def _pixmap(name: str, rgba: int, size: int, scale: float, gap: int = 0) -> QPixmap:
    renderer = _renderer(name)
    pixels = round(size * scale)
    drawn = QPixmap(pixels + round(gap * scale), pixels)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(drawn.rect(), QColor.fromRgba(rgba))
    painter.end()
    drawn.setDevicePixelRatio(scale)
    return drawn


@cache
def _renderer(name: str) -> QSvgRenderer:
    svg = paths.resource(f"icons/{name}.svg").read_bytes()
    return QSvgRenderer(QByteArray(svg.replace(b"currentColor", b"#000000")))
