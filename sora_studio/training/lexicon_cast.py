"""Other words for the figures of the drawn world, parted by bars; some are only its nearest kin."""

from collections.abc import Mapping

CAST: Mapping[str, str] = {
    "woman": (
        "woman|lady|queen|actress|dancer|nurse|mother|waitress|princess|young woman|bride|businesswoman|nun|witch|"
        "girlfriend|aunt|female singer|housewife|duchess|stewardess|nanny|governess|empress|saleswoman|goddess|"
        "sister|wife|bridesmaid|maid|seller of flowers|young lady|noblewoman|female pilot|policewoman|spinster|"
        "landlady|hostess|schoolmistress|milkmaid|shepherdess|gypsy woman|fashion model|pop diva|housekeeper|"
        "female doctor|librarian lady|beauty queen|woman in high heels|opera singer in a gown|chambermaid|"
        "heiress|sorceress|figure skater|cheerful redhead|blonde|brunette|damsel"
    ),
    "man": (
        "man|gentleman|king|detective|soldier|farmer|sailor|conductor|wizard|father|passenger|chef|policeman|"
        "knight|uncle|waiter|doctor|teacher|thief|bartender|samurai|prince|mechanic|stranger|fellow|lad|guy|"
        "husband|brother|sheriff|cop|captain|miner|hunter|shepherd|peasant|worker|carpenter|baker|butcher|tailor|"
        "postman|mailman|salesman|journalist|professor|scientist|lawyer|judge|banker|mayor|president|emperor|duke|"
        "pirate|viking|gladiator|gangster|burglar|spy|magistrate|painter|musician|poet|actor|drummer|rapper|biker|"
        "hiker|mountaineer|climber|traveller|tourist guide|wanderer|hermit|beggar|bishop|pope|prisoner|general|"
        "warrior|archer|ninja|athlete|footballer|swimmer|jogger|driver|truck driver|gardener|waiter in a tuxedo|"
        "groom|dandy|bearded stranger|hobo|outlaw"
    ),
    "astronaut": (
        "astronaut|cosmonaut|spaceman|space man|space explorer|astronaut in a white suit|space traveller|"
        "moonwalker|astronaut on a spacewalk|space walker|space crew|space commander|lunar explorer|astronauts|"
        "Mars explorer|Neil Armstrong|Yuri Gagarin|space pilot|spacesuit|man on the moon|NASA crew member|"
        "stranded astronaut|woman in a space suit|orbital mechanic|space tourist|taikonaut"
    ),
    "mammoth": (
        "mammoth|woolly mammoth|elephant|mastodon|bison|rhinoceros|herd of mammoths|ox|hairy elephant|"
        "ice age giant|woolly rhinoceros|elephants|Ice Age beast with tusks|hairy tusked animal|African elephant|"
        "elephant calf|herd of elephants|buffalo|yak|musk ox|hippo|prehistoric elephant|trunked giant|mammoth calf|"
        "bull elephant|shaggy giant with tusks|bear|polar bear|grizzly"
    ),
    "monster": (
        "monster|creature|beast|troll|yeti|ogre|furry creature|goblin|fluffy monster|gremlin|demon|werewolf|"
        "hairy giant|bogeyman|devil|ghoul|orc|Frankenstein's monster|kraken|alien|little green alien|"
        "extraterrestrial|King Kong|bogey|imp|hairy beast|many-eyed creature|furry thing|giant furry animal|"
        "sasquatch|critter|mutant|Grendel|Godzilla|chimera|cute alien|blob|cave troll|furball with horns|"
        "one-eyed giant|hobgoblin"
    ),
    "candle": (
        "candle|burning candle|candlestick|lantern|oil lamp|melting candle|wax candle|torch|flame|candelabra|"
        "candlelight|lamp|nightlight|birthday candle|church candle|kerosene lamp|paraffin lamp|candles|candle stub|"
        "beeswax candle|flickering light|firelight|burning match|gas lamp|light of a candle|Advent candle|"
        "lamplight|lit taper|torchlight|oil lantern|paper lantern|campfire|bonfire"
    ),
    "drone": (
        "drone|quadcopter|helicopter|surveillance drone|delivery drone|UAV|remote-controlled copter|drones|chopper|"
        "copter|rotorcraft|unmanned aircraft|RC quadcopter|flying camera|police helicopter|gyrocopter|"
        "camera copter|four-rotor flyer|rescue helicopter|hovering machine with rotors"
    ),
    "bird": (
        "bird|seagull|eagle|sparrow|owl|crow|pigeon|parrot|swan|heron|hummingbird|goose|duck|hawk|penguin|robin|"
        "raven|flamingo|peacock|blackbird|magpie|kingfisher|woodpecker|robin redbreast|canary|vulture|condor|"
        "buzzard|falcon chick|swallow|swift|dove|turkey|rooster|cockatoo|macaw|toucan|puffin|gannet|tern|"
        "crane bird|ibis|lark|thrush|cuckoo|starling|jackdaw|partridge|pheasant|quail|budgie|cormorant|osprey|"
        "birds of prey|flock of geese|wren|jay"
    ),
    "boat": (
        "boat|sailboat|ship|yacht|canoe|ferry|fishing boat|raft|rowboat|schooner|vessel|steamer|submarine|tugboat|"
        "barge|cruise ship|motorboat|frigate|clipper|galley|warship|battleship|aircraft carrier|speedboat|"
        "houseboat|lifeboat|punt|junk|dhow|Viking ship|longship|steamboat|paddle steamer|tall ship|fishing vessel|"
        "ocean liner|liner|tanker|cargo ship|container ship|freighter|sloop|brig|skiff|dory|ketch|hydrofoil|"
        "pirate vessel|windjammer|boats|rowing boat|inflatable dinghy|pontoon|ark|U-boat|sails on the horizon"
    ),
    "door": (
        "door|wooden door|gate|doorway|portal|front door|entrance|trapdoor|exit|locked door|gateway|archway|doors|"
        "entryway|garden gate|church door|back door|cellar door|revolving door|sliding door|hidden door|"
        "double door|door handle|doorknob|keyhole|door ajar|exit door|lift door|cabin door|vault door|stargate|"
        "threshold of the house|porch door|magic doorway"
    ),
    "seahorse": (
        "seahorse|sea horse|tiny seahorse|pipefish|seahorse with its curled tail|pygmy seahorse|seahorses|"
        "sea-horse|little sea pony|seahorse pair|curled seahorse|dancing seahorse|leafy seadragon|weedy seadragon|"
        "marine horse|upright swimming fish with a curled tail"
    ),
    "fish": (
        "fish|goldfish|shark|clownfish|salmon|school of fish|angelfish|tuna|trout|swordfish|eel|stingray|herring|"
        "cod|carp|catfish|sturgeon|haddock|sardines|anchovies|hammerhead shark|tiger shark|shoal of fish|guppy|"
        "betta fish|pufferfish|lionfish|anglerfish|flying fish|sole|perch|bass|mullet|snapper|grouper|parrotfish|"
        "butterflyfish|marlin|manta ray|fishes|minnow|neon tetra|moray|sunfish|sea bass|koi carp|discus fish|"
        "sea creature|sea creatures|marine life|marine creatures|creatures of the sea|underwater creatures|sea life|"
        "ocean life"
    ),
    "car": (
        "car|taxi|truck|van|sports car|jeep|automobile|convertible|limousine|pickup|police car|cab|station wagon|"
        "roadster|racing car|ambulance|cars|sedan|hatchback|SUV|Mercedes|BMW|Toyota|Mini Cooper|Porsche|hot rod|"
        "muscle car|estate car|lorry cab|delivery van|camper van|motor car|Rolls-Royce|Tesla|electric car|"
        "Formula One car|hearse|dump truck|tow truck|fire truck|buggy|beach buggy|go-kart|limo|wagon|old banger|"
        "Model T|oldtimer|station car|motorcar|dune buggy|four-wheel drive|minicab"
    ),
    "tree": (
        "tree|oak|cherry tree|pine tree|palm tree|willow|bonsai|apple tree|birch|ancient tree|maple|olive tree|"
        "poplar|chestnut tree|fig tree|trees|ash tree|linden|larch|cedar|cypress|yew|alder|hazel|hawthorn|"
        "walnut tree|plum tree|orange tree|lemon tree|acacia|eucalyptus|mangrove|banyan|magnolia tree|fir|pine|"
        "Christmas tree|rowan|aspen|hollow trunk|stump|sapling|leafless tree|old trunk|blossoming tree|"
        "tree in blossom|conifer|palm|coconut palm|fruit tree|twisted juniper|gnarled trunk"
    ),
    "balloon": (
        "balloon|hot-air balloon|hot air balloon|airship|zeppelin|balloons|blimp|weather balloon|hot air balloons|"
        "balloonist's basket|gas balloon|captive balloon|Graf Zeppelin|party balloon|toy balloon|"
        "observation balloon|passenger airship|Goodyear blimp|rigid airship|floating hot air craft|"
        "striped balloon in the air|lighter-than-air craft|child's balloon"
    ),
    "train": (
        "train|locomotive|steam train|night train|express train|tram|railway carriage|freight train|subway train|"
        "underground train|streetcar|trains|bullet train|goods train|sleeper train|high-speed train|intercity|"
        "metro|steam locomotive|diesel locomotive|railway engine|carriages|train carriage|freight cars|cable tram|"
        "underground carriage|tramcar|coal train|toy railway|railroad engine|miniature railway|choo-choo|TGV|"
        "funicular|light rail|railway"
    ),
    "dog": (
        "dog|puppy|golden retriever|hound|wolf|fox|terrier|sheepdog|husky|bulldog|labrador|coyote|dogs|corgi|"
        "dachshund|chihuahua|pug|rottweiler|doberman|collie|border collie|German shepherd|St Bernard|bloodhound|"
        "pointer|setter|whippet|schnauzer|shih tzu|pomeranian|malamute|samoyed|Great Dane|basset hound|jackal|"
        "hyena|guide dog|lapdog|doggy|wolfhound|mongrel|pooch|pack of wolves|retriever|Lassie|newfoundland dog|"
        "arctic fox|hunting dog"
    ),
    "child": (
        "child|boy|girl|little boy|little girl|kid|toddler|schoolboy|schoolgirl|baby|youngster|pupil|infant|orphan|"
        "twins|daughter|son|teenager|children|kids|babies|schoolchildren|youngsters|tot|newborn|little one|"
        "young lad|young lass|lass|boy scout|girl scout|pupils|nephew|niece|grandson|granddaughter|stepchild|"
        "small boy|small girl|tomboy|choirboy|playmates|adolescent|teen|teenage girl|teenage boy|toddlers|minor|"
        "brat|kiddie|six-year-old|ten-year-old|siblings|foundling|waif|wonder child|schoolmate"
    ),
    "elder": (
        "old man|old woman|grandmother|grandfather|granny|grandpa|elderly lady|elderly gentleman|old lady|"
        "old fisherman|retired teacher|wise old man|old couple|grandparents|aged king|old folks|senior citizen|"
        "great-grandmother|nan|gran|grandad|granddad|grandparent|old timer|elderly couple|old professor|old sailor|"
        "old wizard with a stick|ancient sage|patriarch|matriarch|aged woman|aged man|ageing king|village elder|"
        "white-bearded man|grey-haired lady|old shepherd|retiree|veteran|hoary hermit|old nun|old farmer|geezer|"
        "old beggar|dowager|hunched old woman|nana|retired couple|wise old woman|elderly neighbour|abuela"
    ),
    "robot": (
        "robot|android|humanoid robot|humanoid machine|droid|walking machine|mechanical servant|steel giant|"
        "metal man|flying robot|robots|bot|robotic servant|machine man|clockwork man|robot dog|robotic arm|"
        "humanoid|artificial person|mechanical being|Terminator|WALL-E|C-3PO|steel servant|tin man|robot soldier|"
        "cleaning robot|kitchen robot|war machine|giant robot|artificial intelligence in a metal body|mechanoid|"
        "battle robot|metal servant|toy robot|industrial robot|replicant|robot child|exoskeleton|metallic figure|"
        "golem of steel"
    ),
    "cat": (
        "cat|kitten|tabby|black cat|tiger|lion|panther|house cat|leopard|lioness|alley cat|pet cat|lynx|cats|"
        "kittens|persian|Maine coon|calico|ginger cat|bobcat|ocelot|puma|cougar|jaguar|cheetah|snow leopard|"
        "lion cub|tiger cub|pussycat|puss|Garfield|grumpy cat|mouser|sphynx cat|fat cat|sleeping cat|big cat|"
        "wildcat|whiskered pet|purring pet|tortoiseshell cat|lions|tigers|caracal|serval|kitties"
    ),
    "horse": (
        "horse|pony|stallion|mare|foal|donkey|zebra|unicorn|racehorse|mule|colt|war horse|deer|steed|horses|ponies|"
        "Arabian horse|Shetland pony|Clydesdale|carthorse|draft horse|chestnut horse|bay horse|dapple|palomino|"
        "bronco|charger|knight's horse|racehorses|nag|gelding|jockey on horseback|rider on horseback|"
        "horseback rider|stallions|stag|reindeer|moose|elk|antelope|gazelle|pegasus|wild ass|burro|herd of horses|"
        "roe deer|fawn|zebras|equestrian"
    ),
    "rabbit": (
        "rabbit|bunny|hare|jackrabbit|easter bunny|baby rabbit|squirrel|rabbits|bunnies|hares|lop-eared rabbit|"
        "angora rabbit|dwarf rabbit|Peter Rabbit|Bugs Bunny|March Hare|doe rabbit|pet bunny|warren rabbit|"
        "long-eared hopper|snowshoe hare|chipmunk|marmot|chinchilla|squirrels|coney|easter hare|brown hare|"
        "mountain hare|Thumper|little long-eared animal|gopher|prairie dog|mole"
    ),
    "dragon": (
        "dragon|fire-breathing dragon|giant lizard|dinosaur|griffin|fire dragon|flying reptile|pterodactyl|"
        "winged dragon|dragons|hydra|wyrm|Chinese dragon|Welsh dragon|sea serpent|dragon's lair guardian|"
        "flying dinosaur|T. rex|tyrannosaurus|velociraptor|stegosaurus|triceratops|brontosaurus|dinosaurs|drake|"
        "hatchling dragon|ice dragon|scaly monster with wings|flame-spewing beast|firedrake|raptor|phoenix|"
        "winged lizard|dragon rider|Komodo dragon|giant reptile|salamander|lindworm|gryphon"
    ),
    "whale": (
        "whale|blue whale|humpback|humpback whale|sperm whale|killer whale|dolphin|porpoise|narwhal|whales|"
        "bowhead whale|minke whale|fin whale|right whale|grey whale|beluga|dolphins|bottlenose dolphin|Moby Dick|"
        "pod of dolphins|porpoises|leviathan|whale tail|breaching whale|killer whales|manatee|sea lion|seal|"
        "sea giant|marine mammal|pilot whale|dugong|baleen whale|sea mammal|Free Willy"
    ),
    "bus": (
        "bus|coach|school bus|double-decker bus|city bus|tour bus|trolleybus|shuttle bus|night bus|buses|omnibus|"
        "London bus|red London bus|sightseeing bus|long-distance coach|bus full of passengers|public bus|mini-bus|"
        "charter bus|bus driver's vehicle|coaches|articulated bus|bendy bus|tourist bus|intercity bus|electric bus|"
        "local bus|regular bus|party bus|stagecoach|bus 42"
    ),
    "bicycle": (
        "bicycle|bike|tricycle|mountain bike|motorbike|scooter|racing bike|cargo bike|moped|motorcycle|bicycles|"
        "bikes|two-wheeler|cyclist|BMX|road bike|city bike|Dutch bike|racing cycle|push-bike|electric bike|e-bike|"
        "children's bike|rickshaw|unicycle|kick scooter|Vespa|Harley|motor scooter|cycling courier|bike rider|"
        "mountain biker|rusty bike|folding bike|cycle|Tour de France rider|recumbent bike|trike|bike messenger"
    ),
    "rocket": (
        "rocket|spaceship|space shuttle|spacecraft|starship|rocket ship|space probe|flying saucer|missile|"
        "satellite|rockets|spaceships|space vehicle|moon ship|space capsule|Sputnik|space plane|space cruiser|"
        "alien ship|UFO|interplanetary ship|Falcon 9|Soyuz|Millennium Falcon|Enterprise starship|ballistic missile|"
        "rocket on the launch pad|firework rocket|star cruiser|escape pod|orbiter|Mars lander|ascending rocket|"
        "spacecrafts|rocketship|warp ship|mothership|landing module"
    ),
    "airplane": (
        "airplane|plane|aeroplane|jet|airliner|aircraft|fighter jet|passenger jet|propeller plane|seaplane|"
        "jumbo jet|old warplane|glider|airplanes|planes|jets|jetliner|bomber|fighter plane|stunt plane|crop duster|"
        "cargo plane|light aircraft|Cessna|Airbus|Concorde|Spitfire|monoplane|triplane|passenger aeroplane|"
        "turboprop|jet fighter|warplane|Learjet|private jet|hang glider|paper plane|squadron of planes|"
        "flying machine|sailplane|Red Baron's plane|water plane|bush plane|pilot's plane|DC-3|airliners|aeroplanes"
    ),
    "umbrella": (
        "umbrella|open umbrella|sunshade|beach umbrella|black umbrella|Japanese umbrella|broken umbrella|"
        "paper umbrella|umbrellas|sun umbrella|golf umbrella|folding umbrella|transparent umbrella|lady's sunshade|"
        "rain shelter|gamp|parapluie|sun shade|cocktail umbrella|Mary Poppins' umbrella|beach shade|bumbershoot|"
        "rain cover|garden umbrella|polka-dot umbrella|opened umbrella|leaking umbrella|walking-stick umbrella"
    ),
    "none": "nobody|no one|empty landscape|empty scene|deserted place",
}
