"""The prompt cascade: film, then scene, then shot."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Direction, Shot
from sora_studio.timeline.vocabulary import VOCABULARY

Level = Literal["film", "scene", "shot"]
LEVELS: tuple[Level, ...] = ("film", "scene", "shot")
JOINT = ", "


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the prompt as it is sent, and the direction's field it comes from."""

    text: str
    level: Level
    field: Literal["prompt", "size", "angle", "move", "style"]


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
    words = (spoken(field, getattr(direction, field)) for field in ("size", "angle", "move", "style"))
    return _joined(direction.prompt, *words)


def parts_as_sent(project: Project, scene: Scene, shot: Shot) -> tuple[Part, ...]:
    """The prompt as it is sent, part by part: joined by `JOINT` they are what `prompt_as_sent` says."""
    levels: dict[Level, Direction] = {"film": project.direction, "scene": scene.direction, "shot": shot.direction}
    prompts = _said_once([Part(_trimmed(each.prompt), level, "prompt") for level, each in levels.items()])
    words: list[Part] = []
    for field in ("size", "angle", "move", "style"):
        said = [Part(_trimmed(spoken(field, getattr(each, field))), level, field) for level, each in levels.items()]
        asked = [part for part, each in zip(said, levels.values(), strict=True) if getattr(each, field)]
        words += asked[-1:]
    # The prompts count as one text here: a word is left out where it is all they say.
    whole = Part(JOINT.join(part.text for part in prompts), "shot", "prompt")
    once = _said_once([whole, *words])
    return tuple(part for each in once for part in (prompts if each is whole else [each]))


def spoken(field: str, word: str) -> str:
    """A size, angle, move or style in the words the encoder reads; what is no code is taken as it stands."""
    if field == "style":
        return f"{word} style" if word and "style" not in word.casefold() else word
    return VOCABULARY[field].get(word, word)


def _said_once(parts: Sequence[Part]) -> list[Part]:
    """Where the first of equal texts stands, as the last one spells it; empty ones left out."""
    return list({part.text.casefold(): part for part in parts if part.text}.values())


def _joined(*parts: str) -> str:
    """The parts as one list of words, each said once."""
    trimmed = (_trimmed(part) for part in parts)
    return JOINT.join({part.casefold(): part for part in trimmed if part}.values())


def _trimmed(text: str) -> str:
    stop = len(text)
    while stop and (text[stop - 1].isspace() or text[stop - 1] in ".,;"):
        stop -= 1
    return text[:stop].lstrip()
