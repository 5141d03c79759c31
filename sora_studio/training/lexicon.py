"""Other words for what the drawn world knows, and sentences made of them: what teaches the head to land near.

The captions of the world use its own vocabulary; people don't. A word that is nowhere in lexicon_words still lies close
to one that is, in the text encoder's space.
"""

import numpy as np

from sora_studio.training.lexicon_gathered import PLAIN_WORDS, TRAINED, fair
from sora_studio.training.lexicon_words import WORDS

PHRASES = {
    name: {
        value: list(fair(words.split("|")) if name in TRAINED else words.split("|")) for value, words in table.items()
    }
    for name, table in WORDS.items()
}
_GATHERED_SHARE = 0.65
ADJECTIVES = ("old", "small", "huge", "stylish", "lonely", "happy", "quiet", "strange", "young", "tired", "beautiful")
DEEDS = (
    "walking through", "walking down", "going up", "running along", "standing in",
    "waiting in", "crossing", "moving slowly through", "resting in", "alone in",
    "looking out over", "floating over", "passing through", "sleeping in", "hurrying across", "turning around in",
)  # fmt: skip
VERBS = (
    "stands", "waits", "shines", "breaks", "falls", "lies", "moves", "turns", "appears", "glows", "rests", "shakes",
)  # fmt: skip
PAIRED = ("and", "with", "watching", "following", "meeting", "together with")
# Actions and asides a script has plenty of, all without a figure or a place of their own.
ASIDES = (
    "and says nothing", "as if nothing had happened", "for the very last time", "while everyone is waiting",
    "without looking back", "then stops and listens", "thinking of home", "as the music fades", "lost in thought",
    "slowly, carefully", "and disappears", "trying to remember", "it has been a long year", "not far now",
    "again and again", "much too late", "in complete silence", "and then everything changes",
)  # fmt: skip
# Nothing the world can draw: the head must not invent wishes.
ELSEWHERE = (
    "", "the letter arrives at last", "they have been friends for years", "an old secret", "chapter two", "the end",
    "what happened yesterday?", "music grows louder", "the plan fails", "forty years of waiting",
    "cinematic, highly detailed, masterpiece", "everything changes", "a question without an answer",
    "he said that it was nothing", "title card", "silence", "an argument about politics", "walking down",
    "looking up and down", "left and right", "the smell of bread", "4k, film grain", "hope", "scene four, take two",
    "we don't have much time", "who are you?", "fade to black", "cut to:", "a long pause", "years later",
    "the same as before", "something moves", "dramatic lighting, beautiful composition", "a feeling of dread",
)  # fmt: skip


WHERE = ("in", "on", "by", "past", "through", "over", "at", "across", "around", "outside", "towards", "of", "from")


def phrase(rng: np.random.Generator, name: str, value: str) -> str:
    """A name of a value, mostly from the gathered words where there are enough of them."""
    gathered = TRAINED.get(name, {}).get(value, ())
    if len(gathered) > 3 and rng.random() < _GATHERED_SHARE:
        return gathered[int(rng.integers(len(gathered)))]
    return str(rng.choice(PHRASES[name][value]))


def name_alone(rng: np.random.Generator) -> tuple[str, dict[str, str]]:
    """One figure or place, or both in few words: as many different names as there is time for."""
    named = {name: str(rng.choice([v for v in PHRASES[name] if v != "none"])) for name in ("subject", "setting")}
    form = rng.random()
    if form < 0.4:
        del named["setting"]
    elif form < 0.65:
        del named["subject"]
    who, where = (_article(phrase(rng, name, named[name]), rng) if name in named else "" for name in TRAINED)
    deed = str(rng.choice(PLAIN_WORDS)) + "s"
    if not where:
        text = who if form < 0.2 else f"{who} {deed} {rng.choice(['', rng.choice(PLAIN_WORDS)])}"
    elif not who:
        text = where if form < 0.5 else f"{rng.choice(WHERE)} {where}"
    else:
        text = f"{who} {deed} {rng.choice(WHERE)} {where}"
    text = text.strip()
    return (text.capitalize() if rng.random() < 0.5 else text), named


def sentence(rng: np.random.Generator) -> tuple[str, dict[str, str]]:
    """A sentence in other people's words, and what it states: attribute to value."""
    if rng.random() < 0.08:
        return str(rng.choice(ELSEWHERE)), {}
    stated: dict[str, str] = {}

    def say(name: str, chance: float, attribute: str = "") -> str:
        if rng.random() > chance:
            return ""
        taken = ("none", stated.get("subject")) if attribute == "companion" else ()
        values = [v for v in PHRASES[name] if v not in taken]
        value = values[int(rng.integers(len(values)))]
        stated[attribute or name] = value
        return phrase(rng, name, value)

    subject = say("subject", 0.85)
    figure = bool(subject) and stated["subject"] != "none"
    colour = say("colour", 0.3) if figure else ""
    adjective = str(rng.choice(ADJECTIVES)) if rng.random() < 0.3 else ""
    companion = say("subject", 0.25, "companion") if figure else ""
    relation = say("relation", 0.5) if companion else ""
    if companion:
        companion = " ".join(word for word in (say("colour", 0.25, "companion_colour"), companion) if word)
    setting = say("setting", 0.75 if figure else 0.95)
    details = [say(name, chance) for name, chance in (("time", 0.35), ("weather", 0.25))]
    craft = [say(name, chance) for name, chance in (("size", 0.3), ("angle", 0.25), ("move", 0.3), ("style", 0.35))]
    who = " ".join(word for word in (adjective, colour, subject) if word) if subject else ""
    if companion:
        who = f"{who} {relation or rng.choice(PAIRED)} {_article(companion, rng)}"
    return _in_order(who, setting, details, craft, rng), stated


def _in_order(who: str, setting: str, details: list[str], craft: list[str], rng: np.random.Generator) -> str:
    """As a sentence, as a list, or as a script's heading followed by its action."""
    form = rng.random()
    if form < 0.5:
        deed = rng.choice(DEEDS) if rng.random() < 0.5 else f"{rng.choice(PLAIN_WORDS)}s {rng.choice(WHERE)}"
        where = f"{deed} {_article(setting, rng)}" if setting else ""
        core = " ".join(part for part in (_article(who, rng) if who else "", where) if part)
        parts = [core, *details, *craft]
    elif form < 0.75:
        parts = [who, setting, *details, *craft]
        rng.shuffle(parts)
    else:
        parts = [
            setting,
            *details,
            str(rng.choice(["exterior", "interior", ""])),
            f"{_article(who, rng)}" if who else "",
        ]
        parts += craft
    if rng.random() < 0.2:
        parts.append(str(rng.choice(ASIDES)))
    text = (", " if rng.random() < 0.8 else ". ").join(part for part in parts if part)
    return text.capitalize() if rng.random() < 0.5 else text


def _article(words: str, rng: np.random.Generator) -> str:
    return f"{rng.choice(['a', 'the', 'a', ''])} {words}".strip() if words else ""
