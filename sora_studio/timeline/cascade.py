"""The prompt cascade: film, then scene, then shot."""

from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Direction, Shot
from sora_studio.timeline.vocabulary import VOCABULARY


def resolve(project: Project, scene: Scene, shot: Shot) -> Direction:
    """What is asked of a shot in the end: prompts joined from film to shot; otherwise the nearest word wins."""
    film, place, own = project.direction, scene.direction, shot.direction
    return Direction(
        prompt=_joined(film.prompt, place.prompt, own.prompt),
        negative=own.negative or place.negative or film.negative,
        style=own.style or place.style or film.style,
        size=own.size or place.size or film.size,
        angle=own.angle or place.angle or film.angle,
        move=own.move or place.move or film.move,
    )


def prompt_as_sent(direction: Direction) -> str:
    """The one text the encoder reads: prompt, size, angle, move and style, codes spelled out."""
    size, angle, move = (
        VOCABULARY[field].get(code, code)
        for field, code in (("size", direction.size), ("angle", direction.angle), ("move", direction.move))
    )
    style = direction.style
    if style and "style" not in style.casefold():
        style = f"{style} style"
    return _joined(direction.prompt, size, angle, move, style)


def _joined(*parts: str) -> str:
    """The parts as one list of words, each said once."""
    trimmed = (part.strip().rstrip(" .,;") for part in parts)
    return ", ".join({part.casefold(): part for part in trimmed if part}.values())
