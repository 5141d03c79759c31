"""Other words for what the drawn world knows, and sentences made of them: what teaches the head to land near.

The captions of the world use its own vocabulary; people don't. A word that is nowhere here still lies close to one that
is, in the text encoder's space.
"""

from collections.abc import Mapping

import numpy as np

WORDS: Mapping[str, Mapping[str, str]] = {
    "subject": {
        "woman": "woman|girl|lady|queen|actress|dancer|grandmother|nurse|mother|waitress|princess|young woman|bride",
        "man": "man|boy|gentleman|king|detective|soldier|farmer|sailor|conductor|wizard|father|old man|passenger|chef",
        "astronaut": "astronaut|cosmonaut|spaceman|space man|space explorer|astronaut in a white suit|space traveller",
        "mammoth": "mammoth|woolly mammoth|elephant|mastodon|bison|rhinoceros|herd of mammoths|ox|hairy elephant",
        "monster": "monster|creature|beast|troll|yeti|ogre|furry creature|goblin|dragon|fluffy monster|gremlin",
        "candle": "candle|burning candle|candlestick|lantern|oil lamp|melting candle|wax candle|torch|flame",
        "drone": "drone|quadcopter|helicopter|flying robot|surveillance drone|delivery drone|UAV",
        "bird": "bird|seagull|eagle|sparrow|owl|crow|pigeon|parrot|swan|heron|hummingbird|goose",
        "boat": "boat|sailboat|ship|yacht|canoe|ferry|fishing boat|raft|rowboat|schooner|vessel",
        "door": "door|wooden door|gate|doorway|portal|front door|entrance|trapdoor",
        "seahorse": "seahorse|sea horse|tiny seahorse|sea dragon|hippocampus",
        "fish": "fish|goldfish|shark|clownfish|salmon|whale|dolphin|school of fish|angelfish|tuna",
        "car": "car|taxi|truck|van|sports car|jeep|automobile|bus|convertible|limousine|pickup",
        "tree": "tree|oak|cherry tree|pine tree|palm tree|willow|bonsai|apple tree|birch|ancient tree",
        "balloon": "balloon|hot-air balloon|hot air balloon|airship|zeppelin|balloons|blimp",
        "train": "train|locomotive|steam train|night train|express train|tram|railway carriage|freight train",
        "dog": "dog|puppy|golden retriever|hound|wolf|fox|terrier|sheepdog|cat|husky",
        "none": "nobody|no one|empty landscape|empty scene|deserted place",
    },
    "setting": {
        "coast": "beach|seashore|rocky coast|ocean waves|cliffs by the sea|harbour|bay|island|shore|pier|the sea",
        "snow": "snowy meadow|tundra|arctic ice|snowy mountains|glacier|frozen lake|winter field|ski slope|snow",
        "city": "city street|Tokyo street|downtown|alley|New York|skyscrapers|busy market|station platform|Paris",
        "space": "outer space|orbit|the moon|distant planet|galaxy|cosmos|Mars|asteroid belt|nebula|space station",
        "forest": "forest|woods|jungle|grove|rainforest|park|clearing among trees|garden|woodland path|swamp",
        "desert": "desert|sand dunes|canyon|Sahara|badlands|wasteland|dry plain|salt flats|savannah|prairie",
        "reef": "coral reef|underwater|ocean floor|seabed|deep sea|kelp forest|sunken garden|corals",
        "room": "room|kitchen|bedroom|living room|office|library|corridor|train compartment|café|hall|study|cabin",
    },
    "time": {
        "dawn": "at dawn|at sunrise|early in the morning|at daybreak|in the first light|morning",
        "day": "by day|in bright sunshine|at noon|in the afternoon|in broad daylight|midday|day",
        "sunset": "at sunset|at dusk|in the evening|at golden hour|at twilight|as the sun goes down",
        "night": "at night|at midnight|after dark|in the moonlight|late at night|under the stars|night",
    },
    "weather": {
        "clear": "clear sky|sunny weather|cloudless sky|clear weather|fine weather",
        "snowfall": "snowing|in a blizzard|snowflakes falling|in a snowstorm|falling snow|heavy snow",
        "rain": "in the rain|raining|in a downpour|in a thunderstorm|drizzle|heavy rain|rainy",
        "fog": "in the fog|misty|foggy|in thick mist|hazy|in the smoke",
        "fireflies": "fireflies|surrounded by fireflies|glowing insects|floating sparks|drifting lights|embers",
    },
    "style": {
        "flat": "flat illustration|flat vector art|cartoon|simple flat shapes|flat colours|animated cartoon",
        "ink": "ink drawing|pen and ink|pencil sketch|charcoal drawing|line art|manga|black and white drawing",
        "papercraft": "papercraft|paper cut-out|origami|cut paper|paper collage|made of paper|paper diorama",
        "neon": "neon|neon glow|cyberpunk|synthwave|glowing neon lines|neon lights|glowing outlines",
    },
    "size": {
        "WS": "wide shot|establishing shot|long shot|seen from far away|extreme wide shot|panorama|drone view",
        "MS": "medium shot|mid shot|waist shot|medium close shot|two-shot",
        "CU": "close-up|extreme close-up|closeup|portrait|macro shot|tight shot|detail",
    },
    "move": {
        "static": "static camera|locked-off camera|still camera|camera on a tripod|no camera movement|static",
        "pan_left": "camera pans left|pan left|panning to the left|camera sweeps left|camera moves left|truck left",
        "pan_right": "camera pans right|pan right|panning to the right|camera sweeps right|camera moves right",
        "tilt_up": "camera tilts up|tilt up|camera looks up|camera rises|crane up",
        "tilt_down": "camera tilts down|tilt down|camera looks down|camera sinks|crane down",
        "push_in": "push in|dolly in|slow zoom in|camera moves closer|camera pushes in|zoom in|tracking in",
        "pull_out": "pull out|dolly out|zoom out|camera pulls back|camera moves away|pull back",
    },
    "colour": {
        "red": "red|scarlet|crimson",
        "blue": "blue|azure|navy blue",
        "yellow": "yellow|golden|lemon",
        "green": "green|emerald|olive",
        "white": "white|ivory|snow-white",
        "purple": "purple|violet|lilac",
        "orange": "orange|amber|tangerine",
        "pink": "pink|rose|magenta",
    },
}
PHRASES = {name: {value: words.split("|") for value, words in table.items()} for name, table in WORDS.items()}
ADJECTIVES = ("old", "small", "huge", "stylish", "lonely", "happy", "quiet", "strange", "young", "tired", "beautiful")
DEEDS = (
    "walking through", "walking down", "going up", "running along", "standing in",
    "waiting in", "crossing", "moving slowly through", "resting in", "alone in",
    "looking out over", "floating over", "passing through", "sleeping in", "hurrying across", "turning around in",
)  # fmt: skip
PAIRED = ("and", "with", "beside", "next to", "watching", "following", "meeting")
# Nothing the world can draw: the head must not invent wishes.
ELSEWHERE = (
    "", "a chess game", "the letter arrives at last", "they have been friends for years", "a violin concert",
    "an old secret", "chapter two", "the end", "what happened yesterday?", "a bowl of soup", "a handful of coins",
    "music grows louder", "the plan fails", "forty years of waiting", "cinematic, highly detailed, masterpiece",
    "everything changes", "a question without an answer", "he said that it was nothing", "title card", "silence",
    "a spreadsheet of numbers", "an argument about politics", "walking down", "looking up and down",
    "left and right", "the smell of bread", "4k, film grain", "hope",
)  # fmt: skip


def sentence(rng: np.random.Generator) -> tuple[str, dict[str, str]]:
    """A sentence in other people's words, and what it states: attribute to value."""
    if rng.random() < 0.08:
        return str(rng.choice(ELSEWHERE)), {}
    stated: dict[str, str] = {}

    def say(name: str, chance: float, attribute: str = "") -> str:
        if rng.random() > chance:
            return ""
        values = [v for v in PHRASES[name] if attribute != "companion" or v not in ("none", stated.get("subject"))]
        value = values[int(rng.integers(len(values)))]
        stated[attribute or name] = value
        return str(rng.choice(PHRASES[name][value]))

    subject = say("subject", 0.85)
    figure = bool(subject) and stated["subject"] != "none"
    colour = say("colour", 0.3) if figure else ""
    adjective = str(rng.choice(ADJECTIVES)) if rng.random() < 0.3 else ""
    companion = say("subject", 0.2, "companion") if figure else ""
    setting = say("setting", 0.75 if figure else 0.95)
    details = [say(name, chance) for name, chance in (("time", 0.35), ("weather", 0.25))]
    craft = [say(name, chance) for name, chance in (("size", 0.3), ("move", 0.3), ("style", 0.35))]
    who = " ".join(word for word in (adjective, colour, subject) if word) if subject else ""
    if companion:
        who = f"{who} {rng.choice(PAIRED)} {_article(companion, rng)}"
    return _in_order(who, setting, details, craft, rng), stated


def _in_order(who: str, setting: str, details: list[str], craft: list[str], rng: np.random.Generator) -> str:
    """As a sentence, as a list, or as a script's heading followed by its action."""
    form = rng.random()
    if form < 0.5:
        where = f"{rng.choice(DEEDS) if rng.random() < 0.6 else 'in'} {_article(setting, rng)}" if setting else ""
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
    text = (", " if rng.random() < 0.8 else ". ").join(part for part in parts if part)
    return text.capitalize() if rng.random() < 0.5 else text


def _article(words: str, rng: np.random.Generator) -> str:
    return f"{rng.choice(['a', 'the', 'a', ''])} {words}".strip() if words else ""


# Sentences a user might write, never trained on as such, some with words found nowhere above; and what each should
# at least be read as.
PROBES: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("a stylish woman walking down a neon Tokyo street", {"subject": "woman", "setting": "city", "style": "neon"}),
    ("woolly mammoths grazing in a snowy meadow", {"subject": "mammoth", "setting": "snow"}),
    ("a space man in a red wool knitted motorcycle helmet", {"subject": "astronaut", "colour": "red"}),
    ("a drone view of waves crashing along Big Sur's coast", {"setting": "coast"}),
    ("a fluffy monster beside a melting red candle", {"subject": "monster", "companion": "candle"}),
    ("a papercraft coral reef world", {"setting": "reef", "style": "papercraft"}),
    ("The night train crosses the snowy valley", {"subject": "train", "setting": "snow", "time": "night"}),
    (
        "Tokyo street, night, exterior. A woman waits in the rain",
        {"subject": "woman", "setting": "city", "weather": "rain"},
    ),
    ("Train compartment, night, interior. An old man reads a newspaper", {"subject": "man", "time": "night"}),
    ("Close-up of a flickering candle on the table", {"subject": "candle", "size": "CU"}),
    ("The locomotive steams out of the station into the fog", {"subject": "train", "weather": "fog"}),
    ("a corgi running along the shoreline", {"subject": "dog", "setting": "coast"}),
    ("a galleon at anchor in a quiet cove at daybreak", {"subject": "boat", "setting": "coast", "time": "dawn"}),
    ("a Volkswagen speeding between the dunes", {"subject": "car", "setting": "desert"}),
    ("a falcon circles above the pine woods", {"subject": "bird", "setting": "forest"}),
    ("a businesswoman hurrying through Manhattan", {"subject": "woman", "setting": "city"}),
    ("a gentleman in the drawing room, pen and ink", {"subject": "man", "setting": "room", "style": "ink"}),
    ("a dachshund asleep in the bedroom", {"subject": "dog", "setting": "room"}),
    ("a great white shark between the corals", {"subject": "fish", "setting": "reef"}),
    ("the airship drifts over the Sahara at dusk", {"subject": "balloon", "setting": "desert", "time": "sunset"}),
    ("slow dolly in on a wooden gate, midnight", {"subject": "door", "move": "push_in", "time": "night"}),
    ("the camera pulls away from a lone willow", {"subject": "tree", "move": "pull_out"}),
    ("cosmonauts drifting among the planets", {"subject": "astronaut", "setting": "space"}),
    ("a bullet train under falling snow", {"subject": "train", "weather": "snowfall"}),
    ("a shaggy beast in the jungle, glowing insects everywhere", {"subject": "monster", "weather": "fireflies"}),
    ("origami sailboats on the ocean", {"subject": "boat", "setting": "coast", "style": "papercraft"}),
    ("a cyberpunk alley in a downpour", {"setting": "city", "weather": "rain", "style": "neon"}),
    ("a pale pink seahorse among the sea grass", {"subject": "seahorse", "colour": "pink", "setting": "reef"}),
    ("a lorry on a motorway in bright sunshine", {"subject": "car"}),
    ("a quadrotor hovers over Shibuya", {"subject": "drone", "setting": "city"}),
    (
        "a crimson hot-air balloon over the fjord, panning right",
        {"subject": "balloon", "colour": "red", "move": "pan_right"},
    ),
    ("portrait of a bearded fisherman", {"subject": "man", "size": "CU"}),
    ("establishing shot of an oasis", {"size": "WS", "setting": "desert"}),
    ("an owl in the moonlight", {"subject": "bird", "time": "night"}),
    ("the moon base at sunrise", {"setting": "space", "time": "dawn"}),
    ("a lantern swings in the cabin", {"subject": "candle", "setting": "room"}),
    ("a violet convertible, tilt down", {"subject": "car", "colour": "purple", "move": "tilt_down"}),
    ("a polar expedition: a man in a blizzard", {"subject": "man", "setting": "snow", "weather": "snowfall"}),
    ("cartoon puppy in the park", {"subject": "dog", "setting": "forest", "style": "flat"}),
    ("", {}),
)
