"""The gathered words as training sees them: a share is held back unseen, and where asked also every word of the
prompts that free language is measured by.

The pack that ships is taught all it can be: a filmmaker writes "albatross" too. What its heads make of words they never
met is measured on heads taught without (`concepts --unmet`).
"""

import os
import re
from collections.abc import Iterable
from pathlib import Path
from zlib import crc32

from sora_studio.training.free_language import FREE_LANGUAGE
from sora_studio.training.lexicon_words import WORDS
from sora_studio.training.undrawable_words import NOUNS

HELD_BACK_SHARE = 0.15
# Set by the command line before anything is imported.
UNMET = "SORA_STUDIO_TRAINING_UNMET"
# Words of the measured prompts that name nothing, so training may have them.
NAMING_NOTHING = (
    "a above against among amid an and as at before below beneath beside between behind by cuts from hairy high home "
    "her his in inside into it its last lone mighty of off on out over past rusty s the through tiny to two up with"
)


def stems(text: str) -> set[str]:
    """The words of a text, each alike in the plural."""
    words = re.findall(r"[a-z]+", text.lower())
    return {re.sub("y$", "i", word.removesuffix("s").removesuffix("e")) for word in words}


MEASURED = stems(" ".join(text for text, _, _ in FREE_LANGUAGE)) - stems(NAMING_NOTHING)
_LEFT_OUT = MEASURED if os.environ.get(UNMET) else frozenset[str]()


def fair(phrases: Iterable[str]) -> tuple[str, ...]:
    """Where heads are to be measured by free language: without the phrases that hold a word of its prompts."""
    return tuple(phrase for phrase in phrases if not stems(phrase) & _LEFT_OUT)


def is_held_back(phrase: str) -> bool:
    """By its last word, so that kinds of one thing stay together."""
    return crc32(phrase.lower().split()[-1].removesuffix("s").encode()) % 1000 < HELD_BACK_SHARE * 1000


def _read() -> dict[str, tuple[str, ...]]:
    lines = Path(__file__).with_name("gathered_words.txt").read_text("utf-8").splitlines()
    return {key: fair(words.split("|")) for key, _, words in (line.partition(": ") for line in lines)}


def _trained(name: str, value: str, words: Iterable[str]) -> tuple[str, ...]:
    """What teaches a value: without the held-back, and without what the written lists say otherwise."""
    others = {word for other, listed in WORDS[name].items() if other != value for word in listed.lower().split("|")}
    return tuple(
        word for word in words
        if not is_held_back(word) and word.lower() not in others and not stems(word) & _UNDRAWABLE_STEMS
    )  # fmt: skip


_READ = _read()
_UNDRAWABLE_STEMS = set[str]().union(*(stems(noun) for noun in NOUNS if " " not in noun))
_DRAWABLE = {tuple(key.split(" ")): words for key, words in _READ.items() if " " in key}
# Attribute to value to words: what training sees, and what it sees nothing like.
TRAINED = {
    name: {value: _trained(name, value, words) for (n, value), words in _DRAWABLE.items() if n == name}
    for name in ("subject", "setting")
}
_SEEN = set[str]().union(
    *(stems(word) for table in TRAINED.values() for words in table.values() for word in words),
    *(stems(listed) for name in TRAINED for listed in WORDS[name].values()),
    _UNDRAWABLE_STEMS,
)
HELD_BACK = {
    name: {
        value: tuple(word for word in words if is_held_back(word) and not stems(word.split()[-1]) & _SEEN)
        for (n, value), words in _DRAWABLE.items()
        if n == name
    }
    for name in TRAINED
}
UNDRAWABLE, PLAIN_WORDS = _READ["undrawable"], _READ["plain"]
