"""Other words for what the drawn world knows: per attribute and value, parted by bars."""

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "subject": {
        "woman": "woman|lady|queen|actress|dancer|nurse|mother|waitress|princess|young woman|bride|businesswoman|nun|"
        "witch|girlfriend|aunt|female singer|housewife|duchess|stewardess",
        "man": "man|gentleman|king|detective|soldier|farmer|sailor|conductor|wizard|father|passenger|chef|policeman|"
        "knight|uncle|waiter|doctor|teacher|thief|bartender|samurai|prince|mechanic|stranger",
        "astronaut": "astronaut|cosmonaut|spaceman|space man|space explorer|astronaut in a white suit|space traveller|"
        "moonwalker|astronaut on a spacewalk",
        "mammoth": "mammoth|woolly mammoth|elephant|mastodon|bison|rhinoceros|herd of mammoths|ox|hairy elephant|"
        "ice age giant",
        "monster": "monster|creature|beast|troll|yeti|ogre|furry creature|goblin|fluffy monster|gremlin|demon|werewolf|"
        "hairy giant|bogeyman",
        "candle": "candle|burning candle|candlestick|lantern|oil lamp|melting candle|wax candle|torch|flame|candelabra|"
        "candlelight",
        "drone": "drone|quadcopter|helicopter|surveillance drone|delivery drone|UAV|remote-controlled copter",
        "bird": "bird|seagull|eagle|sparrow|owl|crow|pigeon|parrot|swan|heron|hummingbird|goose|duck|hawk|penguin|"
        "robin|raven|flamingo|peacock",
        "boat": "boat|sailboat|ship|yacht|canoe|ferry|fishing boat|raft|rowboat|schooner|vessel|steamer|submarine|"
        "tugboat|barge|cruise ship|motorboat",
        "door": "door|wooden door|gate|doorway|portal|front door|entrance|trapdoor|exit|locked door|gateway|archway",
        "seahorse": "seahorse|sea horse|tiny seahorse|pipefish|seahorse with its curled tail|pygmy seahorse",
        "fish": "fish|goldfish|shark|clownfish|salmon|school of fish|angelfish|tuna|trout|swordfish|eel|stingray|"
        "herring",
        "car": "car|taxi|truck|van|sports car|jeep|automobile|convertible|limousine|pickup|police car|cab|"
        "station wagon|roadster|racing car|ambulance",
        "tree": "tree|oak|cherry tree|pine tree|palm tree|willow|bonsai|apple tree|birch|ancient tree|maple|olive tree|"
        "poplar|chestnut tree|fig tree",
        "balloon": "balloon|hot-air balloon|hot air balloon|airship|zeppelin|balloons|blimp|weather balloon",
        "train": "train|locomotive|steam train|night train|express train|tram|railway carriage|freight train|"
        "subway train|underground train|streetcar",
        "dog": "dog|puppy|golden retriever|hound|wolf|fox|terrier|sheepdog|husky|bulldog|labrador|coyote",
        "child": "child|boy|girl|little boy|little girl|kid|toddler|schoolboy|schoolgirl|baby|youngster|pupil|infant|"
        "orphan|twins|daughter|son|teenager",
        "elder": "old man|old woman|grandmother|grandfather|granny|grandpa|elderly lady|elderly gentleman|old lady|"
        "old fisherman|retired teacher|wise old man|old couple|grandparents|aged king",
        "robot": "robot|android|humanoid robot|humanoid machine|droid|walking machine|mechanical servant|"
        "steel giant|metal man|flying robot",
        "cat": "cat|kitten|tabby|black cat|tiger|lion|panther|house cat|leopard|lioness|alley cat|pet cat|lynx",
        "horse": "horse|pony|stallion|mare|foal|donkey|zebra|unicorn|racehorse|mule|colt|war horse|deer|steed",
        "rabbit": "rabbit|bunny|hare|jackrabbit|easter bunny|baby rabbit|squirrel",
        "dragon": "dragon|fire-breathing dragon|giant lizard|dinosaur|griffin|fire dragon|flying reptile|"
        "pterodactyl|winged dragon",
        "whale": "whale|blue whale|humpback|humpback whale|sperm whale|killer whale|dolphin|porpoise|narwhal",
        "bus": "bus|coach|school bus|double-decker bus|city bus|tour bus|trolleybus|shuttle bus|night bus",
        "bicycle": "bicycle|bike|tricycle|mountain bike|motorbike|scooter|racing bike|cargo bike|moped|motorcycle",
        "rocket": "rocket|spaceship|space shuttle|spacecraft|starship|rocket ship|space probe|flying saucer|missile|"
        "satellite",
        "airplane": "airplane|plane|aeroplane|jet|airliner|aircraft|fighter jet|passenger jet|propeller plane|seaplane|"
        "jumbo jet|old warplane|glider",
        "umbrella": "umbrella|open umbrella|sunshade|beach umbrella|black umbrella|Japanese umbrella|broken umbrella|"
        "paper umbrella",
        "none": "nobody|no one|empty landscape|empty scene|deserted place",
    },
    "setting": {
        "coast": "beach|seashore|rocky coast|ocean waves|cliffs by the sea|harbour|bay|island|shore|pier|the sea|port|"
        "seaside|sandy beach|lighthouse|ocean|Riviera|high seas|cove|seafront",
        "snow": "snowy meadow|tundra|arctic ice|snowy plain|glacier|winter field|ski slope|snow|deep snow|polar ice|"
        "snowbound country|Greenland|frozen north|Alaska in winter|iceberg|ice field",
        "city": "city street|Tokyo street|downtown|alley|New York|skyscrapers|busy market|station platform|Paris|"
        "London|big city|rooftops of the city|street corner|crosswalk|shopping street|Shanghai|Hong Kong|"
        "Los Angeles|city centre",
        "space": "outer space|orbit|the moon|distant planet|galaxy|cosmos|Mars|asteroid belt|nebula|space station|"
        "among the stars|solar system|alien planet|universe|crater on the moon",
        "forest": "forest|woods|jungle|grove|rainforest|clearing among trees|woodland path|pine wood|birch wood|"
        "dark woods|deep forest|bamboo forest|fairy-tale forest",
        "desert": "desert|sand dunes|canyon|Sahara|badlands|wasteland|dry plain|salt flats|oasis|Arabian desert|"
        "sandy waste|Wild West|outback|Nevada desert|arid land",
        "reef": "coral reef|underwater|ocean floor|seabed|deep sea|kelp forest|sunken garden|corals|ocean depths|"
        "shipwreck under water|underwater world|sea bottom|aquarium|lagoon under water",
        "room": "room|kitchen|bedroom|living room|office|library|corridor|train compartment|café|hall|study|cabin|"
        "apartment|bathroom|classroom|dining room|cellar|attic|bar|restaurant|hotel lobby|workshop",
        "meadow": "meadow|park|field|garden|green hills|countryside|grassy field|flower field|lawn|prairie|savannah|"
        "wheat field|wildflowers|cornfield|orchard|farmland|hillside|steppe|vineyard|golf course",
        "mountain": "mountains|mountain top|mountain pass|Alps|summit|rocky peaks|highlands|mountain range|"
        "Mount Everest|ridge|mountain trail|Rocky Mountains|alpine slope|mountainside|peak|mountain valley|"
        "volcano|Mount Fuji",
        "lake": "lake|pond|river|riverbank|lakeside|marsh|calm water|lake shore|stream|Lake Como|river bend|duck pond|"
        "canal|lakeshore|quiet water|brook|creek",
        "village": "village|small town|fishing village|cottage|village square|old town|country town|market town|"
        "farmhouse|village street|medieval town|Tuscan village|little houses|village church|rural town",
        "cave": "cave|cavern|grotto|mine|tunnel|crystal cave|underground|ice cave|cave mouth|dungeon|rock shelter|"
        "underground river|mine tunnel|bat cave|underground hall",
        "stage": "stage|theatre|theater|concert hall|spotlight|theatre stage|puppet theatre|circus ring|"
        "playhouse|podium|school play|auditorium|dance floor|cabaret",
    },
    "time": {
        "dawn": "at dawn|at sunrise|early in the morning|at daybreak|in the first light|morning|before breakfast",
        "day": "by day|in bright sunshine|at noon|in the afternoon|in broad daylight|midday|day|at lunchtime",
        "sunset": "at sunset|at golden hour|as the sun goes down|in the last rays of the sun|sundown|"
        "in the setting sun",
        "dusk": "at dusk|at twilight|at nightfall|in the blue hour|in the gloaming|dusk|after the sun has set|"
        "late evening",
        "night": "at night|at midnight|after dark|in the moonlight|late at night|under the stars|night",
    },
    "weather": {
        "clear": "clear sky|sunny weather|cloudless sky|clear weather|fine weather",
        "snowfall": "snowing|in a blizzard|snowflakes falling|in a snowstorm|falling snow|heavy snow",
        "rain": "in the rain|raining|in a downpour|in a thunderstorm|drizzle|heavy rain|rainy",
        "fog": "in the fog|misty|foggy|in thick mist|hazy|in the smoke",
        "wind": "in the wind|windy|in a storm wind|in a gale|stormy winds|breezy|blustery|in a hurricane|"
        "in a sandstorm",
        "fireflies": "fireflies|surrounded by fireflies|glowing insects|floating sparks|drifting lights|embers",
    },
    "style": {
        "flat": "flat illustration|flat vector art|cartoon|simple flat shapes|flat colours|animated cartoon",
        "ink": "ink drawing|pen and ink|ink and wash|line art|manga|black ink|ink wash|brush and ink|inked comic",
        "papercraft": "papercraft|paper cut-out|origami|cut paper|paper collage|made of paper|paper diorama",
        "neon": "neon|neon glow|cyberpunk|synthwave|glowing neon lines|neon lights|glowing outlines",
        "pencil": "pencil|pencil sketch|graphite|charcoal drawing|crayon drawing|rough sketch|pencil drawing|"
        "sketchbook",
        "watercolour": "watercolour|watercolor|aquarelle|watercolour painting|gouache|painted in watercolor|"
        "soft washes",
    },
    "size": {
        "EWS": "extreme wide shot|establishing shot|seen from far away|panorama|vast landscape shot|extreme long shot",
        "WS": "wide shot|long shot|full shot|wide angle|whole figure|wide framing",
        "MS": "medium shot|mid shot|waist shot|medium close shot|two-shot",
        "CU": "close-up|closeup|portrait|tight shot|close shot|head shot",
        "ECU": "extreme close-up|macro shot|detail|macro|extreme closeup|tiny detail",
    },
    "angle": {
        "eye": "eye level|at eye height|straight-on view|eye-level",
        "high": "high angle|from above|overhead|bird's-eye view|seen from a tower|top-down|looking straight down",
        "low": "low angle|from below|worm's-eye view|looking up from the ground|seen from the floor|towering view",
    },
    "move": {
        "static": "static camera|locked-off camera|still camera|camera on a tripod|no camera movement|static",
        "pan_left": "camera pans left|pan left|panning to the left|camera sweeps left|camera turns left",
        "pan_right": "camera pans right|pan right|panning to the right|camera sweeps right|camera turns right",
        "tilt_up": "camera tilts up|tilt up|camera looks up|camera rises|crane up",
        "tilt_down": "camera tilts down|tilt down|camera looks down|camera sinks|crane down",
        "push_in": "push in|dolly in|slow zoom in|camera moves closer|camera pushes in|zoom in|tracking in",
        "pull_out": "pull out|dolly out|zoom out|camera pulls back|camera moves away|pull back",
        "truck_left": "truck left|camera moves left|track left|camera slides to the left|camera travels left|"
        "dolly left",
        "truck_right": "truck right|camera moves right|track right|camera slides to the right|camera travels right",
        "orbit": "orbit|camera circles around|orbiting camera|camera goes around|arc around|360 shot|camera revolves",
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
    "relation": {
        "beside": "beside|next to|alongside|at the side of|near|close to",
        "behind": "in front of|before|in the foreground, behind it|with, in the background,|hiding the view of",
        "above": "below|under|beneath|underneath|with, high above it,|in the shadow below",
    },
}
