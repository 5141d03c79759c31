"""Devices: what draws the pictures, how much of the machine it may take, and what works here."""

import os

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from sora_studio.errors import SoraError
from sora_studio.studio.doctor import GPUS, Finding, examine
from sora_studio.studio.machine import graphs_kept
from sora_studio.ui import theme
from sora_studio.ui.beside import Beside
from sora_studio.ui.kit import Choice, Number, PlainLabel, PushButton
from sora_studio.ui.preferences.page import Page
from sora_studio.ui.preferences.settings import Settings

MOST_MEMORY_MB = 1_000_000
IN_USE = "Device in use"


class DevicesPage(Page):
    """Asks the machine beside the window; until it answers, the choice holds what is set."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Devices"), self.tr("Renders that start from now on use these."), parent)
        self._settings = settings
        self._findings: dict[str, Finding] = {}
        self.device = Choice()
        self._offer(self._names())
        self.device.changed.connect(self._on_device)
        self.told = self.setting(self.tr("Render on"), self.device, self.tr("Looking at this machine…"))
        self.memory = _number(settings.config.memory_budget_mb, MOST_MEMORY_MB, self.tr("Decide for me"), " MB", 512)
        self.memory.valueChanged.connect(lambda value: settings.set(memory_budget_mb=value))
        self.setting(
            self.tr("Memory for models"),
            self.memory,
            self.tr(
                "Models beyond this are let go between stages. Less memory means more loading, never less quality."
            ),
        )
        self.threads = _number(settings.config.threads, os.cpu_count() or 1, self.tr("Decide for me"), "", 1)
        self.threads.valueChanged.connect(lambda value: settings.set(threads=value))
        self.setting(self.tr("Processor threads"), self.threads, self.tr("One core is best left to the window."))
        self.keep = QCheckBox(self.tr("Keep large models ready"))
        self.keep.setMinimumHeight(28)
        self.keep.setChecked(settings.config.keep_graphs)
        self.keep.toggled.connect(self._on_keep)
        self.setting(
            self.tr("Loading"),
            self.keep,
            self.tr(
                "On the processor, a large model then draws sooner from its second start on. It takes as much of the "
                "disk again, 20 GB at most; turned off, it gives that back."
            ),
        )
        self.heading(self.tr("This machine"))
        self._report = QGridLayout()
        self._report.setHorizontalSpacing(theme.GRID * 2)
        self._report.setVerticalSpacing(theme.GRID * 2)
        self._report.setColumnStretch(2, 1)
        self.column.addLayout(self._report)
        self.again = PushButton(self.tr("Look again"), icon="refresh-cw")
        self.again.clicked.connect(self.look)
        self.column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        theme.changed.connect(self._report_findings)
        self.look()

    def look(self) -> None:
        """Ask the machine what works."""
        self.again.setEnabled(False)
        config = self._settings.config
        Beside(self, lambda: examine(config, leave_a_core=True), self._on_findings, self._on_refused)

    def _on_findings(self, findings: list[Finding]) -> None:
        self.again.setEnabled(True)
        self._findings = {each.subject: each for each in findings}
        self._offer(self._names())
        self._tell()
        self._report_findings()

    def _report_findings(self) -> None:
        while (item := self._report.takeAt(0)) is not None:
            if (shown := item.widget()) is not None:
                shown.deleteLater()
        for row, each in enumerate(self._findings.values()):
            self._show(row, each)

    def _on_refused(self, error: SoraError) -> None:
        self.again.setEnabled(True)
        self.told.setText(f"{error.message} {error.hint}")

    def _on_device(self, name: str) -> None:
        self._settings.set(device=name)
        self.told.setText(self.tr("Looking at this machine…"))
        self.look()

    def _on_keep(self, keep: bool) -> None:
        self._settings.set(keep_graphs=keep)
        if not keep:
            Beside(self, graphs_kept().clear, lambda _: self.look(), self._on_refused)

    def _names(self) -> list[str]:
        known = ["auto", "cpu", *(name for name in GPUS if name in self._findings)]
        chosen = self._settings.config.device
        return known if chosen in known else [*known, chosen]

    def _offer(self, names: list[str]) -> None:
        self.device.clear()
        for name in names:
            self.device.add(self._title(name), name)
        self.device.value = self._settings.config.device

    def _title(self, name: str) -> str:
        """What a device is called; one of several, "cuda:1", with its number. What is none keeps its name."""
        titles = {
            "auto": self.tr("The best there is"),
            "cpu": self.tr("Processor"),
            "cuda": self.tr("NVIDIA GPU (CUDA)"),
            "directml": self.tr("GPU (DirectML)"),
            "coreml": self.tr("Apple GPU (CoreML)"),
        }
        kind, _, number = name.partition(":")
        return f"{titles[kind]} {number}".strip() if kind in titles else name

    def _tell(self) -> None:
        used = self._findings.get(IN_USE)
        if used is not None:
            said = used.finding if used.finding.endswith(".") else f"{used.finding}."
            self.told.setText(f"{said} {used.fix}".strip())

    def _show(self, row: int, each: Finding) -> None:
        colours = theme.colours()
        sign = PlainLabel()
        name, tint = ("circle-check", colours.success) if each.ok else ("circle-alert", colours.warning)
        sign.setPixmap(theme.pixmap(name, tint, 16, self.devicePixelRatioF()))
        sign.setAccessibleName(self.tr("Works") if each.ok else self.tr("Needs attention"))
        found = PlainLabel(f"{each.finding}\n{each.fix}".strip(), "small", dim=True)
        found.setWordWrap(True)
        found.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        top = Qt.AlignmentFlag.AlignTop
        self._report.addWidget(sign, row, 0, top)
        self._report.addWidget(PlainLabel(self._title(each.subject), "small"), row, 1, top)
        self._report.addWidget(found, row, 2, top)


def _number(value: int, most: int, none: str, suffix: str, step: int) -> Number:
    made = Number(0, most, suffix, none)
    made.setSingleStep(step)
    made.setValue(value)
    return made
