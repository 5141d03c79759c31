"""Which files a film can take in, by how their names end."""

from pathlib import Path
from typing import Literal

from sora_studio.studio.new_film import MOVIE_ENDINGS, READ_ENDINGS
from sora_studio.studio.sketches import DRAWING_ENDINGS

_KINDS: dict[str, Literal["script", "picture", "movie", "sound"]] = {
    **dict.fromkeys(READ_ENDINGS, "script"),
    **dict.fromkeys(DRAWING_ENDINGS, "picture"),
    **dict.fromkeys(MOVIE_ENDINGS, "movie"),
    **dict.fromkeys((".wav", ".mp3", ".m4a", ".aac", ".flac", ".ogg", ".opus", ".aif", ".aiff"), "sound"),
}
SOUND_FILES = sorted(ending for ending, kind in _KINDS.items() if kind == "sound")


def kind_of(path: Path) -> str:
    """ "script" (boards and cut lists too), "picture", "movie" or "sound"; "" for what a film can't take."""
    return _KINDS.get(path.suffix.lower(), "")
