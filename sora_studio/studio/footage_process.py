"""The process that reads a stranger's movie: it decodes, cuts, and keeps each shot's pictures and the movie's sound.

Started by `footage`. One movie, and it ends.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue

import numpy as np

from sora_studio.errors import Cancelled, SoraError
from sora_studio.film.movie_file import MovieFile, at_rate
from sora_studio.film.plan import Frame
from sora_studio.film.shot_cuts import CutFinder
from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.digest import digest_of
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio import keeping
from sora_studio.studio.child_side import begin, heed
from sora_studio.studio.endings import reading_ended
from sora_studio.studio.pipe import Head, Mouth
from sora_studio.studio.progress_told import progress_told
from sora_studio.studio.sound_decoding import decoded_here
from sora_studio.studio.sound_keeping import file_digest, keep_media
from sora_studio.timeline.time import FrameRate

# Raise it when anything decodes, scales or cuts otherwise.
VERSION = 1
SHORTEST_SHOT_S, LONGEST_SHOT_S = 0.5, 20.0
# One shot is in memory at a time here. Where it is shown two must fit on the viewer's shelf, as a dissolve needs them:
# at 512x288 that is ten seconds at 24 frames.
MOST_TAKE_BYTES = 110_000_000
MOST_MOVIE_BYTES = 200_000_000_000


def main() -> None:
    """`sys.argv`: the log's path. What to read is said: the movie, the store, the film's rate or none."""
    hears, mouth = begin(Path(sys.argv[1]))
    asked: SimpleQueue[Head] = SimpleQueue()
    heed(hears, asked.put)
    with suppress(OSError):
        head = asked.get()
        path = Path(head["path"])
        reading = Reading(path, BlobStore(Path(head["store"])), mouth)
        mouth.say("ended", **reading_ended(path, lambda: reading.read(head["rate"])))
    os._exit(0)


class Reading:
    """A movie read into a store; `mouth` hears of every shot that is kept."""

    def __init__(self, path: Path, store: BlobStore, mouth: Mouth) -> None:
        self._path, self._store, self._mouth = path, store, mouth
        self._shot: list[Frame] = []
        self._first = 0
        self._tell = progress_told(mouth)

    def read(self, rate: list[int] | None) -> Head:
        """Tell of every shot as it is kept, then of the whole. Raises SoraError, OSError."""
        with MovieFile(self._path) as movie:
            self._rate = FrameRate(*rate) if rate else movie.rate
            self._sha256 = file_digest(self._path, CancelToken(), MOST_MOVIE_BYTES)
            total = self._rate.frames(movie.seconds)
            self._cut_up(movie, total)
            told = self._sound() if movie.has_sound else {"sound": None, "note": ""}
        return {"rate": [self._rate.numerator, self._rate.denominator], **told}

    def _cut_up(self, movie: MovieFile, total: int) -> None:
        cuts = CutFinder(self._rate.frames(SHORTEST_SHOT_S))
        most_frames = max(1, self._rate.frames(LONGEST_SHOT_S))
        for frame in at_rate(movie.pictures(), self._rate):
            most = min(most_frames, max(1, MOST_TAKE_BYTES // frame.nbytes))
            changed = bool(self._shot) and self._shot[0].shape != frame.shape
            if cuts.begins_shot(frame) or changed or len(self._shot) >= most:
                self._keep()
            self._shot.append(frame)
            self._tell(self._first + len(self._shot), total)
        self._keep()

    def _keep(self) -> None:
        """Keep the shot so far as a take, and begin the next."""
        if not self._shot:
            return
        count, rate = len(self._shot), self._rate
        recipe = {
            "footage": self._sha256, "first": self._first, "frames": count, "version": VERSION,
            "rate": [rate.numerator, rate.denominator],
        }  # fmt: skip
        digest = digest_of(recipe)
        if not self._store.verify(keeping.TAKES, digest):
            pictures = np.stack(self._shot)
            self._shot.clear()
            named = {**recipe, "frames_per_second": float(rate.per_second)}
            keeping.keep(self._store, keeping.TAKES, digest, {"frames": pictures}, named)
        self._shot.clear()
        self._first += count
        self._mouth.say("shot", digest=digest, frames=count)

    def _sound(self) -> Head:
        """What the movie sounds like; where that can't be read its pictures come in all the same."""
        try:
            media = keep_media(self._store, self._path, decode=decoded_here)
        except (SoraError, Cancelled) as error:
            return {"sound": None, "note": str(error)}
        return {"sound": [media.sha256, media.name, media.seconds], "note": ""}


if __name__ == "__main__":
    main()
