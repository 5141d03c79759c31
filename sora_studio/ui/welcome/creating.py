"""The film the welcome page asked for, made."""

from sora_studio.studio.config import Config
from sora_studio.studio.new_film import NewFilm, create_film
from sora_studio.studio.studio import Studio


def create(request: object, config: Config) -> Studio:
    """Make and open the film. Raises ScriptError, ProjectFileError; never writes over a project."""
    if not isinstance(request, NewFilm):
        raise TypeError(f"{request!r} asks for no film")
    return create_film(request, config)
