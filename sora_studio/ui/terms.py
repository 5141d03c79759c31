"""What the parts of a film are called: scenes and shots, or, as animators say, sequences and scenes."""

import re

from PySide6.QtCore import QCoreApplication, QTranslator

from sora_studio.ui import language

# Each word becomes the one that is a step larger, all in one pass, so that no word is changed twice.
_SAID = {"scene": "sequence", "shot": "scene"}
# The page where one chooses between the words must show both.
_LEFT_ALONE = "AppearancePage"
_WORD = re.compile(r"\b(scene|shot)(s|’s|'s)?\b", re.IGNORECASE)


class Terms(QTranslator):
    """Puts sequences for scenes, and scenes for shots, into every text that is shown."""

    def __init__(self, parent: QCoreApplication) -> None:
        super().__init__(parent)
        self._known: dict[str, str] = {}

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
        if context == _LEFT_ALONE:
            return text
        said = self._known.get(text)
        if said is None:
            said = self._known[text] = in_sequences(text)
        return said


_installed: list[Terms] = []


def use_terms(application: QCoreApplication, terms: str) -> None:
    """Say "scene" (scenes and shots) or "sequence" (sequences and scenes) in every text made from now on."""
    while _installed:
        application.removeTranslator(_installed.pop())
    language.use(QCoreApplication.translate)
    if terms == "sequence":
        _installed.append(Terms(application))
        application.installTranslator(_installed[-1])


def in_sequences(text: str) -> str:
    """The text with shots called scenes, and scenes sequences."""
    return _WORD.sub(_put, text)


def _put(found: re.Match[str]) -> str:
    word = found[1]
    said = _SAID[word.lower()]
    return (said.upper() if word.isupper() else said.capitalize() if word[0].isupper() else said) + (found[2] or "")
