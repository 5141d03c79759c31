"""A film handed over, and its web page, made in processes of their own for a window."""

from pathlib import Path

from sora_studio.studio.film_apart import FilmTask, made_apart

HANDING, PAGE = "sora_studio.studio.handing_process", "sora_studio.studio.page_process"


def hand_over_apart(task: FilmTask, *, with_media: bool) -> list[str]:
    """As `hand_over`: returns in sentences what isn't in the file. Raises SoraError, Cancelled."""
    return list(made_apart("handing", HANDING, task, with_media=with_media)["lost"])


def write_page_apart(task: FilmTask) -> Path | None:
    """As `write_html_page`: the film that lies beside the page, None for within it. Raises SoraError, Cancelled."""
    beside: str | None = made_apart("page", PAGE, task)["film"]
    return None if beside is None else Path(beside)
