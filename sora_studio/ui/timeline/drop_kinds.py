"""Which files a film can take in, by how their names end."""

from pathlib import Path
from typing import Literal

_KINDS: dict[str, Literal["script", "picture", "sound"]] = {
    **dict.fromkeys((".fountain", ".spmd", ".txt", ".md"), "script"),
    **dict.fromkeys((".png", ".jpg", ".jpeg"), "picture"),
    **dict.fromkeys((".wav", ".mp3", ".m4a", ".aac", ".flac", ".ogg", ".opus", ".aif", ".aiff"), "sound"),
}
SOUND_FILES = sorted(ending for ending, kind in _KINDS.items() if kind == "sound")


def kind_of(path: Path) -> str:
    """ "script", "picture" or "sound"; "" for what a film can't take."""
    return _KINDS.get(path.suffix.lower(), "")
