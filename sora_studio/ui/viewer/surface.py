"""The picture itself: the film at the playhead, with all that is drawn over it, painted by hand."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from sora_studio.studio.box import Box
from sora_studio.ui import theme
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.viewer import guides, layout
from sora_studio.ui.viewer.card import Cards, draw_card
from sora_studio.ui.viewer.card_layout import CardText
from sora_studio.ui.viewer.card_text import card_text
from sora_studio.ui.viewer.compare import Compare, line_at
from sora_studio.ui.viewer.options import ViewerOptions
from sora_studio.ui.viewer.places import Place, place_at
from sora_studio.ui.viewer.screen import Screen
from sora_studio.ui.viewer.slate import slate

# While its size changes the picture is only stretched; it is asked for anew when the hand rests.
SETTLED_MS = 120


class Surface(QWidget):
    """`presenting`: nothing but the film on black. `painted` follows every frame that reached the screen."""

    painted = Signal(int)

    def __init__(
        self,
        document: FilmDocument,
        options: ViewerOptions,
        compare: Compare,
        presenting: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self.options, self.compare = document, options, compare
        self._presenting = presenting
        self._cards = Cards()
        self.screen_seen = Screen(document)
        self._height = 0
        self._ringed = False
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLED_MS)
        self._settling.timeout.connect(self.update)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 135)
        self.setAccessibleName(self.tr("The film's picture"))
        self._listen()

    def _listen(self) -> None:
        document = self._document
        for signal in (
            document.transport.moved,
            document.transport.state_changed,
            document.project_changed,
            document.shown_changed,
            document.preview_changed,
            document.look_changed,
            self.options.changed,
            self.compare.changed,
        ):
            signal.connect(self._repaint)
        document.pictures.frame_ready.connect(self._on_frame)
        document.pictures.take_ready.connect(self._repaint)
        theme.changed.connect(self._repaint)

    @Slot()
    def _repaint(self, *_: object) -> None:
        self.update()

    @Slot(int)
    def _on_frame(self, index: int) -> None:
        if index == self._document.transport.frame:
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(960, 540)

    # Where things are

    @property
    def area(self) -> Box:
        return Box(0, 0, self.width(), self.height())

    @property
    def film_size(self) -> tuple[int, int]:
        return self._document.project.width, self._document.project.height

    @property
    def picture(self) -> Box:
        """The picture's place, in logical pixels."""
        return layout.picture_box(self.area, self.film_size, self.options.zoom, self.devicePixelRatioF())

    @property
    def place(self) -> Place | None:
        """The shot at the playhead."""
        return place_at(self._document.strip, self._document.transport.frame)

    @property
    def height_wanted(self) -> int:
        """The rows of picture this surface can show."""
        document = self._document
        if not self._height or not self._settling.isActive():
            self._height = layout.height_wanted(
                self.picture, document.project.height, self.devicePixelRatioF(), document.transport.speed
            )
        share = self.screen_seen.pace.fineness.share if document.transport.playing else 1.0
        return max(2, round(self._height * share))

    def card_image(self) -> QImage | None:
        """The title card that stands at the playhead, at the film's own size; None where there is a picture."""
        found = self._document.pictures.frame(self._document.transport.frame, self.height_wanted)
        text = self._card_text(found.shot_id) if found is not None and found.image is None else None
        return draw_card(text, *self.film_size, 1.0).toImage() if text is not None else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._height:
            self._settling.start()

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Reached by Tab it shows where the keyboard is; after a click that is known, and the picture is left alone.
        self._ringed = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.black if self._presenting else theme.colours().surround)
        place = self.place
        if place is not None:
            painter.setClipRect(self.rect())
            self._paint_film(painter, place)
        if self._ringed and self.hasFocus():
            painter.setPen(QPen(theme.colours().focus, 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()
        self.painted.emit(self._document.transport.frame)

    def _paint_film(self, painter: QPainter, place: Place) -> None:
        picture, options = self.picture, self.options
        sight = self.screen_seen.look(place, self.height_wanted)
        if sight.image is not None:
            paint_image(painter, picture, sight.image)
        else:
            self._paint_card(painter, picture, sight.card_of or place.shot.id)
        if self.compare.mode:
            self._paint_other(painter, picture, place)
        if options.mask:
            guides.paint_mask(painter, picture, options.mask, self._presenting)
        if options.guides and not self._presenting:
            guides.paint_guides(painter, picture, options.guides, options.mask)
        if options.burning_in:
            guides.paint_burn_ins(painter, picture, options.burn_ins, slate(self._document, place), options.mask)

    def _paint_card(self, painter: QPainter, picture: Box, shot_id: str) -> None:
        text = self._card_text(shot_id)
        if text is not None:
            card = self._cards.card(text, picture.width, picture.height, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(picture.x, picture.y), card)

    def _card_text(self, shot_id: str) -> CardText | None:
        document = self._document
        found = document.find(shot_id)
        if found is None:
            return None
        return card_text(document.project, *found, document.label(shot_id), document.badge(shot_id))

    def _paint_other(self, painter: QPainter, picture: Box, place: Place) -> None:
        """B over A: to the right of the wipe's line, or all of it; each side says which take it is."""
        compare, shot = self.compare, place.shot
        shown, other = compare.shown_digest(shot), compare.other_digest(shot)
        if not shown or not other:
            return
        image = self.screen_seen.take("B", place, other, self.height_wanted)
        whole = compare.mode == "flip"
        lost = image is None and self._document.pictures.take_problem(shot.id, other)
        if (image is not None or lost) and (not whole or compare.flipped):
            left = picture.x if whole else line_at(compare, picture)
            half = QRectF(left, picture.y, picture.right - left, picture.height)
            painter.save()
            painter.setClipRect(half)
            if image is not None:
                paint_image(painter, picture, image)
            else:
                painter.fillRect(half, guides.over_picture().sunken)
            painter.restore()
        if not whole:
            guides.paint_wipe_line(painter, picture, line_at(compare, picture))
        if not whole or not compare.flipped:
            guides.paint_label(painter, picture, compare.label(shot, shown, "A"), right=False)
        if not whole or compare.flipped:
            guides.paint_label(painter, picture, compare.label(shot, other, "B"), right=True)


def paint_image(painter: QPainter, picture: Box, image: QImage) -> None:
    """The image over the picture's place; untouched where it has just that many pixels."""
    ratio = painter.device().devicePixelRatioF()
    exact = abs(image.width() - picture.width * ratio) <= 1 and abs(image.height() - picture.height * ratio) <= 1
    if exact:
        target = QRectF(picture.x, picture.y, image.width() / ratio, image.height() / ratio)
    else:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        target = guides.rect(picture)
    painter.drawImage(target, image, QRectF(image.rect()))
