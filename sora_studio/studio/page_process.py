"""The process that writes a film's web page for a window: the film in it is encoded. One page, and it ends.

Started by `handing_apart`.
"""

from sora_studio.studio.film_child import FilmTold, write_told
from sora_studio.studio.html_page import write_html_page
from sora_studio.studio.pipe import Head


def main() -> None:
    write_told(_page)


def _page(told: FilmTold) -> Head:
    report = write_html_page(
        told.project, told.shown, told.store, told.out, on_progress=told.on_progress, cancel=told.cancel
    )
    return {"film": None if report.film is None else str(report.film)}


if __name__ == "__main__":
    main()
