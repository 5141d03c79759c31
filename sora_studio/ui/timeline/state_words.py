"""How far a shot is, in a word and an icon."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

STATE_WORDS = {
    "card": QT_TRANSLATE_NOOP("Timeline", "Card"),
    "footage": QT_TRANSLATE_NOOP("Timeline", "Footage"),
    "draft": QT_TRANSLATE_NOOP("Timeline", "Draft"),
    "refined": QT_TRANSLATE_NOOP("Timeline", "Refined"),
    "stale": QT_TRANSLATE_NOOP("Timeline", "Stale"),
    "queued": QT_TRANSLATE_NOOP("Timeline", "Queued"),
    "running": QT_TRANSLATE_NOOP("Timeline", "Running"),
    "failed": QT_TRANSLATE_NOOP("Timeline", "Failed"),
}
STATE_ICONS = {
    "card": "",
    "footage": "film",
    "draft": "",
    "refined": "check",
    "stale": "refresh-cw",
    "queued": "clock",
    "running": "",
    "failed": "triangle-alert",
}


def state_word(badge: str) -> str:
    """The word in the user's language."""
    return QCoreApplication.translate("Timeline", str(STATE_WORDS[badge]))
