"""The name of the file to export to, at every letter of its typing."""

from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from sora_studio.ui.export.dialog import file_named


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("", Path()),
        ("/", Path("/")),
        ("/films/tale", Path("/films/tale.mp4")),
        (" /films/tale.mov ", Path("/films/tale.mov")),
        ("~/tale.mp4", Path.home() / "tale.mp4"),
        ("~nobody-of-that-name/tale", Path("~nobody-of-that-name/tale.mp4")),
    ],
)
def test_whatever_is_typed_names_something_or_nothing(text: str, path: Path) -> None:
    assert file_named(text) == path
