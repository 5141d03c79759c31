"""The film the welcome page asked for, made."""

from sora_studio.studio.config import Config
from sora_studio.studio.new_film import NewFilm, create_film
from sora_studio.studio.studio import Studio


def create(request: object, config: Config, told: list[str] | None = None) -> Studio:
    """Make and open the film; `told` is given what was left out. Raises SoraError; never writes over a project."""
    if not isinstance(request, NewFilm):
        raise TypeError(f"{request!r} asks for no film")
    return create_film(request, config, told)
