"""A drawing or picture of the user's own that a shot begins with: dropped, chosen, looked at, taken off."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from sora_studio.errors import SoraError, StorageError
from sora_studio.studio.beginnings import use_of_picture
from sora_studio.studio.sketches import (
    DRAWING_ENDINGS,
    DRAWINGS,
    Drawings,
    keep_drawings,
    read_drawing,
    with_sketches,
)
from sora_studio.ui import theme
from sora_studio.ui.document import FilmDocument, Message
from sora_studio.ui.kit import PlainLabel, PushButton
from sora_studio.ui.kit.buttons import keeps_its_keys
from sora_studio.ui.shot_panel.scope import Scope
from sora_studio.ui.shot_panel.several import Mixed


def use_drawing(document: FilmDocument, shot_ids: Sequence[str], path: Path | None) -> bool:
    """Make these shots' pictures from a drawing's file, or from words again (None); one undo step."""
    try:
        content = read_drawing(path) if path is not None else None
        drawings: Drawings = {document.position(shot_id): content for shot_id in shot_ids}
        keep_drawings(document.studio.store, drawings)
    except SoraError as error:
        document.tell(Message(error.message, error.hint, grave=True))
        return False
    label = document.tr("Use a picture") if path is not None else document.tr("Take the picture off")
    return document.edit(label, lambda project: with_sketches(project, drawings))


class Sketch(QWidget):
    """The shot's own picture, what its model makes of it, and what to do about it."""

    def __init__(self, scope: Scope, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scope = scope
        self.well = Well()
        self.text = PlainLabel("", "small", dim=True)
        self.text.setWordWrap(True)
        self.choose = PushButton(self.tr("Choose…"))
        self.remove = PushButton(self.tr("Remove"), "quiet")
        self.well.dropped.connect(self._use)
        self.well.clicked.connect(self._choose)
        self.choose.clicked.connect(self._choose)
        self.remove.clicked.connect(lambda: use_drawing(scope.document, scope.shot_ids, None))
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.GRID)
        buttons.addWidget(self.choose)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(theme.GRID)
        right.addWidget(self.text)
        right.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GRID * 2)
        row.addWidget(self.well)
        row.addLayout(right, 1)

    def refresh(self) -> None:
        sketch = self._scope.shared(lambda shot: shot.sketch)
        image = self._image(sketch) if isinstance(sketch, str) and sketch else None
        self.well.show_image(image)
        self.text.setText(self._said(sketch, image is None))
        self.remove.setVisible(sketch != "")

    def _said(self, sketch: object, missing: bool) -> str:
        studio = self._scope.document.studio
        use = self._scope.shared(lambda shot: use_of_picture(studio.packs, studio.project, shot))
        if isinstance(sketch, Mixed):
            return self.tr("Mixed: the selected shots differ.")
        if sketch and missing:
            return self.tr("The drawing's file is missing. Choose it again, or take it off.")
        if use == "none":
            return self.tr("The shot's model can't start from a picture.")
        if not sketch:
            return self.tr("Drop a drawing or a picture here: PNG, JPEG, WebP, BMP or TIFF.")
        made = {
            "draft": self.tr("The shot is made from this drawing."),
            "first_frame": self.tr("The clip begins with this picture."),
            "drawn_over": self.tr("The shot is drawn over this picture."),
        }
        return made.get(str(use), self.tr("The shots begin with this picture."))

    def _image(self, sketch: str) -> QImage | None:
        try:
            image = QImage.fromData(self._scope.document.studio.store.read(DRAWINGS, sketch))
        except StorageError:
            return None
        return None if image.isNull() else image

    def _choose(self) -> None:
        kinds = self.tr("Pictures ({kinds})").format(kinds=" ".join(f"*{ending}" for ending in DRAWING_ENDINGS))
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a drawing or a picture"), "", kinds)
        if chosen:
            self._use(Path(chosen))

    def _use(self, path: Path) -> None:
        use_drawing(self._scope.document, self._scope.shot_ids, path)


class Well(QAbstractButton):
    """Where a drawing is dropped and shown."""

    dropped = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.setFixedSize(96, 54)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Sketch or picture"))
        self.setToolTip(self.tr("Drop a drawing or a picture here, or click to choose one"))
        self._image: QImage | None = None
        self._over = False

    @property
    def image(self) -> QImage | None:
        return self._image

    def show_image(self, image: QImage | None) -> None:
        self._image = image
        self.update()

    def event(self, event) -> bool:
        return keeps_its_keys(self, event) or super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        edge = colours.focus if self._over or self.hasFocus() else colours.line_strong
        style = Qt.PenStyle.SolidLine if self._image is not None else Qt.PenStyle.DashLine
        pen = painter.pen()
        pen.setColor(edge)
        pen.setStyle(style)
        painter.setPen(pen)
        painter.setBrush(colours.sunken)
        painter.drawRoundedRect(frame, theme.RADIUS, theme.RADIUS)
        if self._image is not None:
            size = self._image.size().scaled(QSize(90, 48), Qt.AspectRatioMode.KeepAspectRatio)
            room = QRectF(0, 0, size.width(), size.height())
            room.moveCenter(frame.center())
            painter.fillRect(room, Qt.GlobalColor.white)
            painter.drawImage(room, self._image)
        else:
            picture = theme.pixmap("image-plus", colours.text_faint, 20, self.devicePixelRatioF())
            painter.drawPixmap(QPoint(self.width() // 2 - 10, self.height() // 2 - 10), picture)
        painter.end()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._over = _dropped_file(event) is not None
        event.setAccepted(self._over)
        self.update()

    def dragLeaveEvent(self, event) -> None:
        self._over = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self._over = False
        self.update()
        path = _dropped_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.dropped.emit(path)


def _dropped_file(event: QDropEvent) -> Path | None:
    files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return next((file for file in files if file.suffix.lower() in DRAWING_ENDINGS), None)
