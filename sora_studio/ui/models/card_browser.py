"""A pack's card, as its maker wrote it, shown safely: no HTML, no links, no file but pictures of the pack's own."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import (
    QImageReader,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from sora_studio.ui import theme

WIDTH = 820
PICTURES = (".png", ".jpg", ".jpeg", ".webp")
LARGEST_PICTURE_BYTES = 8_000_000
LARGEST_PICTURE_PIXELS = 4000 * 4000
_Feature = QTextDocument.MarkdownFeature


class CardBrowser(QTextBrowser):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder: Path | None = None
        self._text = ""
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QTextBrowser { background: transparent; border: 0; padding: 0 }")
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAccessibleName(self.tr("Model card"))
        theme.changed.connect(self._show_again)

    def resizeEvent(self, event: QResizeEvent) -> None:
        # The text keeps to a width that reads well; the scroll bar stays at the edge of the page.
        self.setViewportMargins(0, 0, max(0, self.width() - WIDTH), 0)
        super().resizeEvent(event)

    def show_card(self, text: str, folder: Path | None) -> None:
        """Show Markdown whose pictures lie in `folder`."""
        self._text, self._folder = text, folder
        document = self.document()
        document.setDefaultFont(theme.font("body"))
        document.setMarkdown(text, _Feature.MarkdownDialectGitHub | _Feature.MarkdownNoHTML)
        self._dress(document)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    @Slot()
    def _show_again(self) -> None:
        """In the colours of another theme. A slot, so that the connection ends with the widget."""
        self.show_card(self._text, self._folder)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Only a picture in the pack's own folder; nothing else, from nowhere."""
        url = QUrl(name) if isinstance(name, str) else name
        path = self._own_picture(url)
        if path is None or kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        reader = QImageReader(str(path))
        size = reader.size()
        if not size.isValid() or size.width() * size.height() > LARGEST_PICTURE_PIXELS:
            return None
        return reader.read()

    def _own_picture(self, url: QUrl) -> Path | None:
        if self._folder is None or not url.isRelative() or url.hasQuery():
            return None
        folder = self._folder.resolve()
        path = (folder / url.path()).resolve()
        inside = path.is_relative_to(folder) and path.suffix.lower() in PICTURES and path.is_file()
        return path if inside and path.stat().st_size <= LARGEST_PICTURE_BYTES else None

    def _dress(self, document: QTextDocument) -> None:
        """Air between paragraphs, headings of the interface's sizes, tables with quiet lines."""
        document.setDocumentMargin(0)
        block = document.begin()
        while block.isValid():
            self._space(block)
            block = block.next()
        self._rule_tables(document)

    def _space(self, block: QTextBlock) -> None:
        cursor = QTextCursor(block)
        style = block.blockFormat()
        level = style.headingLevel()
        if level:
            style.setTopMargin(4 if block.blockNumber() == 0 else 20)
            style.setBottomMargin(8)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            letters = QTextCharFormat()
            letters.setFont(theme.font("title" if level < 3 else "strong"))
            cursor.mergeCharFormat(letters)
        elif cursor.currentTable() is None:
            style.setBottomMargin(8)
            style.setLineHeight(135, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.setBlockFormat(style)

    def _rule_tables(self, document: QTextDocument) -> None:
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                style = frame.format()
                style.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                style.setBorder(1)
                style.setBorderBrush(theme.colours().line_strong)
                style.setBorderCollapse(True)
                style.setCellPadding(8)
                style.setCellSpacing(0)
                style.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
                style.setTopMargin(8)
                style.setBottomMargin(8)
                frame.setFormat(style)
