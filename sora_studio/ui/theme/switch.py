"""Which theme is on, and how it is put on the whole application."""

from string import Template

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from sora_studio import paths
from sora_studio.ui.theme import fonts
from sora_studio.ui.theme.colours import DARK, LIGHT, Colours

THEMES: dict[str, Colours] = {"dark": DARK, "light": LIGHT}


class _Voice(QObject):
    changed = Signal()


_STAYS_DARK = "staysDark"
_voice = _Voice()
_current = "dark"
# Emitted after another theme was put on: whoever keeps a colour or an icon asks for it again.
changed = _voice.changed


def current(on: QWidget | None = None) -> str:
    """The theme that is on: "dark" or "light"; on a widget that stays dark, or lies on one, "dark"."""
    while on is not None:
        if on.property(_STAYS_DARK):
            return "dark"
        on = on.parentWidget()
    return _current


def colours(on: QWidget | None = None) -> Colours:
    """The colours of the theme that is on, or of the widget."""
    return THEMES[current(on)]


def stay_dark(widget: QWidget, more: str = "") -> None:
    """Dress a widget and all on it in the dark theme for good: it lies over a black screen. `more` is its own style."""
    widget.setProperty(_STAYS_DARK, True)
    widget.setPalette(_palette(DARK))
    widget.setStyleSheet(_style_sheet("dark") + more)


def apply(app: QApplication, name: str = "dark") -> None:
    """Put a theme on the application: style, palette, font and style sheet."""
    global _current
    _current = name if name in THEMES else "dark"
    fonts.load()
    app.setStyle("Fusion")
    app.setPalette(_palette(colours()))
    app.setFont(fonts.font("body"))
    app.setStyleSheet(_style_sheet(_current))
    _voice.changed.emit()


def _palette(c: Colours) -> QPalette:
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    made = QPalette()
    for where, colour in {
        role.Window: c.panel,
        role.WindowText: c.text,
        role.Base: c.field,
        role.AlternateBase: c.panel,
        role.Text: c.text,
        role.PlaceholderText: c.text_faint,
        role.Button: c.raised,
        role.ButtonText: c.text,
        role.BrightText: c.danger,
        role.ToolTipBase: c.raised,
        role.ToolTipText: c.text,
        role.Highlight: c.accent,
        role.HighlightedText: c.accent_text,
        role.Link: c.accent,
        role.Light: c.hover,
        role.Mid: c.line,
        role.Dark: c.line_strong,
        role.Shadow: c.shadow,
        role.Accent: c.accent,
    }.items():
        made.setColor(where, colour)
    for where in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(group.Disabled, where, c.text_faint)
    return made


def _style_sheet(theme: str) -> str:
    template = paths.resource("style/window.qss").read_text(encoding="utf-8")
    values = {name: _css(colour) for name, colour in vars(THEMES[theme]).items()}
    return Template(template).substitute(values, style=paths.resource("style").as_posix(), theme=theme)


def _css(colour: QColor) -> str:
    return f"rgba({colour.red()}, {colour.green()}, {colour.blue()}, {colour.alpha()})"
