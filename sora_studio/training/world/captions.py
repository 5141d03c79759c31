"""English captions of scenes, and what each of them states."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from . import vocabulary as words
from . import vocabulary_cast as cast_words
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
        forms = (_tags, _sentence, _sentence, _script, _storyboard, _storyboard, _short, _framed)
        text = writer.choose(forms)(writer)
    return writer.dressed(text), {name: writer.stated.get(name, UNSPECIFIED) for name in ATTRIBUTES}


def _grammar(writer: Writer) -> list[str]:
    """Size, style and move as tags, shuffled, with a mood among them at times."""
    tags = [
        writer.say("size", words.SIZES),
        writer.say("style", words.STYLES),
        writer.say("move", words.MOVES),
        writer.choose(words.MOODS) if writer.chance(0.25) else "",
    ]
    tags = [t for t in tags if t]
    writer.rng.shuffle(tags)
    return tags


def _tags(writer: Writer) -> str:
    """ "medium shot, neon, a woman in a red coat in Tokyo, at night" """
    tags = _grammar(writer)
    core = join(" ", (writer.cast(), writer.say("setting", words.PLACES)))
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
    slug = writer.say("setting", words.SLUGS, always=True)
    time = writer.say("time", words.SLUG_TIMES)
    return join(" - ", (slug, time)) + "."


def _storyboard(writer: Writer) -> str:
    """A prompt with the shot's size, angle, move and style after it, as a storyboard tool sends it."""
    prompt = writer.time_and_weather(writer.clause())
    size = writer.say("size", words.SIZES)
    angle = writer.choose(words.ANGLES) if writer.chance(0.5) else ""
    return join(", ", (prompt, size, angle, writer.say("move", words.MOVES), writer.say("style", words.STYLES)))


def _short(writer: Writer) -> str:
    """Two or three words: a subject, or a subject and one more thing."""
    more: tuple[Callable[[], str], ...] = (
        lambda: "",
        lambda: writer.say("setting", words.PLACES),
        lambda: writer.say("time", words.TIMES),
    )
    return join(" ", (writer.cast(), writer.choose(more)()))


def _framed(writer: Writer) -> str:
    """ "close-up of a dog in the snow, papercraft" """
    frame = writer.say("size", words.SIZES, always=True)
    if frame and writer.scene.size == "WS" and writer.chance(0.2):
        frame = "aerial shot"
    core = join(" ", (writer.cast(), writer.say("setting", words.PLACES)))
    core = writer.time_and_weather(core)
    head = f"{article(frame) if writer.chance(0.3) and frame.islower() else frame} of {core}" if frame else core
    return join(", ", (head, writer.say("style", words.STYLES), writer.say("move", words.MOVES)))


def _bare(writer: Writer) -> str:
    """No subject at all: a place, a style, an hour."""
    parts = [writer.say("style", words.STYLES), writer.say("time", words.TIMES), *_grammar_rest(writer)]
    return join(", ", parts) or writer.choose(words.MOODS)


def _grammar_rest(writer: Writer) -> list[str]:
    return [writer.say("setting", words.PLACES), writer.say("weather", words.WEATHERS), writer.say("size", words.SIZES)]


def _vista(writer: Writer) -> str:
    """An empty landscape by name; nobody is in it."""
    writer.stated["subject"] = "none"
    writer.stated["companion"] = "none"
    return writer.say("setting", words.VISTAS, always=True) or "an empty landscape"


def _vista_tags(writer: Writer) -> str:
    tags = _grammar(writer)
    split = int(writer.rng.integers(len(tags) + 1))
    rest = [writer.say("time", words.TIMES), writer.say("weather", words.WEATHERS)]
    return join(", ", (*tags[:split], _vista(writer), *rest, *tags[split:]))


def _vista_aerial(writer: Writer) -> str:
    """ "drone view of waves crashing against the cliffs": the drone is the camera's, and the shot is wide."""
    if writer.scene.size != "WS":
        return _vista_sentence(writer)
    writer.stated["size"] = "WS"
    text = f"{writer.choose(words.AERIALS)} {_vista(writer)}"
    return join(
        ", ", (writer.time_and_weather(text), writer.say("style", words.STYLES), writer.say("move", words.MOVES))
    )


def _vista_world(writer: Writer) -> str:
    """ "papercraft coral reef world" """
    style = writer.say("style", words.STYLES, always=True)
    scenery = _without_article(_vista(writer))
    ending = writer.choose(("world", "landscape", "scenery", "backdrop", ""))
    return join(
        ", ", (join(" ", (style, scenery, ending)), writer.say("time", words.TIMES), writer.say("size", words.SIZES))
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
