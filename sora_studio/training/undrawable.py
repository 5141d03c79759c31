"""Sentences with things the drawn world has no picture of, and plenty of plain words that name no thing at all.

They teach the encoder which words of a text it can't follow ("heard" in encode.onnx), and that such a thing is no
reason to draw another.
"""

import re

import numpy as np

from sora_studio.training import lexicon
from sora_studio.training.world.attributes import sample_scene
from sora_studio.training.world.captions import caption
from sora_studio.training.world.vocabulary_places import PLACES

# Things, animals, trades, buildings and wonders of nature; none is in the captions or among the lexicon's words.
NOUNS: tuple[str, ...] = tuple(
    (
        "accordion|clock|violin|sword|waterfall|pyramid|clown|piano|guitar|trumpet|drum|flute|harp|saxophone|cello|banjo|"
        "tuba|harmonica|xylophone|bagpipes|telephone|typewriter|computer|laptop|television|radio|camcorder|microphone|"
        "keyboard|printer|calculator|telescope|microscope|binoculars|compass|hourglass|wristwatch|sundial|calendar|"
        "hammer|saw|screwdriver|wrench|drill|ladder|shovel|wheelbarrow|bucket|broom|mop|scissors|needle|anvil|pliers|"
        "rake|knife|fork|spoon|plate|teapot|kettle|frying pan|saucepan|bottle|wine glass|mug|jug|bowl|toaster|"
        "refrigerator|oven|dishwasher|blender|microwave|vacuum cleaner|washing machine|sewing machine|iron|"
        "pizza|hamburger|sandwich|cake|cupcake|doughnut|ice cream|cheese|sausage|spaghetti|sushi|soup|salad|bread|croissant|"
        "pancake|cookie|chocolate bar|popcorn|egg|banana|pineapple|strawberry|watermelon|grapes|lemonade|pear|peach|"
        "pumpkin|tomato|potato|carrot|onion|mushroom|cabbage|pepper|cucumber|broccoli|"
        "snake|spider|butterfly|bee|ant|ladybug|dragonfly|grasshopper|beetle|caterpillar|scorpion|snail|toad|turtle|"
        "tortoise|crocodile|giraffe|kangaroo|koala|monkey|gorilla|chimpanzee|camel|llama|pig|cow|sheep|goat|hedgehog|"
        "mouse|hamster|beaver|otter|badger|panda|sloth|hippopotamus|octopus|squid|lobster|jellyfish|starfish|"
        "oyster|mosquito|armadillo|anteater|chameleon|iguana|walrus|ostrich|"
        "pistol|rifle|cannon|bow and arrow|spear|shield|catapult|bomb|grenade|tank|machine gun|crossbow|dagger|"
        "crown|necklace|diamond|earring|bracelet|brooch|medal|trophy|treasure chest|coin|banknote|wallet|credit card|"
        "suitcase|backpack|handbag|basketball|football|tennis racket|golf club|baseball bat|skateboard|surfboard|skis|"
        "ice skates|snowboard|sled|trampoline|kite|yo-yo|dice|chessboard|playing cards|jigsaw puzzle|teddy bear|doll|"
        "rocking horse|spinning top|lego bricks|marbles|frisbee|boomerang|"
        "waterslide|roller coaster|ferris wheel|carousel|fountain|statue|obelisk|totem pole|igloo|tent|wigwam|windsock|"
        "castle|palace|cathedral|mosque|pagoda|temple|bridge|aqueduct|dam|factory|chimney|oil rig|"
        "power plant|wind turbine|greenhouse|barn|silo|stable|prison|hospital|supermarket|gas station|airport|stadium|"
        "museum|observatory|graveyard|tombstone|scarecrow|well|treehouse|labyrinth|"
        "chair|table|desk|bookshelf|wardrobe|bathtub|toilet|photograph|vase|flowerpot|"
        "chandelier|pillow|hammock|cradle|crib|bench|throne|"
        "newspaper|letter|envelope|postcard|stamp|notebook|fountain pen|paintbrush|easel|globe|map|"
        "magnifying glass|test tube|skeleton|skull|magnet|light bulb|battery|fire hydrant|mailbox|"
        "phone booth|parking meter|trash can|fence|chain|rope|padlock|key|bell|whistle|megaphone|flag|"
        "steering wheel|tyre|gearbox|tractor|bulldozer|excavator|combine harvester|fire engine|"
        "forklift|cable car|elevator|escalator|ski lift|parachute|wheelchair|stroller|shopping cart|"
        "rainbow|tornado|lightning bolt|comet|eclipse|geyser|lava|quicksand|avalanche|mirage|"
        "tulip|sunflower|orchid|lily|thistle|fern|ivy|seaweed|wreath|bouquet|"
        "shoe|sandal|sock|glove|scarf|necktie|top hat|wig|mask|glasses|wedding ring|kimono|swimsuit|"
        "mermaid|vampire|zombie|ghost|centaur|minotaur|cyclops|sphinx|snowman|mummy|juggler|acrobat|mime|"
        "firefighter|surgeon|plumber|blacksmith|violinist|pianist|choir|marching band|referee|boxer|sumo wrestler|"
        "dentist|beekeeper|hairdresser|magician|gymnast|cheerleader"
    ).split("|")
)
# Every fifth is never trained on and measures whether unknown things are noticed.
HELD_BACK_NOUNS = frozenset(NOUNS[2::5])
TRAINED_NOUNS = tuple(noun for noun in NOUNS if noun not in HELD_BACK_NOUNS)
# Words of every script that name nothing to draw: all are heard.
PLAIN: tuple[str, ...] = tuple(
    (
        "arrives|begins|believes|bends|bites|blames|breaks|breathes|brings|builds|calls|carries|catches|changes|chases|"
        "chooses|cleans|climbs|closes|collects|comes|cries|dances|decides|digs|disappears|dreams|drinks|eats|escapes|"
        "falls|feels|fights|finds|finishes|follows|forgets|gives|goes|grows|guards|hears|helps|hesitates|hides|holds|"
        "hopes|hugs|hums|hunts|jumps|keeps|kisses|knocks|knows|leaves|lifts|listens|lives|loses|loves|lurks|makes|meets|"
        "moves|naps|nods|notices|offers|orders|packs|passes|patrols|pays|picks|points|prays|pretends|pulls|pushes|puts|"
        "races|reaches|reads|remembers|repairs|returns|rides|rushes|screams|searches|sees|sells|sends|shakes|shouts|shows|"
        "shuts|sighs|sings|skids|slides|slips|speaks|spins|splashes|steals|steps|stops|stumbles|talks|teaches|tells|thinks|"
        "throws|touches|tries|trembles|tumbles|turns|wakes|wanders|wants|washes|whispers|wins|wobbles|wonders|works|"
        "writes|yawns|is|are|was|has|had|will|would|can|could|must|should|"
        "able|angry|awake|awful|bad|big|bitter|bold|broken|busy|calm|careful|cheap|clever|cold|cruel|damp|dirty|dusty|"
        "eager|early|empty|evil|faint|famous|fast|fierce|final|foolish|free|fresh|funny|grand|grey|grim|heavy|high|hollow|"
        "hot|hungry|innocent|invisible|jealous|kind|large|lazy|little|long|loud|lucky|magic|muddy|naked|narrow|nervous|"
        "new|noble|parched|pale|perfect|plain|poor|proud|pure|rare|rich|rough|rusty|sacred|secret|shallow|shy|silent|"
        "silver|slim|slow|soft|solemn|stubborn|sudden|sweet|tall|tender|terrible|thick|thin|ugly|unknown|warm|wet|wide|"
        "wild|wise|worn|wooden|"
        "again|almost|alone|always|away|backwards|barely|carefully|forever|gently|here|maybe|never|nearby|now|often|once|"
        "perhaps|quickly|quietly|really|silently|slowly|softly|somewhere|soon|still|suddenly|there|together|tonight|"
        "very|when|while|because|although|until|then|after|before|without|against|among|through|toward|"
        "adventure|anger|beginning|breath|chance|courage|danger|darkness|death|dream|echo|end|fear|feeling|"
        "freedom|friend|friendship|future|glow|grief|happiness|heart|history|home|hope|hour|idea|journey|joy|life|light|"
        "loneliness|love|luck|memory|minute|moment|mood|mystery|name|noise|past|peace|pain|place|promise|reason|"
        "rhythm|scene|secret|shadow|shape|shot|sight|silence|sleep|smile|sorrow|soul|sound|story|summer|autumn|spring|"
        "surprise|thought|time|truth|view|voice|war|week|wish|wonder|world|year|youth|"
        "face|hands|eyes|hair|head|shoulders|feet|arms|legs|tail|wings|ears|paws|back|body|fingers|knees|nose|mouth|"
        "floor|wall|roof|window|corner|edge|ground|sky|clouds|air|horizon|distance|side|middle|foreground|"
        "background|"
        "Anna|Tom|Maria|Jack|Mr Lee|Peter|Sarah|James|Emma|Omar|Yuki|Carlos|Nina|Igor|Lucy|David"
    ).split("|")
)
_OBJECTS = (
    "{who} plays the {x} {place}", "{who} holds a {x} {place}", "{who} with a {x} {place}", "{who} carries the {x} {place}",
    "{who} looks at the {x} {place}", "{who} {place} next to a {x}", "{who} finds a {x} and a {y} {place}",
    "{who} {place}, behind a {x}", "{who} {verb} past the {x} {place}", "{who} {place}. The {x} is {adjective}",
)  # fmt: skip
_ALONE = (
    "a {x} {place}", "the {x} {place}", "{x} {place}", "a {adjective} {x} {place}", "a {x} and a {y} {place}",
    "a {adjective} {x} {verb} {place}", "close-up of a {x} {place}", "a {x} on the wall", "a {x} on the floor", "{x}",
    "an {x}", "the {adjective} {x}", "two {x}s {place}", "there is a {x} {place}", "a {x} {verb}", "{x}, {y}, {adjective}",
)  # fmt: skip
_PLAIN = (
    "{p} {p} {p} {who} {place}", "{who} {p} and {p} {place}", "{p}, {p}, {p}", "{p} {p}", "{who} {place}. {p} {p} {p} {p}",
    "the {p} of {p}", "{who} {p} {p} the {p} {p}", "{p}", "{who} {place}, {p} and {p}",
)  # fmt: skip


def sentence(rng: np.random.Generator, nouns: tuple[str, ...] = TRAINED_NOUNS) -> tuple[str, dict[str, str]]:
    """A text with things nobody can draw, or with many plain words; and what it states all the same."""
    stated: dict[str, str] = {}

    def pick(values: tuple[str, ...]) -> str:
        return values[int(rng.integers(len(values)))]

    def fill(slot: re.Match[str]) -> str:
        match slot[1]:
            case "x" | "y":
                return pick(nouns)
            case "p":
                return pick(PLAIN)
            case "adjective":
                return pick(lexicon.ADJECTIVES)
            case "verb":
                return pick(lexicon.VERBS)
            case "place":
                return _place(rng, stated)
            case _:
                return _who(rng, stated)

    form = rng.random()
    if form < 0.15:
        text, stated = lexicon.sentence(rng) if rng.random() < 0.5 else caption(sample_scene(rng), rng)
        return f"{text.removesuffix('.')}, {pick(('with a', 'a', 'next to a', 'holding a', ''))} {pick(nouns)}", stated
    text = re.sub(r"\{(\w+)\}", fill, pick(_OBJECTS if form < 0.45 else _ALONE if form < 0.75 else _PLAIN))
    text = re.sub(r" +(?=[ ,.])", "", text).strip()
    if stated.get("setting") and "subject" not in stated:
        stated["subject"] = "none"
    return (text.capitalize() if rng.random() < 0.5 else text), stated


def _place(rng: np.random.Generator, stated: dict[str, str]) -> str:
    form = rng.random()
    if form < 0.25:
        return ""
    if form < 0.6:
        value = str(rng.choice(list(PLACES)))
        words = str(rng.choice(PLACES[value]))
    else:
        value = str(rng.choice(list(lexicon.PHRASES["setting"])))
        words = f"in the {rng.choice(lexicon.PHRASES['setting'][value])}"
    stated["setting"] = value
    return words


def _who(rng: np.random.Generator, stated: dict[str, str]) -> str:
    values = [value for value in lexicon.PHRASES["subject"] if value != "none"]
    stated["subject"] = values[int(rng.integers(len(values)))]
    return f"{rng.choice(['a', 'the'])} {rng.choice(lexicon.PHRASES['subject'][stated['subject']])}"


_UNHEARD = re.compile(r"\b(" + "|".join(sorted(map(re.escape, NOUNS), key=len, reverse=True)) + r")(s|es)?\b", re.I)


def unheard_spans(text: str) -> list[tuple[int, int]]:
    """Where in a text the undrawable nouns stand."""
    return [match.span() for match in _UNHEARD.finditer(text)]
