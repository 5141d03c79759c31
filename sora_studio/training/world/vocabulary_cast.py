"""Words for who is in a picture, what they do and wear, and their colours."""

from __future__ import annotations

from .vocabulary import entries

# Nouns without an article.
SUBJECTS: dict[str, tuple[str, ...]] = {
    "woman": entries(
        "woman; lady; young woman; girl; old woman; grandmother; mother; female traveller; heroine; actress; "
        "stylish woman; female detective; little girl; queen; princess; female dancer; schoolgirl"
    ),
    "man": entries(
        "man; gentleman; young man; boy; old man; grandfather; father; male traveller; hero; bearded man; guy; "
        "male detective; fisherman; king; businessman; wizard; fellow"
    ),
    "astronaut": entries(
        "astronaut; spaceman; space man; cosmonaut; person in a space suit; spacewoman; moon explorer; space "
        "traveller; space explorer; astronaut in a bulky suit; space cadet; figure in a spacesuit"
    ),
    "mammoth": entries(
        "mammoth; woolly mammoth; giant woolly mammoth; elephant; prehistoric mammoth; shaggy mammoth; huge "
        "tusked mammoth; ice age elephant; old bull mammoth; baby mammoth; mastodon"
    ),
    "monster": entries(
        "monster; fluffy monster; furry monster; furry creature; cute fluffy monster; short fluffy monster; "
        "horned beast; goblin; friendly beast; shaggy creature with big eyes; little ogre; troll; yeti"
    ),
    "candle": entries(
        "candle; burning candle; melting candle; lit candle; candlestick; wax candle; single candle flame; "
        "dripping candle; tall candle; flickering candle; taper"
    ),
    "drone": entries(
        "drone; quadcopter; flying drone; small drone; camera drone hovering in the air; delivery drone; unmanned "
        "aircraft with four rotors; hovering quadcopter; robot drone; surveillance drone; four-rotor drone"
    ),
    "bird": entries(
        "bird; flying bird; seagull; gull; dove; pigeon; songbird; parrot; crow; eagle; sparrow; robin; bird in flight"
    ),
    "boat": entries(
        "boat; sailboat; sailing boat; ship; small sailing ship; wooden boat; yacht; fishing boat; pirate ship; "
        "dinghy; schooner; old sailing vessel"
    ),
    "door": entries(
        "door; wooden door; mysterious door; doorway; old door; front door; half-open door; magic portal door; "
        "closed door; door standing by itself; gate; creaking door"
    ),
    "seahorse": entries(
        "seahorse; sea horse; tiny seahorse; little sea horse; wide-eyed seahorse; curly-tailed seahorse; baby "
        "seahorse; dwarf seahorse; spiny seahorse; seahorse with a curled tail"
    ),
    "fish": entries(
        "fish; tropical fish; swimming fish; clownfish; goldfish; reef fish; little striped fish; angelfish; big "
        "fish; trout; koi; carp"
    ),
    "car": entries(
        "car; automobile; vintage car; sedan; old car; taxi; SUV; saloon car; little car; getaway car; hatchback; "
        "classic car; vehicle"
    ),
    "tree": entries(
        "tree; big tree; old oak tree; lonely tree; oak; leafy tree; apple tree; giant tree; solitary tree; maple "
        "tree; beech; ancient tree"
    ),
    "balloon": entries(
        "hot air balloon; balloon; air balloon; striped hot air balloon; hot-air balloon; balloon with a wicker "
        "basket; drifting balloon; aerostat; giant balloon; Montgolfier balloon; floating balloon"
    ),
    "train": entries(
        "train; steam train; locomotive; steam engine; passenger train; railway train; old train; express train; "
        "toy train; train with one carriage; steam locomotive; night express"
    ),
    "dog": entries(
        "dog; puppy; hound; golden retriever; little dog; stray dog; happy dog; labrador; terrier; beagle; "
        "shepherd dog; pup; loyal dog"
    ),
}
# Plural noun phrases, used as they stand.
PLURALS: dict[str, tuple[str, ...]] = {
    "mammoth": entries("several giant woolly mammoths; a herd of mammoths; two woolly mammoths"),
    "fish": entries("colorful fish; a school of fish; tropical fish and sea creatures"),
    "bird": entries("birds; a flock of birds"),
    "boat": entries("sailing boats; two pirate ships battling each other"),
    "dog": entries("golden retriever puppies; a litter of puppies; two dogs"),
    "tree": entries("a stand of trees; a few trees"),
    "candle": entries("candles; a row of burning candles"),
}
# Each verb phrase says nothing but motion.
ACTIONS: dict[str, tuple[str, ...]] = {
    "woman": entries(
        "walks; strolls; is walking; walks confidently and casually; stands still; smiles; looks around; waits"
    ),
    "man": entries("walks; strolls; is walking; hurries along; stands still; smiles; looks into the distance; waits"),
    "astronaut": entries("walks slowly; explores; is exploring; stands alone; looks around; waves; takes a few steps"),
    "mammoth": entries("walks; treads along; grazes; approaches; trudges; is walking slowly; raises its trunk"),
    "monster": entries("smiles; sits; stares with wide eyes; stands; waits; kneels; laughs; gazes in wonder"),
    "candle": entries("burns; flickers; is burning; melts; glows softly; stands; burns low"),
    "drone": entries("hovers; flies; is flying; hangs in the air; buzzes along"),
    "bird": entries("flies; glides; is flying; soars; flaps its wings; takes flight"),
    "boat": entries("sails; drifts; rocks gently; is sailing; sways; lies at anchor"),
    "door": entries("opens; stands ajar; slowly opens; creaks open; stands alone; is opening"),
    "seahorse": entries("floats; drifts; is swimming; hovers; sways; bobs up and down"),
    "fish": entries("swims; is swimming; glides along; darts about; floats"),
    "car": entries("drives; speeds along; is driving; is parked; rolls along; waits with its engine running"),
    "tree": entries("stands; sways; grows; stands alone; rustles"),
    "balloon": entries("floats; drifts; is floating; rises slowly; hangs in the air"),
    "train": entries("travels; rolls along; is travelling; puffs along; rushes by; steams ahead"),
    "dog": entries("walks; runs; is running; trots along; wags its tail; plays; barks"),
}
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
