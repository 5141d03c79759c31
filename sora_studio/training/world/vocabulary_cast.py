"""Words for who is in a picture and what they do."""

from __future__ import annotations

from .vocabulary_places import entries

# Nouns without an article.
SUBJECTS: dict[str, tuple[str, ...]] = {
    "woman": entries(
        "woman; lady; young woman; mother; female traveller; heroine; actress; "
        "stylish woman; female detective; queen; princess; female dancer; bride"
    ),
    "man": entries(
        "man; gentleman; young man; father; male traveller; hero; bearded man; guy; "
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
        "aircraft with four rotors; hovering quadcopter; surveillance drone; four-rotor drone"
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
    "child": entries(
        "child; little girl; little boy; girl; boy; kid; small child; schoolgirl; schoolboy; young girl; "
        "young boy; toddler; school kid"
    ),
    "elder": entries(
        "old woman; old man; grandmother; grandfather; elderly man; elderly woman; old lady; grandma; "
        "grandpa; old couple; white-haired old man; elder; senior"
    ),
    "robot": entries(
        "robot; android; humanoid robot; friendly robot; old robot; little robot; clanking robot; tin robot; "
        "rusty robot; mechanical man; service robot; metal robot"
    ),
    "cat": entries(
        "cat; kitten; tabby cat; house cat; fluffy cat; tabby; stray cat; ginger cat; little kitten; kitty; curious cat"
    ),
    "horse": entries(
        "horse; pony; wild horse; stallion; foal; galloping horse; racehorse; cart horse; mare; riding horse; "
        "young horse; farm horse"
    ),
    "rabbit": entries(
        "rabbit; bunny; hare; little rabbit; fluffy bunny; wild rabbit; bunny rabbit; pet rabbit; young "
        "hare; long-eared rabbit; baby rabbit"
    ),
    "dragon": entries(
        "dragon; fire-breathing dragon; winged dragon; flying dragon; scaly dragon; baby dragon; mighty "
        "dragon; great dragon; fire dragon; fairy-tale dragon"
    ),
    "whale": entries(
        "whale; blue whale; humpback whale; sperm whale; whale calf; giant whale; great whale; humpback; "
        "singing whale; great grey whale"
    ),
    "bus": entries(
        "bus; city bus; school bus; double-decker bus; old bus; coach; tour bus; night bus; omnibus; crowded "
        "bus; country bus"
    ),
    "bicycle": entries(
        "bicycle; bike; old bicycle; racing bicycle; parked bicycle; city bike; mountain bike; bicycle with a "
        "basket; vintage bicycle; push-bike"
    ),
    "rocket": entries(
        "rocket; space rocket; rocket ship; launching rocket; spaceship; space shuttle; moon rocket; silver "
        "rocket; toy rocket; spacecraft; starship"
    ),
    "airplane": entries(
        "airplane; aeroplane; plane; jet plane; passenger plane; small plane; propeller plane; airliner; jet; "
        "old airplane; aircraft; flying airplane"
    ),
    "umbrella": entries(
        "umbrella; open umbrella; big umbrella; beach umbrella; forgotten umbrella; striped umbrella; "
        "sunshade; rain umbrella; floating umbrella"
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
    "horse": entries("wild horses; a herd of horses; three horses"),
    "rabbit": entries("rabbits; a family of rabbits"),
    "cat": entries("kittens; two cats"),
    "child": entries("children; a group of children; two kids"),
    "whale": entries("whales; a pod of whales"),
    "bicycle": entries("bicycles; a row of bicycles"),
    "umbrella": entries("umbrellas; a crowd of umbrellas"),
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
    "child": entries("plays; runs; laughs; waves; skips along; stands still; looks up; jumps for joy"),
    "elder": entries("walks slowly; leans on a stick; sits; smiles; shuffles along; looks back; rests; waits"),
    "robot": entries("walks; waves; beeps; stands still; rolls along; turns its head; is walking; blinks"),
    "cat": entries("sleeps; walks; stretches; prowls; purrs; licks its paw; sits; watches"),
    "horse": entries("gallops; grazes; trots; runs; is galloping; rears up; stands; shakes its mane"),
    "rabbit": entries("hops; hops along; nibbles; sits up; runs; is hopping; twitches its ears; listens"),
    "dragon": entries("flies; breathes fire; roars; is flying; spreads its wings; sleeps; circles; lands"),
    "whale": entries("swims; breaches; glides along; dives; sings; is swimming; leaps; surfaces"),
    "bus": entries("drives; rolls along; stops; is driving; waits; arrives; rumbles along; leaves"),
    "bicycle": entries("stands; leans; rolls along; waits; lies on its side; is parked; rolls by"),
    "rocket": entries("launches; takes off; flies; lifts off; blasts off; stands ready; is flying; rises"),
    "airplane": entries("flies; takes off; lands; is flying; soars; roars past; banks; circles"),
    "umbrella": entries("opens; lies open; floats; blows away; stands; spins"),
}
