"""Chooses a caption's words and keeps account of what they state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from . import vocabulary as words
from . import vocabulary_cast as cast_words
from . import vocabulary_looks as looks
from . import vocabulary_places as places
from .attributes import UNSPECIFIED, Scene

# How often a caption that could state an attribute does.
_STATED = {
    "setting": 0.85,
    "time": 0.6,
    "weather": 0.8,
    "style": 0.65,
    "size": 0.6,
    "angle": 0.5,
    "move": 0.5,
    "colour": 0.85,
    "companion_colour": 0.7,
    "relation": 0.75,
}
_CLEAR_STATED = 0.2
_PEOPLE = ("woman", "man", "child", "elder")
_ANIMATE = (*_PEOPLE, "astronaut", "mammoth", "monster", "bird", "dog", "robot", "cat", "horse", "rabbit", "dragon")
_PRONOUNS = {"woman": ("her", "her"), "man": ("him", "his"), "child": ("them", "their"), "elder": ("them", "their")}
_NO_VERB = 0.3
_T = TypeVar("_T")


def article(phrase: str) -> str:
    """The phrase after "a" or "an", by its sound."""
    first = phrase.split()[0]
    if first == "SUV":
        return f"an {phrase}"
    spoken_as_consonant = first.lower().startswith(("uni", "eu", "one", "use"))
    vowel = first[0].lower() in "aeiou" and not spoken_as_consonant
    return f"{'an' if vowel else 'a'} {phrase}"


@dataclass
class Writer:
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
        if scene.companion == "none" and scene.subject in cast_words.PLURALS and self.chance(0.1):
            self.stated["companion"] = "none"
            return self.choose(cast_words.PLURALS[scene.subject])
        phrase = article(self._noun(scene.subject, self._colour("colour")))
        if scene.companion == UNSPECIFIED:
            return phrase
        self.stated["companion"] = scene.companion
        return phrase if scene.companion == "none" else self._related(phrase)

    def _colour(self, name: str) -> str:
        return self.say(name, looks.SHADES)

    def _noun(self, whose: str, colour: str, adjectives: float = 0.35) -> str:
        """A figure in its colour; people and astronauts wear it."""
        adjective = self.choose(looks.ADJECTIVES) if self.chance(adjectives) else ""
        noun = self.choose(cast_words.SUBJECTS[whose])
        if not colour or whose not in (*_PEOPLE, "astronaut"):
            return join(" ", (adjective, colour, noun))
        garment = self.choose(looks.HELMETS if whose == "astronaut" else looks.WEARING)
        return join(" ", (adjective, noun, _worn(garment, colour)))

    def _related(self, phrase: str) -> str:
        """The subject and the companion as one phrase that may say how they stand."""
        forms = looks.RELATIONS.get(self.scene.relation, ())
        if forms and self.chance(_STATED["relation"]):
            self.stated["relation"] = self.scene.relation
        else:
            forms = (*looks.UNRELATED, *(looks.WATCHING if self.scene.subject in _ANIMATE else ()))
        other = article(self._noun(self.scene.companion, self._colour("companion_colour"), adjectives=0.15))
        it, its = _PRONOUNS.get(self.scene.subject, ("it", "its"))
        return self.choose(forms).format(a=phrase, b=other, it=it, its=its)

    def clause(self) -> str:
        """Cast, verb and place: "a dog runs along the shore"."""
        cast, place = self.cast(), self.say("setting", places.PLACES)
        plural = cast in cast_words.PLURALS.get(self.scene.subject, ())
        verb = ""
        if plural:
            verb = self.choose(("can be seen", "appear", ""))
        elif self.scene.companion in ("none", UNSPECIFIED) and not self.chance(_NO_VERB):
            verb = self.choose(cast_words.ACTIONS[self.scene.subject])
        return join(" ", (cast, verb, place))

    def time_and_weather(self, clause: str) -> str:
        weather = self.say("weather", words.WEATHERS)
        return join(", ", (join(" ", (clause, self.say("time", words.TIMES))), weather))

    def dressed(self, text: str) -> str:
        """Capital and full stop as people type them: mostly, not always."""
        if self.chance(0.25):
            text = f"{text}{'' if text.endswith('.') else '.'} {self.choose(words.FILLERS)}"
        elif self.chance(0.25):
            text = f"{text.removesuffix('.')}, {self.choose(words.MOODS)}"
        if self.chance(0.12):
            return text.lower()
        return capital(text) if self.chance(0.75) else text


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _worn(garment: str, colour: str) -> str:
    """ "in a {} coat" in that colour, its article by the colour's sound."""
    return garment.replace("a {}", article(colour)) if "a {}" in garment else garment.format(colour)


def join(separator: str, parts: Sequence[str]) -> str:
    return separator.join(p for p in parts if p)
