"""The process that hands a film over for a window: its shots become movies, and encoding takes every core it gets.

Started by `handing_apart`. One film, and it ends.
"""

from sora_studio.studio.film_child import FilmTold, write_told
from sora_studio.studio.handing_over import hand_over
from sora_studio.studio.pipe import Head


def main() -> None:
    write_told(_handed)


def _handed(told: FilmTold) -> Head:
    lost = hand_over(
        told.project,
        told.shown,
        told.store,
        told.out,
        with_media=bool(told.head["with_media"]),
        on_progress=told.on_progress,
        cancel=told.cancel,
    )
    return {"lost": lost}


if __name__ == "__main__":
    main()
