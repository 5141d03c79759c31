"""English captions of scenes, and what each of them states."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from . import vocabulary as words
from .attributes import ATTRIBUTES, UNSPECIFIED, Scene

# How often a caption that could state an attribute does.
_STATED = {"setting": 0.85, "time": 0.6, "weather": 0.8, "style": 0.65, "size": 0.62, "move": 0.5, "colour": 0.85}
_CLEAR_STATED = 0.2
_PEOPLE = ("woman", "man")
_ANIMATE = ("woman", "man", "astronaut", "mammoth", "monster", "bird", "dog")
_NO_VERB = 0.3
_T = TypeVar("_T")


def caption(scene: Scene, rng: np.random.Generator) -> tuple[str, dict[str, str]]:
    """A caption of the scene and the attributes it states; all others are "unspecified".

    A caption that names its subject and nobody else states that there is no companion.
    """
    writer = _Writer(scene, rng)
    if scene.subject == "none":
        text = writer.choose((_vista_tags, _vista_aerial, _vista_world, _vista_script, _vista_sentence))(writer)
    elif scene.subject == UNSPECIFIED or writer.chance(0.03):
        text = _bare(writer)
    else:
        forms = (_tags, _sentence, _sentence, _script, _storyboard, _storyboard, _short, _framed)
        text = writer.choose(forms)(writer)
    return writer.dressed(text), {name: writer.stated.get(name, UNSPECIFIED) for name in ATTRIBUTES}


def article(phrase: str) -> str:
    """The phrase after "a" or "an", by its sound."""
    first = phrase.split()[0]
    if first == "SUV":
        return f"an {phrase}"
    spoken_as_consonant = first.lower().startswith(("uni", "eu", "one", "use"))
    vowel = first[0].lower() in "aeiou" and not spoken_as_consonant
    return f"{'an' if vowel else 'a'} {phrase}"


@dataclass
class _Writer:
    """Chooses words, and keeps account of what they state."""

    scene: Scene
    rng: np.random.Generator
    stated: dict[str, str] = field(default_factory=dict[str, str])

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def choose(self, values: Sequence[_T]) -> _T:
        return values[int(self.rng.integers(len(values)))]

    def say(self, name: str, table: dict[str, tuple[str, ...]], *, always: bool = False) -> str:
        """Words for one attribute, or "" where the caption leaves it out."""
        value: str = getattr(self.scene, name)
        share = _CLEAR_STATED if value == "clear" else _STATED[name]
        if value not in table or not (always or self.chance(share)):
            return ""
        self.stated[name] = value
        return self.choose(table[value])

    def cast(self) -> str:
        """The subject as a noun phrase, with the companion where there is one."""
        scene = self.scene
        self.stated["subject"] = scene.subject
        if scene.companion == "none" and scene.subject in words.PLURALS and self.chance(0.1):
            self.stated["companion"] = "none"
            return self.choose(words.PLURALS[scene.subject])
        phrase = article(self._noun(scene.subject, self._colour()))
        if scene.companion == UNSPECIFIED:
            return phrase
        self.stated["companion"] = scene.companion
        return phrase if scene.companion == "none" else f"{phrase} {self._beside()}"

    def _colour(self) -> str:
        if self.scene.colour == "none":
            return ""
        return self.say("colour", words.SHADES)

    def _noun(self, subject: str, colour: str) -> str:
        adjective = self.choose(words.ADJECTIVES) if self.chance(0.35) else ""
        noun = self.choose(words.SUBJECTS[subject])
        if not colour or subject in (*_PEOPLE, "astronaut"):
            worn = self.choose(words.HELMETS if subject == "astronaut" else words.WEARING) if colour else ""
            return _join(" ", (adjective, noun, _worn(worn, colour)))
        return _join(" ", (adjective, colour, noun))

    def _beside(self) -> str:
        """The companion. A colour here is the companion's own and states nothing about the subject."""
        other = self.choose(words.SUBJECTS[self.scene.companion])
        if self.chance(0.25):
            other = f"{self.choose(tuple(words.SHADES))} {other}"
        links = ["beside", "next to", "with", "and", "near", "together with", "facing", "alongside"]
        if self.scene.subject in _ANIMATE:
            links += ["looking at", "standing beside"]
        return f"{self.choose(links)} {article(other)}"

    def clause(self) -> str:
        """Cast, verb and place: "a dog runs along the shore"."""
        cast, place = self.cast(), self.say("setting", words.PLACES)
        plural = cast in words.PLURALS.get(self.scene.subject, ())
        verb = ""
        if plural:
            verb = self.choose(("can be seen", "appear", ""))
        elif self.scene.companion in ("none", UNSPECIFIED) and not self.chance(_NO_VERB):
            verb = self.choose(words.ACTIONS[self.scene.subject])
        return _join(" ", (cast, verb, place))

    def time_and_weather(self, clause: str) -> str:
        weather = self.say("weather", words.WEATHERS)
        return _join(", ", (_join(" ", (clause, self.say("time", words.TIMES))), weather))

    def article_free(self, phrase: str) -> str:
        return phrase.removeprefix("a ").removeprefix("an ").removeprefix("the ")

    def dressed(self, text: str) -> str:
        """Capital and full stop as people type them: mostly, not always."""
        if self.chance(0.25):
            text = f"{text}{'' if text.endswith('.') else '.'} {self.choose(words.FILLERS)}"
        elif self.chance(0.25):
            text = f"{text.removesuffix('.')}, {self.choose(words.MOODS)}"
        if self.chance(0.12):
            return text.lower()
        return _capital(text) if self.chance(0.75) else text


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _worn(garment: str, colour: str) -> str:
    """ "in a {} coat" in that colour, its article by the colour's sound."""
    return garment.replace("a {}", article(colour)) if "a {}" in garment else garment.format(colour)


def _join(separator: str, parts: Sequence[str]) -> str:
    return separator.join(p for p in parts if p)


def _grammar(writer: _Writer) -> list[str]:
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


def _tags(writer: _Writer) -> str:
    """ "medium shot, neon, a woman in a red coat in Tokyo, at night" """
    tags = _grammar(writer)
    core = _join(" ", (writer.cast(), writer.say("setting", words.PLACES)))
    split = int(writer.rng.integers(len(tags) + 1))
    rest = [writer.say("time", words.TIMES), writer.say("weather", words.WEATHERS)]
    return _join(", ", (*tags[:split], core, *rest, *tags[split:]))


def _sentence(writer: _Writer) -> str:
    """ "A stylish woman walks in Tokyo at night, heavy rain. The camera pans left. Ink sketch." """
    text = writer.time_and_weather(writer.clause())
    for tag in _grammar(writer):
        text += f". {_capital(tag)}"
    return text + "."


def _script(writer: _Writer) -> str:
    """ "EXT. SNOWY MEADOW - DAY. Several giant woolly mammoths can be seen." """
    slug = _slug(writer)
    clause = writer.cast()
    if writer.scene.companion in ("none", UNSPECIFIED) and clause not in words.PLURALS.get(writer.scene.subject, ()):
        clause = _join(" ", (clause, writer.choose(words.ACTIONS[writer.scene.subject])))
    line = _join(", ", (clause, writer.say("weather", words.WEATHERS)))
    return _join(" ", (slug, f"{_capital(line)}.", _capital(_join(", ", _grammar(writer)))))


def _slug(writer: _Writer) -> str:
    slug = writer.say("setting", words.SLUGS, always=True)
    time = writer.say("time", words.SLUG_TIMES)
    return _join(" - ", (slug, time)) + "."


def _storyboard(writer: _Writer) -> str:
    """A prompt with the shot's size, angle, move and style after it, as a storyboard tool sends it."""
    prompt = writer.time_and_weather(writer.clause())
    size = writer.say("size", words.SIZES)
    angle = writer.choose(words.ANGLES) if writer.chance(0.5) else ""
    return _join(", ", (prompt, size, angle, writer.say("move", words.MOVES), writer.say("style", words.STYLES)))


def _short(writer: _Writer) -> str:
    """Two or three words: a subject, or a subject and one more thing."""
    more: tuple[Callable[[], str], ...] = (
        lambda: "",
        lambda: writer.say("setting", words.PLACES),
        lambda: writer.say("time", words.TIMES),
    )
    return _join(" ", (writer.cast(), writer.choose(more)()))


def _framed(writer: _Writer) -> str:
    """ "close-up of a dog in the snow, papercraft" """
    frame = writer.say("size", words.SIZES, always=True)
    if frame and writer.scene.size == "WS" and writer.chance(0.2):
        frame = "aerial shot"
    core = _join(" ", (writer.cast(), writer.say("setting", words.PLACES)))
    core = writer.time_and_weather(core)
    head = f"{article(frame) if writer.chance(0.3) and frame.islower() else frame} of {core}" if frame else core
    return _join(", ", (head, writer.say("style", words.STYLES), writer.say("move", words.MOVES)))


def _bare(writer: _Writer) -> str:
    """No subject at all: a place, a style, an hour."""
    parts = [writer.say("style", words.STYLES), writer.say("time", words.TIMES), *_grammar_rest(writer)]
    return _join(", ", parts) or writer.choose(words.MOODS)


def _grammar_rest(writer: _Writer) -> list[str]:
    return [writer.say("setting", words.PLACES), writer.say("weather", words.WEATHERS), writer.say("size", words.SIZES)]


def _vista(writer: _Writer) -> str:
    """An empty landscape by name; nobody is in it."""
    writer.stated["subject"] = "none"
    writer.stated["companion"] = "none"
    return writer.say("setting", words.VISTAS, always=True) or "an empty landscape"


def _vista_tags(writer: _Writer) -> str:
    tags = _grammar(writer)
    split = int(writer.rng.integers(len(tags) + 1))
    rest = [writer.say("time", words.TIMES), writer.say("weather", words.WEATHERS)]
    return _join(", ", (*tags[:split], _vista(writer), *rest, *tags[split:]))


def _vista_aerial(writer: _Writer) -> str:
    """ "drone view of waves crashing against the cliffs": the drone is the camera's, and the shot is wide."""
    if writer.scene.size != "WS":
        return _vista_sentence(writer)
    writer.stated["size"] = "WS"
    text = f"{writer.choose(words.AERIALS)} {_vista(writer)}"
    return _join(
        ", ", (writer.time_and_weather(text), writer.say("style", words.STYLES), writer.say("move", words.MOVES))
    )


def _vista_world(writer: _Writer) -> str:
    """ "papercraft coral reef world" """
    style = writer.say("style", words.STYLES, always=True)
    scenery = writer.article_free(_vista(writer))
    ending = writer.choose(("world", "landscape", "scenery", "backdrop", ""))
    return _join(
        ", ", (_join(" ", (style, scenery, ending)), writer.say("time", words.TIMES), writer.say("size", words.SIZES))
    )


def _vista_script(writer: _Writer) -> str:
    slug = _slug(writer)
    writer.stated["subject"] = "none"
    writer.stated["companion"] = "none"
    line = writer.choose(("Nobody is here.", "Empty.", "No one in sight.", "The place is deserted.", "Nothing moves."))
    rest = _join(", ", (writer.say("weather", words.WEATHERS), *_grammar(writer)))
    return _join(" ", (slug, line, _capital(rest)))


def _vista_sentence(writer: _Writer) -> str:
    opening = writer.choose(("", "", "a view of ", "we see ", "nothing but ", "a picture of "))
    text = writer.time_and_weather(opening + _vista(writer))
    ending = writer.choose(("", "", ", empty", ", with nobody in sight", ", deserted"))
    return text + ending + "".join(f", {tag}" for tag in _grammar(writer))
