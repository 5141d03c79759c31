"""The words of the captions: many ways to say each attribute, and words that say none of them."""

from __future__ import annotations

# Nouns without an article; a plural one starts with a number word or "several"/"some".
SUBJECTS: dict[str, tuple[str, ...]] = {
    "woman": ("woman", "lady", "young woman", "girl", "old woman", "grandmother", "mother", "female traveller", "heroine", "actress", "stylish woman", "female detective", "little girl", "queen", "princess", "female dancer", "schoolgirl"),
    "man": ("man", "gentleman", "young man", "boy", "old man", "grandfather", "father", "male traveller", "hero", "bearded man", "guy", "male detective", "fisherman", "king", "businessman", "wizard", "fellow"),
    "astronaut": ("astronaut", "spaceman", "space man", "cosmonaut", "person in a space suit", "spacewoman", "moon explorer", "space traveller", "space explorer", "astronaut in a bulky suit", "space cadet", "figure in a spacesuit"),
    "mammoth": ("mammoth", "woolly mammoth", "giant woolly mammoth", "elephant", "prehistoric mammoth", "shaggy mammoth", "huge tusked mammoth", "ice age elephant", "old bull mammoth", "baby mammoth", "mastodon"),
    "monster": ("monster", "fluffy monster", "furry monster", "furry creature", "cute fluffy monster", "short fluffy monster", "horned beast", "goblin", "friendly beast", "shaggy creature with big eyes", "little ogre", "troll", "yeti"),
    "candle": ("candle", "burning candle", "melting candle", "lit candle", "candlestick", "wax candle", "single candle flame", "dripping candle", "tall candle", "flickering candle", "taper"),
    "drone": ("drone", "quadcopter", "flying drone", "small drone", "camera drone hovering in the air", "delivery drone", "unmanned aircraft with four rotors", "hovering quadcopter", "robot drone", "surveillance drone", "four-rotor drone"),
    "bird": ("bird", "flying bird", "seagull", "gull", "dove", "pigeon", "songbird", "parrot", "crow", "eagle", "sparrow", "robin", "bird in flight"),
    "boat": ("boat", "sailboat", "sailing boat", "ship", "small sailing ship", "wooden boat", "yacht", "fishing boat", "pirate ship", "dinghy", "schooner", "old sailing vessel"),
    "door": ("door", "wooden door", "mysterious door", "doorway", "old door", "front door", "half-open door", "magic portal door", "closed door", "door standing by itself", "gate", "creaking door"),
    "seahorse": ("seahorse", "sea horse", "tiny seahorse", "little sea horse", "wide-eyed seahorse", "curly-tailed seahorse", "baby seahorse", "dwarf seahorse", "spiny seahorse", "seahorse with a curled tail"),
    "fish": ("fish", "tropical fish", "swimming fish", "clownfish", "goldfish", "reef fish", "little striped fish", "angelfish", "big fish", "trout", "koi", "carp"),
    "car": ("car", "automobile", "vintage car", "sedan", "old car", "taxi", "SUV", "saloon car", "little car", "getaway car", "hatchback", "classic car", "vehicle"),
    "tree": ("tree", "big tree", "old oak tree", "lonely tree", "oak", "leafy tree", "apple tree", "giant tree", "solitary tree", "maple tree", "beech", "ancient tree"),
    "balloon": ("hot air balloon", "balloon", "air balloon", "striped hot air balloon", "hot-air balloon", "balloon with a wicker basket", "drifting balloon", "aerostat", "giant balloon", "Montgolfier balloon", "floating balloon"),
    "train": ("train", "steam train", "locomotive", "steam engine", "passenger train", "railway train", "old train", "express train", "toy train", "train with one carriage", "steam locomotive", "night express"),
    "dog": ("dog", "puppy", "hound", "golden retriever", "little dog", "stray dog", "happy dog", "labrador", "terrier", "beagle", "shepherd dog", "pup", "loyal dog"),
}  # fmt: skip
PLURALS: dict[str, tuple[str, ...]] = {
    "mammoth": ("several giant woolly mammoths", "a herd of mammoths", "two woolly mammoths"),
    "fish": ("colorful fish", "a school of fish", "tropical fish and sea creatures"),
    "bird": ("birds", "a flock of birds"),
    "boat": ("sailing boats", "two pirate ships battling each other"),
    "dog": ("golden retriever puppies", "a litter of puppies", "two dogs"),
    "tree": ("a stand of trees", "a few trees"),
    "candle": ("candles", "a row of burning candles"),
}
# Each verb phrase says nothing but motion.
ACTIONS: dict[str, tuple[str, ...]] = {
    "woman": ("walks", "strolls", "is walking", "walks confidently and casually", "stands still", "smiles", "looks around", "waits"),
    "man": ("walks", "strolls", "is walking", "hurries along", "stands still", "smiles", "looks into the distance", "waits"),
    "astronaut": ("walks slowly", "explores", "is exploring", "stands alone", "looks around", "waves", "takes a few steps"),
    "mammoth": ("walks", "treads along", "grazes", "approaches", "trudges", "is walking slowly", "raises its trunk"),
    "monster": ("smiles", "sits", "stares with wide eyes", "stands", "waits", "kneels", "laughs", "gazes in wonder"),
    "candle": ("burns", "flickers", "is burning", "melts", "glows softly", "stands", "burns low"),
    "drone": ("hovers", "flies", "is flying", "hangs in the air", "buzzes along"),
    "bird": ("flies", "glides", "is flying", "soars", "flaps its wings", "takes flight"),
    "boat": ("sails", "drifts", "rocks gently", "is sailing", "sways", "lies at anchor"),
    "door": ("opens", "stands ajar", "slowly opens", "creaks open", "stands alone", "is opening"),
    "seahorse": ("floats", "drifts", "is swimming", "hovers", "sways", "bobs up and down"),
    "fish": ("swims", "is swimming", "glides along", "darts about", "floats"),
    "car": ("drives", "speeds along", "is driving", "is parked", "rolls along", "waits with its engine running"),
    "tree": ("stands", "sways", "grows", "stands alone", "rustles"),
    "balloon": ("floats", "drifts", "is floating", "rises slowly", "hangs in the air"),
    "train": ("travels", "rolls along", "is travelling", "puffs along", "rushes by", "steams ahead"),
    "dog": ("walks", "runs", "is running", "trots along", "wags its tail", "plays", "barks"),
}  # fmt: skip
PLACES: dict[str, tuple[str, ...]] = {
    "coast": ("on the coast", "by the sea", "on a beach", "at the seaside", "on a sandy shore", "by the ocean", "at the foot of the cliffs", "along the shoreline", "by the rugged cliffs of Big Sur", "on the Amalfi coast", "near a lighthouse", "beside the crashing waves", "in a quiet bay", "on an island beach", "at the harbour"),
    "snow": ("in a snowy meadow", "in the snow", "in the snowy mountains", "on a frozen field", "in deep snow", "on a glacier", "in the Arctic", "on the icy tundra", "below snow-capped mountains", "in a winter landscape", "in the Alps", "on a snow-covered slope", "at the North Pole", "in Siberia"),
    "city": ("in a city street", "in the city", "in Tokyo", "downtown", "in a neon-lit street", "among skyscrapers", "in a bustling city", "on a busy avenue", "in New York", "between tall buildings", "at a crossroads downtown", "in Hong Kong", "in an urban alley", "in the suburbs of Tokyo", "on a street in Lagos", "in Times Square"),
    "space": ("in space", "on the moon", "on another planet", "in outer space", "on a distant planet", "among the planets", "on an alien world", "on the surface of Mars", "in a galaxy far away", "on an asteroid", "in the cosmos", "on a barren moon", "in orbit around a ringed planet"),
    "forest": ("in a forest", "in the woods", "among pine trees", "in a dark pine forest", "in an enchanted forest", "in a clearing in the woods", "under tall firs", "in a woodland glade", "deep in the forest", "on a forest path", "in a national park", "in the jungle", "between mossy trunks"),
    "desert": ("in the desert", "among sand dunes", "in a dry desert with cacti", "in the Sahara", "in the salt desert", "on the dunes", "in a desert canyon", "in the badlands", "in Monument Valley", "on a desert road", "in a sandy wasteland", "by a cactus", "in the Gobi", "in Arizona"),
    "reef": ("in a coral reef", "underwater", "under the sea", "on the ocean floor", "among corals", "at the bottom of the sea", "in a tropical reef", "beneath the waves", "in the deep blue ocean", "in an underwater garden", "on the seabed", "in an aquarium", "on the Great Barrier Reef"),
    "room": ("in a room", "inside a house", "in a mansion", "in a living room", "indoors", "in a cosy bedroom", "by the window of an old study", "in a hotel room", "in the parlour", "in a cluttered attic room", "in grandmother's sitting room", "in a kitchen", "in a small apartment", "in the hallway"),
}  # fmt: skip
# The place as a thing to look at: a noun phrase with its article.
VISTAS: dict[str, tuple[str, ...]] = {
    "coast": ("waves crashing against the rugged cliffs of Big Sur", "the coast", "a sandy beach and the sea", "the rocky coastline", "a quiet bay", "cliffs above the ocean", "rolling waves on the shore", "a seaside landscape", "Garay Point beach", "the Amalfi coast"),
    "snow": ("a snowy meadow", "snow-capped mountains", "a winter landscape", "a frozen valley", "the Arctic", "a white mountain range", "the snowy tundra", "an icy wilderness", "a glacier under high peaks", "the Alps in winter"),
    "city": ("a city street", "the Tokyo skyline", "a neon-lit avenue", "downtown skyscrapers", "a bustling city", "an empty boulevard", "rows of tall buildings", "the streets of New York", "an urban skyline", "a futuristic city"),
    "space": ("a distant planet", "outer space", "the surface of the moon", "an alien landscape", "a ringed planet among the stars", "the cosmos", "a barren moonscape", "the far side of the moon", "a galaxy of stars", "the surface of Mars"),
    "forest": ("a pine forest", "the deep woods", "an enchanted forest", "a forest clearing", "a woodland landscape", "tall firs", "a mossy forest floor", "a green wood", "the wild forest", "a quiet glade"),
    "desert": ("a vast desert", "rolling sand dunes", "the Sahara", "red mesas in the desert", "a desert landscape", "a dry canyon land", "an endless sandy plain", "Monument Valley", "the badlands", "cacti and dunes"),
    "reef": ("a coral reef", "an underwater landscape", "a tropical reef", "the ocean floor", "a garden of corals", "the bottom of the sea", "an undersea world", "sunlit corals under water", "a colorful reef", "a reef beneath the waves"),
    "room": ("an empty room", "a living room", "the inside of an old house", "a cosy interior", "a quiet parlour", "a bedroom with a window", "a mansion's sitting room", "a room with a lamp and a rug", "an apartment interior", "a study"),
}  # fmt: skip
SLUGS: dict[str, tuple[str, ...]] = {
    "coast": ("EXT. BEACH", "EXT. CLIFFS BY THE SEA", "EXT. COAST", "EXT. BIG SUR"),
    "snow": ("EXT. SNOWY MEADOW", "EXT. MOUNTAINS IN WINTER", "EXT. GLACIER", "EXT. TUNDRA"),
    "city": ("EXT. TOKYO STREET", "EXT. CITY", "EXT. DOWNTOWN", "EXT. AVENUE"),
    "space": ("EXT. MOON", "EXT. SPACE", "EXT. ALIEN PLANET", "EXT. MARS"),
    "forest": ("EXT. FOREST", "EXT. WOODS", "EXT. PINE FOREST CLEARING", "EXT. JUNGLE"),
    "desert": ("EXT. DESERT", "EXT. SALT DESERT", "EXT. DUNES", "EXT. CANYON"),
    "reef": ("EXT. CORAL REEF", "EXT. UNDERWATER", "EXT. OCEAN FLOOR", "EXT. UNDER THE SEA"),
    "room": ("INT. LIVING ROOM", "INT. MANSION", "INT. HOUSE", "INT. BEDROOM"),
}
TIMES: dict[str, tuple[str, ...]] = {
    "dawn": ("at dawn", "in the early morning", "at sunrise", "at first light", "as the sun comes up", "at daybreak", "in soft morning light", "in the pink light of dawn"),
    "day": ("by day", "at noon", "on a bright day", "in daylight", "in the afternoon", "on a sunny day", "under a blue sky", "in broad daylight", "at midday", "in mid-afternoon light"),
    "sunset": ("at sunset", "at golden hour", "at dusk", "in the evening", "as the sun goes down", "in warm evening light", "under an orange sky", "in the glow of the setting sun", "at twilight", "bathed in sunset colours"),
    "night": ("at night", "by moonlight", "late at night", "under the moon", "in the dark of night", "at midnight", "on a starry night", "after dark", "under a starry sky", "in the middle of the night"),
}  # fmt: skip
SLUG_TIMES: dict[str, tuple[str, ...]] = {
    "dawn": ("DAWN", "SUNRISE", "MORNING"),
    "day": ("DAY", "NOON", "AFTERNOON"),
    "sunset": ("SUNSET", "DUSK", "EVENING"),
    "night": ("NIGHT", "MIDNIGHT"),
}
WEATHERS: dict[str, tuple[str, ...]] = {
    "clear": ("clear sky", "clear weather", "a clear sky", "cloudless weather", "fair weather", "crisp clear air"),
    "snowfall": ("snow falling", "snowfall", "falling snow", "snowflakes in the air", "heavy snow falling", "a light snowfall", "a blizzard", "it is snowing"),
    "rain": ("in the rain", "rain", "heavy rain", "pouring rain", "a downpour", "rain falling", "a rainy scene", "a drizzle", "it is raining", "a rainstorm"),
    "fog": ("fog", "in thick mist", "misty", "in dense fog", "a foggy scene", "haze", "veiled in mist", "low fog", "drifting mist"),
    "fireflies": ("fireflies", "glowing fireflies", "fireflies drifting", "fireflies in the air", "tiny glowing lights", "glowing particles", "floating sparks of light", "magical glowing dust"),
}  # fmt: skip
SIZES: dict[str, tuple[str, ...]] = {
    "WS": ("wide shot", "long shot", "establishing shot", "extreme wide shot", "EWS", "WS", "wide-angle shot", "full landscape shot", "wide view", "very wide shot"),
    "MS": ("medium shot", "mid shot", "MS", "medium view", "waist-up shot", "medium full shot", "mid-shot"),
    "CU": ("close-up", "close up", "close shot", "CU", "extreme close-up", "tight shot", "ECU", "tight close-up", "macro shot", "detail shot", "closeup"),
}  # fmt: skip
MOVES: dict[str, tuple[str, ...]] = {
    "static": ("static camera", "locked camera", "locked-off shot", "static", "the camera does not move", "tripod shot", "fixed camera", "still camera", "locked off"),
    "pan_left": ("camera pans left", "pan left", "slow pan left", "the camera pans to the left", "panning left", "leftward pan"),
    "pan_right": ("camera pans right", "pan right", "slow pan right", "the camera pans to the right", "panning right", "rightward pan"),
    "tilt_up": ("camera tilts up", "tilt up", "slow tilt up", "the camera tilts upward", "tilting up", "upward tilt"),
    "tilt_down": ("camera tilts down", "tilt down", "slow tilt down", "the camera tilts downward", "tilting down", "downward tilt"),
    "push_in": ("camera pushes in", "push in", "slow push in", "dolly in", "the camera moves closer", "zoom in", "slow zoom in", "tracking in", "dolly forward", "the camera slowly pushes in"),
    "pull_out": ("camera pulls out", "pull out", "slow pull out", "dolly out", "the camera moves away", "zoom out", "slow zoom out", "pull back", "dolly back", "the camera slowly pulls back"),
}  # fmt: skip
STYLES: dict[str, tuple[str, ...]] = {
    "flat": ("flat colour animation", "flat vector style", "cartoon style", "flat design", "children's book illustration", "2D animation", "vector art", "flat colors", "cartoon", "animated film style"),
    "ink": ("ink sketch", "pen and ink drawing", "storyboard sketch", "ink and wash", "black ink lines", "hand-drawn sketch", "ink drawing", "watercolour and ink", "hatched pen drawing", "comic ink style"),
    "papercraft": ("papercraft", "paper cut-out style", "paper craft world", "cut paper", "paper collage", "layered paper art", "made of paper", "origami-like paper style", "paper diorama", "handmade paper animation"),
    "neon": ("neon glow style", "glowing neon lines", "synthwave neon style", "neon", "glowing outlines", "neon tubes on black", "retro neon art", "luminous neon drawing", "cyberpunk neon lines", "glowing line art"),
}  # fmt: skip
ANGLES = (
    "eye level",
    "low angle",
    "high angle",
    "over the shoulder",
    "Dutch angle",
    "from behind",
    "side view",
    "bird's-eye angle",
)
ADJECTIVES = ("beautiful", "lonely", "gorgeous", "mysterious", "enormous", "tiny", "gentle", "curious", "tired", "elegant", "playful", "ancient", "quiet", "brave", "sleepy", "charming", "strange", "delicate", "majestic", "happy", "sad", "detailed", "lovely", "weathered")  # fmt: skip
MOODS = ("cinematic", "moody", "dreamlike", "highly detailed", "dramatic", "peaceful", "melancholy", "epic", "whimsical", "shallow depth of field", "shot on 35mm film", "film grain", "vivid", "nostalgic", "serene", "adventurous", "award-winning", "4k", "warm and hopeful", "tense atmosphere", "beautiful composition", "photorealistic", "movie trailer")  # fmt: skip
FILLERS = (
    "The mood is one of quiet wonder.",
    "Nobody speaks for a moment.",
    "Something is about to happen.",
    "The scene feels calm and a little strange.",
    "It is a moment to remember.",
    "The story begins here.",
    "Time seems to stand still.",
    "The details are exquisite.",
    "We hear music from far away.",
    "Everyone knows what this means.",
    "The colours are rich and the composition is striking.",
    "Then silence.",
)
WEARING = ("in a {} dress", "in a {} coat", "wearing a {} coat", "in a {} jacket", "dressed in {}", "wearing a {} sweater", "in a long {} coat", "wearing {}")  # fmt: skip
HELMETS = ("in a {} helmet", "wearing a {} wool knitted motorcycle helmet", "with a {} helmet", "in a {} wool knitted helmet", "wearing a knitted {} helmet")  # fmt: skip
SHADES: dict[str, tuple[str, ...]] = {
    "red": ("red", "bright red", "crimson", "scarlet", "deep red"),
    "blue": ("blue", "deep blue", "navy blue", "azure", "sky-blue"),
    "yellow": ("yellow", "bright yellow", "lemon yellow", "golden yellow"),
    "green": ("green", "emerald", "dark green", "bright green"),
    "white": ("white", "snow-white", "ivory", "pure white"),
    "purple": ("purple", "violet", "deep purple", "lilac"),
    "orange": ("orange", "bright orange", "tangerine", "burnt orange"),
    "pink": ("pink", "hot pink", "rose-pink", "pale pink"),
}
AERIALS = ("drone view of", "aerial view of", "drone shot over", "bird's-eye view of", "aerial shot of", "establishing shot of", "drone camera view over", "an aerial drone view of", "wide view of", "sweeping drone footage of", "panorama of")  # fmt: skip
