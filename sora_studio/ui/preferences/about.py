"""About: which version this is, what it is made of, and under which licences."""

from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QWidget

from sora_studio import __version__, paths
from sora_studio.ui import theme
from sora_studio.ui.kit import Choice, PlainLabel
from sora_studio.ui.preferences.page import Page

# What a distribution is called on PyPI, what it is here, its licence.
PARTS = (
    ("PySide6-Essentials", "Qt for Python", "LGPL-3.0"),
    ("onnxruntime-gpu", "ONNX Runtime", "MIT"),
    ("onnxruntime", "ONNX Runtime", "MIT"),
    ("av", "PyAV and FFmpeg", "BSD-3-Clause; FFmpeg with x264 and x265: GPL-2.0 or later"),
    ("opencv-python-headless", "OpenCV", "Apache-2.0"),
    ("numpy", "NumPy", "BSD-3-Clause"),
    ("tokenizers", "Tokenizers", "Apache-2.0"),
    ("apsw", "APSW and SQLite", "Any OSI-approved; public domain"),
    ("platformdirs", "platformdirs", "MIT"),
    ("rich", "Rich", "MIT"),
    ("tomli-w", "Tomli-W", "MIT"),
)
TEXTS = {"Inter, the typeface: SIL Open Font License 1.1": "fonts", "Lucide, the icons: ISC License": "icons"}


class AboutPage(Page):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Sora Studio %s") % __version__, parent=parent)
        self.note(
            self.tr(
                "Storyboards a film on this machine alone: no account, no network, no telemetry. "
                "Free software under the Apache License 2.0."
            )
        )
        self.heading(self.tr("Made with"))
        parts = QGridLayout()
        parts.setHorizontalSpacing(theme.GRID * 4)
        parts.setVerticalSpacing(theme.GRID + 2)
        parts.setColumnStretch(2, 1)
        for row, (title, number, licence) in enumerate(installed_parts()):
            parts.addWidget(PlainLabel(title, "small"), row, 0)
            parts.addWidget(PlainLabel(number, "small", dim=True), row, 1)
            parts.addWidget(PlainLabel(licence, "small", dim=True), row, 2)
        self.column.addLayout(parts)
        self.heading(self.tr("Bundled works"))
        self.which = Choice(self.tr("Licence to read"))
        for title, folder in TEXTS.items():
            self.which.add(title, folder)
        self.which.changed.connect(self._read)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setFont(theme.font("small"))
        self.text.setAccessibleName(self.tr("Text of the licence"))
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(180)
        self.column.addWidget(self.which, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.text)
        self._read(self.which.value)

    def _read(self, folder: str) -> None:
        self.text.setPlainText(paths.resource(f"{folder}/LICENSE").read_text(encoding="utf-8"))


def installed_parts() -> list[tuple[str, str, str]]:
    """Name, version and licence of each library that is here."""
    found: list[tuple[str, str, str]] = []
    for name, title, licence in PARTS:
        try:
            found.append((title, version(name), licence))
        except PackageNotFoundError:
            continue
    return found
