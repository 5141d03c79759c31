"""Stills of the example film, cut from its contact sheet: what the program draws, shown where it greets."""

from functools import cache

from PySide6.QtGui import QImage

from sora_studio import paths

COLUMNS, ROWS = 3, 2


@cache
def stills() -> tuple[QImage, ...]:
    """Six pictures in film order; none where the sheet is missing."""
    sheet = QImage(str(paths.resource("screenshots/six-tales.png")))
    if sheet.isNull():
        return ()
    width, height = sheet.width() // COLUMNS, sheet.height() // ROWS
    places = [(column * width, row * height) for row in range(ROWS) for column in range(COLUMNS)]
    return tuple(sheet.copy(x, y, width, height) for x, y in places)
