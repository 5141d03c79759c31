"""Words for how figures look and how two of them stand: adjectives, clothes, colours, relations."""

from __future__ import annotations

from .vocabulary_places import entries

ADJECTIVES = entries(
    "beautiful; lonely; gorgeous; mysterious; enormous; tiny; gentle; curious; tired; elegant; playful; ancient; "
    "quiet; brave; sleepy; charming; strange; delicate; majestic; happy; sad; detailed; lovely; weathered"
)
WEARING = entries(
    "in a {} dress; in a {} coat; wearing a {} coat; in a {} jacket; dressed in {}; wearing a {} sweater; in a "
    "long {} coat; wearing {}"
)
HELMETS = entries(
    "in a {} helmet; wearing a {} wool knitted motorcycle helmet; with a {} helmet; in a {} wool knitted helmet; "
    "wearing a knitted {} helmet"
)
SHADES: dict[str, tuple[str, ...]] = {
    "red": entries("red; bright red; crimson; scarlet; deep red"),
    "blue": entries("blue; deep blue; navy blue; azure; sky-blue"),
    "yellow": entries("yellow; bright yellow; lemon yellow; golden yellow"),
    "green": entries("green; emerald; dark green; bright green"),
    "white": entries("white; snow-white; ivory; pure white"),
    "purple": entries("purple; violet; deep purple; lilac"),
    "orange": entries("orange; bright orange; tangerine; burnt orange"),
    "pink": entries("pink; hot pink; rose-pink; pale pink"),
}
# Where the companion stands, by relation: {a} is the subject, {b} the companion, {it} the subject's pronoun.
RELATIONS: dict[str, tuple[str, ...]] = {
    "beside": entries(
        "{a} beside {b}; {a} next to {b}; {a} alongside {b}; {a} near {b}; {a} by the side of {b}; {a} with {b} beside "
        "{it}; {a} and next to {it} {b}; {a} and {b} side by side; {a}, {b} at {its} side"
    ),
    "behind": entries(
        "{a} in front of {b}; {a} with {b} behind {it}; {a} and behind {it} {b}; {a}, and {b} behind {it}; {a} in the "
        "foreground, {b} in the background; {a}, behind {it} {b}; {a} before {b}; {a} with {b} in the background; {a} "
        "ahead of {b}"
    ),
    "above": entries(
        "{a} with {b} above {it}; {a} below {b}; {a} under {b}; {a} beneath {b}; {a} and above {it} {b}; {a} with "
        "{b} over {it}; {a}, {b} above {it}; {a} with {b} overhead; {a}, {b} hovering over {it}; {a} underneath "
        "{b}"
    ),
}
# Two figures, and nothing said of how they stand.
UNRELATED = entries(
    "{a} with {b}; {a} and {b}; {a} together with {b}; {a} facing {b}; {a} meets {b}; {a} accompanied by {b}"
)
WATCHING = entries("{a} looking at {b}; {a} watching {b}; {a} and {its} friend, {b}")
