"""Words for places, hours, weather, styles and shots, and words that say none of them.

A list is one text, its entries parted by semicolons.
"""

from __future__ import annotations


def entries(text: str) -> tuple[str, ...]:
    return tuple(entry.strip() for entry in text.split(";"))


PLACES: dict[str, tuple[str, ...]] = {
    "coast": entries(
        "on the coast; by the sea; on a beach; at the seaside; on a sandy shore; by the ocean; at the foot of the "
        "cliffs; along the shoreline; by the rugged cliffs of Big Sur; on the Amalfi coast; near a lighthouse; "
        "beside the crashing waves; in a quiet bay; on an island beach; at the harbour"
    ),
    "snow": entries(
        "in a snowy meadow; in the snow; in the snowy mountains; on a frozen field; in deep snow; on a glacier; "
        "in the Arctic; on the icy tundra; below snow-capped mountains; in a winter landscape; in the Alps; on a "
        "snow-covered slope; at the North Pole; in Siberia"
    ),
    "city": entries(
        "in a city street; in the city; in Tokyo; downtown; in a neon-lit street; among skyscrapers; in a "
        "bustling city; on a busy avenue; in New York; between tall buildings; at a crossroads downtown; in Hong "
        "Kong; in an urban alley; in the suburbs of Tokyo; on a street in Lagos; in Times Square"
    ),
    "space": entries(
        "in space; on the moon; on another planet; in outer space; on a distant planet; among the planets; on an "
        "alien world; on the surface of Mars; in a galaxy far away; on an asteroid; in the cosmos; on a barren "
        "moon; in orbit around a ringed planet"
    ),
    "forest": entries(
        "in a forest; in the woods; among pine trees; in a dark pine forest; in an enchanted forest; in a "
        "clearing in the woods; under tall firs; in a woodland glade; deep in the forest; on a forest path; in a "
        "national park; in the jungle; between mossy trunks"
    ),
    "desert": entries(
        "in the desert; among sand dunes; in a dry desert with cacti; in the Sahara; in the salt desert; on the "
        "dunes; in a desert canyon; in the badlands; in Monument Valley; on a desert road; in a sandy wasteland; "
        "by a cactus; in the Gobi; in Arizona"
    ),
    "reef": entries(
        "in a coral reef; underwater; under the sea; on the ocean floor; among corals; at the bottom of the sea; "
        "in a tropical reef; beneath the waves; in the deep blue ocean; in an underwater garden; on the seabed; "
        "in an aquarium; on the Great Barrier Reef"
    ),
    "room": entries(
        "in a room; inside a house; in a mansion; in a living room; indoors; in a cosy bedroom; by the window of "
        "an old study; in a hotel room; in the parlour; in a cluttered attic room; in grandmother's sitting room; "
        "in a kitchen; in a small apartment; in the hallway"
    ),
}
# The place as a thing to look at: a noun phrase with its article.
VISTAS: dict[str, tuple[str, ...]] = {
    "coast": entries(
        "waves crashing against the rugged cliffs of Big Sur; the coast; a sandy beach and the sea; the rocky "
        "coastline; a quiet bay; cliffs above the ocean; rolling waves on the shore; a seaside landscape; Garay "
        "Point beach; the Amalfi coast"
    ),
    "snow": entries(
        "a snowy meadow; snow-capped mountains; a winter landscape; a frozen valley; the Arctic; a white mountain "
        "range; the snowy tundra; an icy wilderness; a glacier under high peaks; the Alps in winter"
    ),
    "city": entries(
        "a city street; the Tokyo skyline; a neon-lit avenue; downtown skyscrapers; a bustling city; an empty "
        "boulevard; rows of tall buildings; the streets of New York; an urban skyline; a futuristic city"
    ),
    "space": entries(
        "a distant planet; outer space; the surface of the moon; an alien landscape; a ringed planet among the "
        "stars; the cosmos; a barren moonscape; the far side of the moon; a galaxy of stars; the surface of Mars"
    ),
    "forest": entries(
        "a pine forest; the deep woods; an enchanted forest; a forest clearing; a woodland landscape; tall firs; "
        "a mossy forest floor; a green wood; the wild forest; a quiet glade"
    ),
    "desert": entries(
        "a vast desert; rolling sand dunes; the Sahara; red mesas in the desert; a desert landscape; a dry canyon "
        "land; an endless sandy plain; Monument Valley; the badlands; cacti and dunes"
    ),
    "reef": entries(
        "a coral reef; an underwater landscape; a tropical reef; the ocean floor; a garden of corals; the bottom "
        "of the sea; an undersea world; sunlit corals under water; a colorful reef; a reef beneath the waves"
    ),
    "room": entries(
        "an empty room; a living room; the inside of an old house; a cosy interior; a quiet parlour; a bedroom "
        "with a window; a mansion's sitting room; a room with a lamp and a rug; an apartment interior; a study"
    ),
}
SLUGS: dict[str, tuple[str, ...]] = {
    "coast": entries("EXT. BEACH; EXT. CLIFFS BY THE SEA; EXT. COAST; EXT. BIG SUR"),
    "snow": entries("EXT. SNOWY MEADOW; EXT. MOUNTAINS IN WINTER; EXT. GLACIER; EXT. TUNDRA"),
    "city": entries("EXT. TOKYO STREET; EXT. CITY; EXT. DOWNTOWN; EXT. AVENUE"),
    "space": entries("EXT. MOON; EXT. SPACE; EXT. ALIEN PLANET; EXT. MARS"),
    "forest": entries("EXT. FOREST; EXT. WOODS; EXT. PINE FOREST CLEARING; EXT. JUNGLE"),
    "desert": entries("EXT. DESERT; EXT. SALT DESERT; EXT. DUNES; EXT. CANYON"),
    "reef": entries("EXT. CORAL REEF; EXT. UNDERWATER; EXT. OCEAN FLOOR; EXT. UNDER THE SEA"),
    "room": entries("INT. LIVING ROOM; INT. MANSION; INT. HOUSE; INT. BEDROOM"),
}
TIMES: dict[str, tuple[str, ...]] = {
    "dawn": entries(
        "at dawn; in the early morning; at sunrise; at first light; as the sun comes up; at daybreak; in soft "
        "morning light; in the pink light of dawn"
    ),
    "day": entries(
        "by day; at noon; on a bright day; in daylight; in the afternoon; on a sunny day; under a blue sky; in "
        "broad daylight; at midday; in mid-afternoon light"
    ),
    "sunset": entries(
        "at sunset; at golden hour; at dusk; in the evening; as the sun goes down; in warm evening light; under "
        "an orange sky; in the glow of the setting sun; at twilight; bathed in sunset colours"
    ),
    "night": entries(
        "at night; by moonlight; late at night; under the moon; in the dark of night; at midnight; on a starry "
        "night; after dark; under a starry sky; in the middle of the night"
    ),
}
SLUG_TIMES: dict[str, tuple[str, ...]] = {
    "dawn": entries("DAWN; SUNRISE; MORNING"),
    "day": entries("DAY; NOON; AFTERNOON"),
    "sunset": entries("SUNSET; DUSK; EVENING"),
    "night": entries("NIGHT; MIDNIGHT"),
}
WEATHERS: dict[str, tuple[str, ...]] = {
    "clear": entries("clear sky; clear weather; a clear sky; cloudless weather; fair weather; crisp clear air"),
    "snowfall": entries(
        "snow falling; snowfall; falling snow; snowflakes in the air; heavy snow falling; a light snowfall; a "
        "blizzard; it is snowing"
    ),
    "rain": entries(
        "in the rain; rain; heavy rain; pouring rain; a downpour; rain falling; a rainy scene; a drizzle; it is "
        "raining; a rainstorm"
    ),
    "fog": entries(
        "fog; in thick mist; misty; in dense fog; a foggy scene; haze; veiled in mist; low fog; drifting mist"
    ),
    "fireflies": entries(
        "fireflies; glowing fireflies; fireflies drifting; fireflies in the air; tiny glowing lights; glowing "
        "particles; floating sparks of light; magical glowing dust"
    ),
}
SIZES: dict[str, tuple[str, ...]] = {
    "WS": entries(
        "wide shot; long shot; establishing shot; extreme wide shot; EWS; WS; wide-angle shot; full landscape "
        "shot; wide view; very wide shot"
    ),
    "MS": entries("medium shot; mid shot; MS; medium view; waist-up shot; medium full shot; mid-shot"),
    "CU": entries(
        "close-up; close up; close shot; CU; extreme close-up; tight shot; ECU; tight close-up; macro shot; "
        "detail shot; closeup"
    ),
}
MOVES: dict[str, tuple[str, ...]] = {
    "static": entries(
        "static camera; locked camera; locked-off shot; static; the camera does not move; tripod shot; fixed "
        "camera; still camera; locked off"
    ),
    "pan_left": entries(
        "camera pans left; pan left; slow pan left; the camera pans to the left; panning left; leftward pan"
    ),
    "pan_right": entries(
        "camera pans right; pan right; slow pan right; the camera pans to the right; panning right; rightward pan"
    ),
    "tilt_up": entries("camera tilts up; tilt up; slow tilt up; the camera tilts upward; tilting up; upward tilt"),
    "tilt_down": entries(
        "camera tilts down; tilt down; slow tilt down; the camera tilts downward; tilting down; downward tilt"
    ),
    "push_in": entries(
        "camera pushes in; push in; slow push in; dolly in; the camera moves closer; zoom in; slow zoom in; "
        "tracking in; dolly forward; the camera slowly pushes in"
    ),
    "pull_out": entries(
        "camera pulls out; pull out; slow pull out; dolly out; the camera moves away; zoom out; slow zoom out; "
        "pull back; dolly back; the camera slowly pulls back"
    ),
}
STYLES: dict[str, tuple[str, ...]] = {
    "flat": entries(
        "flat colour animation; flat vector style; cartoon style; flat design; children's book illustration; 2D "
        "animation; vector art; flat colors; cartoon; animated film style"
    ),
    "ink": entries(
        "ink sketch; pen and ink drawing; storyboard sketch; ink and wash; black ink lines; hand-drawn sketch; "
        "ink drawing; watercolour and ink; hatched pen drawing; comic ink style"
    ),
    "papercraft": entries(
        "papercraft; paper cut-out style; paper craft world; cut paper; paper collage; layered paper art; made of "
        "paper; origami-like paper style; paper diorama; handmade paper animation"
    ),
    "neon": entries(
        "neon glow style; glowing neon lines; synthwave neon style; neon; glowing outlines; neon tubes on black; "
        "retro neon art; luminous neon drawing; cyberpunk neon lines; glowing line art"
    ),
}
ANGLES = entries(
    "eye level; low angle; high angle; over the shoulder; Dutch angle; from behind; side view; bird's-eye angle"
)
MOODS = entries(
    "cinematic; moody; dreamlike; highly detailed; dramatic; peaceful; melancholy; epic; whimsical; shallow depth "
    "of field; shot on 35mm film; film grain; vivid; nostalgic; serene; adventurous; award-winning; 4k; warm and "
    "hopeful; tense atmosphere; beautiful composition; photorealistic; movie trailer"
)
FILLERS = entries(
    "The mood is one of quiet wonder.; Nobody speaks for a moment.; Something is about to happen.; The scene "
    "feels calm and a little strange.; It is a moment to remember.; The story begins here.; Time seems to stand "
    "still.; The details are exquisite.; We hear music from far away.; Everyone knows what this means.; The "
    "colours are rich and the composition is striking.; Then silence."
)
AERIALS = entries(
    "drone view of; aerial view of; drone shot over; bird's-eye view of; aerial shot of; establishing shot of; "
    "drone camera view over; an aerial drone view of; wide view of; sweeping drone footage of; panorama of"
)
