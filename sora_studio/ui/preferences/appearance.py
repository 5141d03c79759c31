"""Appearance: the theme, the size of things, and what the parts of a film are called."""

from PySide6.QtWidgets import QApplication, QWidget

from sora_studio.ui import theme
from sora_studio.ui.kit import PlainLabel, Segmented
from sora_studio.ui.preferences.page import Page
from sora_studio.ui.preferences.settings import Settings
from sora_studio.ui.terms import use_terms


class AppearancePage(Page):
    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Appearance"), parent=parent)
        self._settings = settings
        self.theme = Segmented([(self.tr("Dark"), "dark"), (self.tr("Light"), "light")])
        self.theme.value = settings.config.theme
        self.theme.changed.connect(self._on_theme)
        self.setting(
            self.tr("Theme"),
            self.theme,
            self.tr("Dark keeps the eye on the picture; its greys have no tint that would colour your judgement."),
        )
        self.terms = Segmented([(self.tr("Scene, shot"), "scene"), (self.tr("Sequence, scene"), "sequence")])
        self.terms.value = settings.config.terms
        self.terms.changed.connect(self._on_terms)
        self.setting(
            self.tr("Words"),
            self.terms,
            self.tr(
                "Live action cuts a film into scenes and shots, animation into sequences and scenes. "
                "What is on the screen already follows at the next start."
            ),
        )
        scale = PlainLabel(self.tr("%s%%, as your system says") % round(self.devicePixelRatioF() * 100))
        scale.setMinimumHeight(28)
        self.setting(
            self.tr("Size"),
            scale,
            self.tr("The window follows the scale of each screen. Another size for this program alone: ")
            + "QT_SCALE_FACTOR=1.25 sora-studio",
        )

    def _on_theme(self, name: str) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme.apply(application, name)
        self._settings.set(theme=name)

    def _on_terms(self, terms: str) -> None:
        application = QApplication.instance()
        assert application is not None
        use_terms(application, terms)
        self._settings.set(terms=terms)
