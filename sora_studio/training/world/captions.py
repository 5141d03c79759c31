"""English captions of scenes, and what each of them states."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from . import vocabulary as words
from . import vocabulary_cast as cast_words
from . import vocabulary_places as places
from . import vocabulary_shots as shots
from .attributes import ATTRIBUTES, UNSPECIFIED, Scene
from .caption_writer import Writer, article, capital, join


def caption(scene: Scene, rng: np.random.Generator) -> tuple[str, dict[str, str]]:
    """A caption of the scene and the attributes it states; all others are "unspecified".

    A caption that names its subject and nobody else states that there is no companion.
    """
    writer = Writer(scene, rng)
    if scene.subject == "none":
        text = writer.choose((_vista_tags, _vista_aerial, _vista_world, _vista_script, _vista_sentence))(writer)
    elif scene.subject == UNSPECIFIED or writer.chance(0.03):
        text = _bare(writer)
    else:
        forms = (_tags, _sentence, _sentence, _script, _storyboard, _storyboard, _short, _framed, _looking)
        text = writer.choose(forms)(writer)
    return writer.dressed(text), {name: writer.stated.get(name, UNSPECIFIED) for name in ATTRIBUTES}


def _grammar(writer: Writer) -> list[str]:
    """Size, angle, style and move as tags, shuffled, with a mood or a shot word that asks for nothing at times."""
    tags = [
        writer.say("size", shots.SIZES),
        writer.say("style", words.STYLES),
        writer.say("angle", shots.ANGLES),
        writer.say("move", shots.MOVES),
        writer.choose(words.MOODS) if writer.chance(0.2) else "",
        writer.choose(shots.OTHER_SHOTS) if writer.chance(0.06) else "",
    ]
    tags = [t for t in tags if t]
    writer.rng.shuffle(tags)
    return tags


def _tags(writer: Writer) -> str:
    """ "medium shot, neon, a woman in a red coat in Tokyo, at night" """
    tags = _grammar(writer)
    core = join(" ", (writer.cast(), writer.say("setting", places.PLACES)))
    split = int(writer.rng.integers(len(tags) + 1))
    rest = [writer.say("time", words.TIMES), writer.say("weather", words.WEATHERS)]
    return join(", ", (*tags[:split], core, *rest, *tags[split:]))


def _sentence(writer: Writer) -> str:
    """ "A stylish woman walks in Tokyo at night, heavy rain. The camera pans left. Ink sketch." """
    text = writer.time_and_weather(writer.clause())
    for tag in _grammar(writer):
        text += f". {capital(tag)}"
    return text + "."


def _script(writer: Writer) -> str:
    """ "EXT. SNOWY MEADOW - DAY. Several giant woolly mammoths can be seen." """
    slug = _slug(writer)
    clause = writer.cast()
    if writer.scene.companion in ("none", UNSPECIFIED) and clause not in cast_words.PLURALS.get(
        writer.scene.subject, ()
    ):
        clause = join(" ", (clause, writer.choose(cast_words.ACTIONS[writer.scene.subject])))
    line = join(", ", (clause, writer.say("weather", words.WEATHERS)))
    return join(" ", (slug, f"{capital(line)}.", capital(join(", ", _grammar(writer)))))


def _slug(writer: Writer) -> str:
    slug = writer.say("setting", places.SLUGS, always=True)
    time = writer.say("time", words.SLUG_TIMES)
    return join(" - ", (slug, time)) + "."


_SHOT_TABLES = {"size": shots.SIZES, "angle": shots.ANGLES, "move": shots.MOVES}
# A whole picture as the camera's look at it.
_LOOKS = {
    "high": ("looking down on", "a bird's-eye view of", "from above,", "high angle of", "we look down at", "overhead,"),
    "low": (
        "looking up at",
        "from below,",
        "low angle of",
        "we look up at",
        "a worm's-eye view of",
        "from the ground,",
    ),
    "eye": ("at eye level,", "an eye-level view of", "straight on,"),
}


def _storyboard(writer: Writer) -> str:
    """A prompt with the shot's size, angle, move and style after it, as a storyboard tool sends it."""
    prompt = writer.time_and_weather(writer.clause())
    parts = [writer.say(name, table) for name, table in _SHOT_TABLES.items()]
    other = int(writer.rng.integers(len(parts)))
    if not parts[other] and writer.chance(0.2):
        parts[other] = writer.choose(shots.OTHER_SHOTS)
    return join(", ", (prompt, *parts, writer.say("style", words.STYLES)))


def _short(writer: Writer) -> str:
    """Two or three words: a subject, or a subject and one more thing."""
    more: tuple[Callable[[], str], ...] = (
        lambda: "",
        lambda: writer.say("setting", places.PLACES),
        lambda: writer.say("time", words.TIMES),
    )
    return join(" ", (writer.cast(), writer.choose(more)()))


def _framed(writer: Writer) -> str:
    """ "close-up of a dog in the snow, papercraft" """
    frame = writer.say("size", shots.SIZES, always=True)
    core = join(" ", (writer.cast(), writer.say("setting", places.PLACES)))
    core = writer.time_and_weather(core)
    head = f"{article(frame) if writer.chance(0.3) and frame.islower() else frame} of {core}" if frame else core
    rest = [writer.say(name, _SHOT_TABLES[name]) for name in ("angle", "move")]
    return join(", ", (head, writer.say("style", words.STYLES), *rest))


def _looking(writer: Writer) -> str:
    """ "looking down on a dog in the snow, close-up" """
    angle = writer.scene.angle
    look = writer.choose(_LOOKS[angle]) if angle in _LOOKS else ""
    if look:
        writer.stated["angle"] = angle
    core = join(" ", (look, writer.cast(), writer.say("setting", places.PLACES)))
    rest = [writer.say("size", shots.SIZES), writer.say("move", shots.MOVES), writer.say("style", words.STYLES)]
    return join(", ", (writer.time_and_weather(core), *rest))


def _bare(writer: Writer) -> str:
    """No subject at all: a place, a style, an hour."""
    parts = [writer.say("style", words.STYLES), writer.say("time", words.TIMES), *_grammar_rest(writer)]
    return join(", ", parts) or writer.choose(words.MOODS)


def _grammar_rest(writer: Writer) -> list[str]:
    rest = [writer.say("setting", places.PLACES), writer.say("weather", words.WEATHERS)]
    return rest + [writer.say(name, table) for name, table in _SHOT_TABLES.items()]


def _vista(writer: Writer) -> str:
    """An empty landscape by name; nobody is in it."""
    writer.stated["subject"] = "none"
    writer.stated["companion"] = "none"
    return writer.say("setting", places.VISTAS, always=True) or "an empty landscape"


def _vista_tags(writer: Writer) -> str:
    tags = _grammar(writer)
    split = int(writer.rng.integers(len(tags) + 1))
    rest = [writer.say("time", words.TIMES), writer.say("weather", words.WEATHERS)]
    return join(", ", (*tags[:split], _vista(writer), *rest, *tags[split:]))


def _vista_aerial(writer: Writer) -> str:
    """ "drone view of waves crashing against the cliffs": the drone is the camera's, and looks down."""
    if writer.scene.angle != "high":
        return _vista_sentence(writer)
    writer.stated["angle"] = "high"
    text = f"{writer.choose(shots.AERIALS)} {_vista(writer)}"
    rest = [writer.say("size", shots.SIZES), writer.say("style", words.STYLES), writer.say("move", shots.MOVES)]
    return join(", ", (writer.time_and_weather(text), *rest))


def _vista_world(writer: Writer) -> str:
    """ "papercraft coral reef world" """
    style = writer.say("style", words.STYLES, always=True)
    scenery = _without_article(_vista(writer))
    ending = writer.choose(("world", "landscape", "scenery", "backdrop", ""))
    return join(
        ", ", (join(" ", (style, scenery, ending)), writer.say("time", words.TIMES), writer.say("size", shots.SIZES))
    )


def _vista_script(writer: Writer) -> str:
    slug = _slug(writer)
    writer.stated["subject"] = "none"
    writer.stated["companion"] = "none"
    line = writer.choose(("Nobody is here.", "Empty.", "No one in sight.", "The place is deserted.", "Nothing moves."))
    rest = join(", ", (writer.say("weather", words.WEATHERS), *_grammar(writer)))
    return join(" ", (slug, line, capital(rest)))


def _vista_sentence(writer: Writer) -> str:
    opening = writer.choose(("", "", "a view of ", "we see ", "nothing but ", "a picture of "))
    text = writer.time_and_weather(opening + _vista(writer))
    ending = writer.choose(("", "", ", empty", ", with nobody in sight", ", deserted"))
    return text + ending + "".join(f", {tag}" for tag in _grammar(writer))


def _without_article(phrase: str) -> str:
    return phrase.removeprefix("a ").removeprefix("an ").removeprefix("the ")
