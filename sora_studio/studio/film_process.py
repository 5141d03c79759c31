"""The process that writes a film for a window: encoding takes every core it gets. One film, and it ends.

Started by `film_export`. It reads takes and keeps encoded segments in the store; it never sees the project file.
"""

from sora_studio.studio.film_child import FilmTold, write_told
from sora_studio.studio.film_products import FilmWriting, preset_for
from sora_studio.studio.pipe import Head
from sora_studio.studio.screening import Screening
from sora_studio.timeline.encoding import decode


def main() -> None:
    write_told(_written)


def _written(told: FilmTold) -> Head:
    screening: Screening = decode(Screening, told.head["screening"], "screening")
    preset = preset_for(told.out, told.head["preset"])
    writing = FilmWriting(
        told.project, told.shown, told.store, told.out, preset, told.on_progress, told.cancel, screening
    )
    report = writing.write()
    return {
        "frames": report.frames,
        "encoded": report.segments_encoded,
        "reused": report.segments_reused,
        "on": report.encoded_on,
    }


if __name__ == "__main__":
    main()
