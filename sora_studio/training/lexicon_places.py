"""Other words for the places of the drawn world, parted by bars; some are only its nearest kin."""

from collections.abc import Mapping

PLACES: Mapping[str, str] = {
    "coast": (
        "beach|seashore|rocky coast|ocean waves|cliffs by the sea|harbour|bay|island|shore|pier|the sea|port|"
        "seaside|sandy beach|lighthouse|ocean|Riviera|high seas|cove|seafront|seacoast|shoreline|coastline|"
        "bay of sand|ocean beach|boardwalk|wharf|dock|quay|marina|breakers|waves|tide|sea cliffs|Cape Cod|Malibu|"
        "Brighton beach|tropical beach|fjord|peninsula|archipelago|Caribbean island|Mediterranean shore|"
        "Atlantic shore|Pacific coast|reef-lined beach|sea|open sea|seven seas|stormy sea|surfing beach|sandbank|"
        "estuary|dunes by the sea|palm beach|Santorini|Big Sur|harbour wall|breakwater|beach bar|Hawaii|Copacabana|"
        "shingle beach|sea wall|deserted island|English Channel|Normandy beach|cape|gulf"
    ),
    "snow": (
        "snowy meadow|tundra|arctic ice|snowy plain|glacier|winter field|ski slope|snow|deep snow|polar ice|"
        "snowbound country|Greenland|frozen north|Alaska in winter|iceberg|ice field|snowfield|snowy woods|Arctic|"
        "North Pole|South Pole|Antarctic|snowy wasteland|blizzard-swept plain|ice sheet|icy wilderness|"
        "winter wonderland|frozen tundra|frosty field|snowy hill|ice|frost|Iceland in winter|Finnish winter|Yukon|"
        "snow-covered field|ski resort|snowy hillside|Svalbard|pack ice|frozen waste|snow-covered road|"
        "winter countryside|white wilderness|crevasse|frozen sea|icy slope|sledding hill|Christmas snow|icecap"
    ),
    "city": (
        "city street|Tokyo street|downtown|alley|New York|skyscrapers|busy market|station platform|Paris|London|"
        "big city|rooftops of the city|street corner|crosswalk|shopping street|Shanghai|Hong Kong|Los Angeles|"
        "city centre|cities|street|avenue|main street|town centre|urban street|shopping mall|subway entrance|"
        "Manhattan|Brooklyn|San Francisco|Moscow|Istanbul|Cairo|Rome|Madrid|Mumbai|Delhi|Beijing|Seoul|Osaka|"
        "Kyoto street|Singapore|Sydney|Rio|Mexico City|Bangkok|Amsterdam|Vienna|Prague|Barcelona|Bronx|ghetto|slum|"
        "office towers|apartment blocks|parking lot|intersection|pavement|roundabout|motorway junction|"
        "railway station|bus stop|taxi rank|financial district|Wall Street|Chinatown|neon signs|"
        "night club district|rooftop|backstreet|block of flats|suburb|docklands|Gotham|megacity|Piazza|"
        "crowded street|square with pigeons"
    ),
    "space": (
        "outer space|orbit|the moon|distant planet|galaxy|cosmos|Mars|asteroid belt|nebula|space station|"
        "among the stars|solar system|alien planet|universe|crater on the moon|deep space|interstellar space|"
        "cosmic void|black hole|starfield|stars and planets|planet|Venus|Mercury|Neptune|Pluto|Uranus|alien world|"
        "another world|exoplanet|space colony|moonscape|lunar crater|lunar landscape|orbital station|constellation|"
        "Andromeda|Orion|supernova|stardust|dark side of the moon|red planet|asteroid|meteor shower|weightlessness|"
        "heavens|far galaxy|universe of stars|vacuum of space|Alpha Centauri|Martian plain|space dock|wormhole|"
        "starry void|rings of a planet|sun's corona|planetarium|Sea of Tranquility"
    ),
    "forest": (
        "forest|woods|jungle|grove|rainforest|clearing among trees|woodland path|pine wood|birch wood|dark woods|"
        "deep forest|bamboo forest|fairy-tale forest|wood|woodland|pine forest|oak wood|beech forest|spruce forest|"
        "rain forest|tropical forest|Black Forest|Sherwood Forest|Congo jungle|Borneo jungle|backwoods|"
        "wilderness of trees|bush|mossy wood|ferny floor of the wood|forest glade|autumn forest|misty forest|"
        "enchanted wood|haunted forest|wooded ravine|wooded hills|tree trunks|copse|shrubbery|forest road|"
        "between the trees|treetops|log cabin clearing|evergreens|conifer forest|olive grove|primeval forest|"
        "virgin forest|cedar forest|leafy avenue of trees|campsite among pines|mangrove swamp|maple forest"
    ),
    "desert": (
        "desert|sand dunes|canyon|Sahara|badlands|wasteland|dry plain|salt flats|oasis|Arabian desert|sandy waste|"
        "Wild West|outback|Nevada desert|arid land|deserts|dune|dunes|sand|sandy desert|Gobi|Arizona desert|"
        "Death-like desert|Sahara sands|Wadi Rum|Utah|New Mexico|Grand Canyon|Monument Valley|mesa|butte|"
        "cactus country|caravan route|barren land|drylands|sand sea|salt desert|Egyptian sands|Tatooine|Arrakis|"
        "Mad Max wasteland|rocky desert|stony desert|desert road|dry riverbed|saltpan|Texas badlands|endless sands|"
        "shifting sands|sandstorm land|sandy wilderness|Sonora"
    ),
    "reef": (
        "coral reef|underwater|ocean floor|seabed|deep sea|kelp forest|sunken garden|corals|ocean depths|"
        "shipwreck under water|underwater world|sea bottom|aquarium|lagoon under water|corals and sea grass|"
        "undersea|under the ocean|sea bed|bottom of the ocean|Great Barrier Reef|coral garden|submarine world|"
        "Atlantis|kelp|sea grass|undersea cave of corals|below the waves|beneath the sea|deep water|ocean trench|"
        "Mariana Trench|tropical waters|diving site|blue depths|sunken ship|sunken city|sea depths|deep ocean|"
        "undersea garden|subsea|submerged ruins|depths of the sea|coral bank|scuba diving spot|Neptune's kingdom|"
        "Davy Jones's locker|marine park|under water|twenty thousand leagues under the sea"
    ),
    "room": (
        "room|kitchen|bedroom|living room|office|library|corridor|train compartment|café|hall|study|cabin|"
        "apartment|bathroom|classroom|dining room|cellar|attic|bar|restaurant|hotel lobby|workshop|living-room|"
        "sitting room|chamber|bed chamber|parlor|salon|den|guest room|playroom|children's room|ballroom|"
        "waiting room|meeting room|boardroom|hotel suite|motel room|flat|loft|studio flat|basement|garage|shed|"
        "staircase|stairwell|hallway|lobby|foyer|vestibule|conservatory|veranda|closet|laboratory|courtroom|pub|"
        "tavern|coffee shop|tea room|diner|bakery|shop|store|bookshop|barber shop|gym|changing room|sauna|"
        "dormitory|banquet hall|indoor pool|bookshelves|bedside|house interior|inside the house|indoors|"
        "train carriage interior|ship's cabin|workplace|art studio|cubicle|storeroom"
    ),
    "meadow": (
        "meadow|park|field|garden|green hills|countryside|grassy field|flower field|lawn|prairie|savannah|"
        "wheat field|wildflowers|cornfield|orchard|farmland|hillside|steppe|vineyard|golf course|meadows|fields|"
        "grass|flowers|tall grass|hayfield|cornfields|rice field|barley field|lavender field|poppy field|farm|"
        "ranch|grazing land|moor|heath|moorland|hill|hills|hillock|knoll|dale|glen|village green with daffodils|"
        "city park|Central Park|Hyde Park|playground|picnic spot|botanical garden|rose garden|backyard|back garden|"
        "front lawn|pastoral landscape|Tuscan hills|the Shire|rolling farmland|plain of grass|green valley|"
        "blooming field|wildflower slope|open country|African savannah|veld|Mongolian steppe|plantation|"
        "bandstand in the park"
    ),
    "mountain": (
        "mountains|mountain top|mountain pass|Alps|summit|rocky peaks|highlands|mountain range|Mount Everest|ridge|"
        "mountain trail|Rocky Mountains|alpine slope|mountainside|peak|mountain valley|volcano|Mount Fuji|mountain|"
        "mount|peaks|alpine peak|Swiss Alps|Himalaya|Kilimanjaro|Mont Blanc|Pyrenees|Carpathians|Rockies|Caucasus|"
        "Sierra Nevada|Tibet|Nepal|Machu Picchu|cliff face|rock face|precipice|steep slope|mountain hut|"
        "mountain road|gorge between peaks|high plateau|tableland|alpine meadow below the summit|rocky outcrop|"
        "boulder slope|volcanic cone|Vesuvius|Etna|Ben Nevis|Scottish Highlands|Appalachians|foothills|high pass|"
        "crest|rugged peaks|top of the world|Mount Olympus|mountain lake's cliffs|alp|serrated skyline of rock|"
        "climbing route|sheer wall of rock"
    ),
    "lake": (
        "lake|pond|river|riverbank|lakeside|marsh|calm water|lake shore|stream|Lake Como|river bend|duck pond|"
        "canal|lakeshore|quiet water|brook|creek|lakes|ponds|rivers|brookside|waterside|river delta|Thames|Nile|"
        "Mississippi|Amazon River|Ganges|Rhine|Danube|Seine|Lake Geneva|Lake Baikal|Lake Superior|Great Lakes|"
        "waterway|weir|ford|swamp|wetland|bog|bayou|Everglades|fishing spot|swimming hole|boating lake|frog pond|"
        "watering hole|backwater|rapids|reservoir water|water meadow|river island|reed bed|towpath|freshwater|"
        "rivulet|water's edge|lake district|boathouse|stepping stones|fish pond|quiet stream|pool|mill stream|"
        "river crossing|old canal"
    ),
    "village": (
        "village|small town|fishing village|cottage|village square|old town|country town|market town|farmhouse|"
        "village street|medieval town|Tuscan village|little houses|village church|rural town|villages|"
        "hilltop village|Alpine village|Provençal village|English village|farming village|Irish village|"
        "African village|mud huts|huts|barnyard|farmyard|farmstead|homestead|small-town street|"
        "main street of a small town|country road with houses|churchyard|village pub|marketplace|townlet|"
        "settlement|old quarter|half-timbered houses|timber-framed houses|stone houses|cottage garden|"
        "wooden houses|rows of little houses|bungalow|neighbourhood of small houses|Hobbiton|Bavarian town|"
        "Greek fishing village|watermill|windmill|fairground of a small town|provincial town|backwater town|"
        "frontier town|shire town|fishing harbour houses|kasbah"
    ),
    "cave": (
        "cave|cavern|grotto|mine|tunnel|crystal cave|underground|ice cave|cave mouth|dungeon|rock shelter|"
        "underground river|mine tunnel|bat cave|underground hall|caves|caverns|grottoes|crypt|tomb|burial chamber|"
        "bunker|sewer|subterranean passage|subterranean lake|tunnels|mineshaft of coal|gold mine|coal mine|"
        "salt mine|cave painting wall|Lascaux|limestone cave|sea cave|bear's den|lair|dragon's lair|"
        "hideout in the rock|burrow|underworld|Hades|secret passage|cave entrance|rock chamber|glowworm cave|"
        "dripstone cave|rocky hollow|hollow mountain|underground vault|fissure|sinkhole|Moria|troglodyte dwelling|"
        "Aladdin's cave|Plato's cave"
    ),
    "stage": (
        "stage|theatre|theater|concert hall|spotlight|theatre stage|puppet theatre|circus ring|playhouse|podium|"
        "school play|auditorium|dance floor|cabaret|stages|music hall|ballet stage|theatrical set|play|musical|"
        "rock concert|concert|concert stage|nightclub stage|comedy club|open mic night|talent show|catwalk|"
        "runway show|circus|big top|arena|bandstand stage|show|premiere|backstage|dressing-room wings|"
        "wings of the theatre|curtain call|first act|rehearsal|performance|audience|Shakespeare play|spotlights|"
        "puppet show|marionette theatre|shadow play|recital|ballet performance|dress rehearsal|karaoke bar|"
        "school theatre|amphitheater show|encore|magic show|variety show|Carnegie Hall|Bolshoi|Kabuki"
    ),
}
