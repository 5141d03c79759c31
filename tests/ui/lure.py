"""Texts that would open a file or reach for an address if anything took them for more than text; and who noticed."""

import ctypes
import os
import socket
from itertools import product
from pathlib import Path
from typing import Self

IN_OPEN, NONBLOCKING = 0x20, 0x800  # inotify(7)
TEMPLATES = (
    "<img src='{0}'>", '<IMG SRC="{0}" width=9>', "<img src={0}>", "<a href='{0}'>click</a>",
    "<body background='{0}'>x</body>", "<table background='{0}'><tr><td>x</td></tr></table>",
    "<link rel='stylesheet' href='{0}'>x", "<style>@import url('{0}');</style>x",
    "<style>p{{background:url({0})}}</style><p>x</p>",
    "<p style='background-image:url({0})'>x</p>", "<ul style='list-style-image:url({0})'><li>x</li></ul>",
    "<iframe src='{0}'></iframe>", "<object data='{0}'></object>", "<embed src='{0}'>", "<video src='{0}' autoplay>",
    "<svg><image href='{0}'/></svg>", "<script src='{0}'></script>", "<meta http-equiv='refresh' content='0;url={0}'>",
    "![x]({0})", "[x]: {0}",
)  # fmt: skip
WRAPPINGS = (
    "{0}",
    "<qt>{0}</qt>",
    "<html><body>{0}</body></html>",
    "a fox <b>runs</b> {0} home",
    "<!DOCTYPE html>\n{0}",
)


class Lure:
    """A picture nobody may open, and a door nobody may knock on."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.file = folder / "bait.png"
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._opened = self._libc.inotify_init1(NONBLOCKING)
        self._door = socket.create_server(("127.0.0.1", 0))
        self._door.setblocking(False)
        self.address = f"http://127.0.0.1:{self._door.getsockname()[1]}/bait.png"

    def set_out(self, picture: bytes) -> Self:
        self.file.write_bytes(picture)
        if self._libc.inotify_add_watch(self._opened, os.fsencode(self.file), IN_OPEN) < 0:
            raise OSError(ctypes.get_errno(), "inotify_add_watch")
        return self

    def texts(self) -> list[str]:
        """200 of them."""
        places = (self.file.as_uri(), self.address)
        return [wrap.format(text.format(place)) for wrap, text, place in product(WRAPPINGS, TEMPLATES, places)]

    def taken(self) -> list[str]:
        """What happened since it was last asked."""
        found: list[str] = []
        try:
            os.read(self._opened, 4096)
            found.append("the file was opened")
        except BlockingIOError:
            pass
        try:
            self._door.accept()[0].close()
            found.append("the address was reached for")
        except BlockingIOError:
            pass
        return found

    def close(self) -> None:
        os.close(self._opened)
        self._door.close()
