"""Chooses a caption's words and keeps account of what they state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from . import vocabulary as words
from . import vocabulary_cast as cast_words
from .attributes import UNSPECIFIED, Scene

# How often a caption that could state an attribute does.
_STATED = {"setting": 0.85, "time": 0.6, "weather": 0.8, "style": 0.65, "size": 0.62, "move": 0.5, "colour": 0.85}
_CLEAR_STATED = 0.2
_PEOPLE = ("woman", "man")
_ANIMATE = ("woman", "man", "astronaut", "mammoth", "monster", "bird", "dog")
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
        phrase = article(self._noun(scene.subject, self._colour()))
        if scene.companion == UNSPECIFIED:
            return phrase
        self.stated["companion"] = scene.companion
        return phrase if scene.companion == "none" else f"{phrase} {self._beside()}"

    def _colour(self) -> str:
        if self.scene.colour == "none":
            return ""
        return self.say("colour", cast_words.SHADES)

    def _noun(self, subject: str, colour: str) -> str:
        adjective = self.choose(cast_words.ADJECTIVES) if self.chance(0.35) else ""
        noun = self.choose(cast_words.SUBJECTS[subject])
        if not colour or subject in (*_PEOPLE, "astronaut"):
            worn = self.choose(cast_words.HELMETS if subject == "astronaut" else cast_words.WEARING) if colour else ""
            return join(" ", (adjective, noun, _worn(worn, colour)))
        return join(" ", (adjective, colour, noun))

    def _beside(self) -> str:
        """The companion. A colour here is the companion's own and states nothing about the subject."""
        other = self.choose(cast_words.SUBJECTS[self.scene.companion])
        if self.chance(0.25):
            other = f"{self.choose(tuple(cast_words.SHADES))} {other}"
        links = ["beside", "next to", "with", "and", "near", "together with", "facing", "alongside"]
        if self.scene.subject in _ANIMATE:
            links += ["looking at", "standing beside"]
        return f"{self.choose(links)} {article(other)}"

    def clause(self) -> str:
        """Cast, verb and place: "a dog runs along the shore"."""
        cast, place = self.cast(), self.say("setting", words.PLACES)
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
