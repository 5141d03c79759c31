"""Which model draws the selected shots: the film's, or one of their own; and why one can't be used."""

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sora_studio.studio.pack_words import pack_titles
from sora_studio.timeline.edits import set_pack
from sora_studio.ui import theme
from sora_studio.ui.kit import Choice, PlainLabel
from sora_studio.ui.shot_panel.scope import Scope
from sora_studio.ui.shot_panel.several import Mixed


class Model(QWidget):
    def __init__(self, scope: Scope, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scope = scope
        self.choice = Choice(self.tr("Model"))
        self.choice.setPlaceholderText(self.tr("Mixed"))
        self.choice.setToolTip(self.tr("The model these shots are drawn with"))
        self.choice.changed.connect(self._use)
        self.problem = PlainLabel("", "small")
        self.problem.setWordWrap(True)
        self._offered: dict[str, str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addWidget(self.choice)
        column.addWidget(self.problem)
        self._tint()
        theme.changed.connect(self._tint)

    def refresh(self) -> None:
        offered = self._to_offer()
        if offered != self._offered:
            self._offered = offered
            self.choice.clear()
            for name, text in offered.items():
                self.choice.add(text, name)
        pack = self._scope.shared(lambda shot: shot.pack)
        self.choice.value = None if isinstance(pack, Mixed) else pack
        problem = self._scope.document.problem(self._scope.current)
        self.problem.setVisible(problem is not None)
        if problem is not None:
            self.problem.setText(f"{problem.message} {problem.hint}".strip())

    def _to_offer(self) -> dict[str, str]:
        """The film's model first, under no name; then every other, those that are missing but used among them."""
        document = self._scope.document
        titles = pack_titles(document.studio.config)
        missing = {shot.pack for shot in self._scope.shots()} - titles.keys() - {""}
        titles |= {name: self.tr("{model} (missing)").format(model=name) for name in sorted(missing)}
        film = document.project.settings.pack
        return {"": self.tr("The film's ({model})").format(model=titles.get(film, film)), **titles}

    def _use(self, pack: str) -> None:
        ids = self._scope.shot_ids
        if any(shot.pack != pack for shot in self._scope.shots()):
            self._scope.edit(self.tr("model"), partial(set_pack, shot_ids=ids, pack=pack))
        self.refresh()

    def _tint(self) -> None:
        self.problem.setStyleSheet(f"color: {theme.colours().warning.name()};")
