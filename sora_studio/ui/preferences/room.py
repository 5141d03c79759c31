"""Cache: where a film keeps what was rendered, how much room that takes, and making room."""

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from sora_studio.errors import SoraError
from sora_studio.studio import cache
from sora_studio.ui import theme
from sora_studio.ui.beside import Beside
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.kit import ElidedLabel, Number, PlainLabel, PushButton
from sora_studio.ui.preferences.page import Page
from sora_studio.ui.preferences.settings import Settings

MOST_MB = 10_000_000


class CachePage(Page):
    """Measures and cleans beside the window. While the film renders no draft is offered: it may be wanted next."""

    def __init__(self, settings: Settings, document: FilmDocument | None, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Cache"), parent=parent)
        self._document = document
        self.limit = Number(0, MOST_MB, self.tr(" MB"), self.tr("No limit"))
        self.limit.setSingleStep(1000)
        self.limit.setValue(settings.config.cache_limit_mb)
        self.limit.valueChanged.connect(lambda value: settings.set(cache_limit_mb=value))
        self.setting(
            self.tr("Keep at most"),
            self.limit,
            self.tr(
                "Of what can be made again, for each film; the oldest pieces go when a film is opened. Takes never go."
            ),
        )
        if document is None:
            self.note(self.tr("Open a film to see how much room it takes, and to make some."))
            return
        self._build_film(document)
        self.measure()

    def measure(self) -> None:
        """Ask the disk again."""
        document = self._document
        assert document is not None
        store, project = document.studio.store, document.project
        self.clean.setEnabled(False)
        Beside(self, lambda: cache.measure(store, project), self._on_measured, self._on_refused)

    def clean_up(self) -> None:
        """Remove what is ticked."""
        document, parts = self._document, self.ticked()
        assert document is not None
        store, project = document.studio.store, document.project
        self.clean.setEnabled(False)
        Beside(self, lambda: cache.clean_up(store, project, parts), self._on_cleaned, self._on_refused)

    def ticked(self) -> list[cache.Part]:
        """The parts the user wants gone."""
        return [part for part, box in self.boxes.items() if box.isChecked() and box.isEnabled()]

    def _build_film(self, document: FilmDocument) -> None:
        folder = document.studio.store.folder
        self.heading(self.tr("This film"))
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GRID * 2)
        where = ElidedLabel(str(folder))
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        show = PushButton(self.tr("Show"), icon="folder-open")
        show.setEnabled(folder.is_dir())
        show.setToolTip(self.tr("Show this folder"))
        show.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))
        row.addWidget(where, 1)
        row.addWidget(show)
        about = self.tr("Always beside the film, so that both travel together: move them as one.")
        self.setting(self.tr("Kept in"), place, about, fill=True)
        self.used = PlainLabel(self.tr("Measuring…"))
        self.used.setMinimumHeight(28)
        self.setting(self.tr("Room taken"), self.used)
        self._build_parts()

    def _build_parts(self) -> None:
        texts: dict[cache.Part, str] = {
            "segments": self.tr("Encoded pieces of the film"),
            "drafts": self.tr("Drafts that no take shows"),
            "texts": self.tr("Prompts as the models read them"),
        }
        self._names = texts
        self.boxes: dict[cache.Part, QCheckBox] = {}
        parts = QWidget()
        column = QVBoxLayout(parts)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(theme.GRID)
        for part, text in texts.items():
            box = QCheckBox(text)
            box.setChecked(True)
            box.setEnabled(False)
            box.toggled.connect(lambda _: self._promise())
            self.boxes[part] = box
            column.addWidget(box)
        self.setting(
            self.tr("Can be made again"),
            parts,
            self.tr(
                "Removing these loses no take. Refining a shot, or exporting, then takes as long as the first time."
            ),
            fill=True,
        )
        self.clean = PushButton(self.tr("Make room"), icon="trash-2")
        self.clean.clicked.connect(self.clean_up)
        self.told = self.setting("", self.clean, " ")
        self.clean.setAccessibleName(self.tr("Make room"))

    def _on_measured(self, use: cache.CacheUse) -> None:
        self._use = use
        self.used.setText(
            self.tr("{size} in {count} files").format(size=size_text(use.total.bytes), count=use.total.files)
        )
        for part, box in self.boxes.items():
            room = use.removable[part]
            box.setText(f"{self._names[part]}: {size_text(room.bytes)}")
            box.setEnabled(room.files > 0 and not (part != "segments" and self._rendering()))
        self._promise()

    def _promise(self) -> None:
        """Say what the button would free before it is pressed."""
        freed = sum(self._use.removable[part].bytes for part in self.ticked())
        self.clean.setEnabled(freed > 0)
        self.clean.setText(self.tr("Free %s") % size_text(freed) if freed else self.tr("Nothing to free"))
        if self._rendering():
            self.told.setText(self.tr("While the film renders, only its encoded pieces can go."))

    def _on_cleaned(self, freed: cache.Room) -> None:
        self.told.setText(self.tr("%s freed.") % size_text(freed.bytes))
        self.measure()

    def _on_refused(self, error: SoraError) -> None:
        self.told.setText(f"{error.message} {error.hint}")
        self.clean.setEnabled(True)

    def _rendering(self) -> bool:
        assert self._document is not None
        return any(item.state in ("waiting", "running") for item in self._document.queue.items)


def size_text(count: int) -> str:
    """Bytes as a person reads them: "840 kB", "12.3 MB", "1.20 GB"."""
    if count >= 1_000_000_000:
        return f"{count / 1e9:.2f} GB"
    return f"{count / 1e6:.1f} MB" if count >= 1_000_000 else f"{-(-count // 1000)} kB"
