"""Words for places: where something is, the place as a thing to look at, a script's heading."""

from __future__ import annotations


def entries(text: str) -> tuple[str, ...]:
    """A list is one text, its entries parted by semicolons."""
    return tuple(entry.strip() for entry in text.split(";"))


PLACES: dict[str, tuple[str, ...]] = {
    "coast": entries(
        "on the coast; by the sea; on a beach; at the seaside; on a sandy shore; by the ocean; at the foot of the "
        "cliffs; along the shoreline; by the rugged cliffs of Big Sur; on the Amalfi coast; near a lighthouse; "
        "beside the crashing waves; in a quiet bay; on an island beach; at the harbour"
    ),
    "snow": entries(
        "in a snowy meadow; in the snow; in the snowy mountains; on a frozen field; in deep snow; on a glacier; "
        "in the Arctic; on the icy tundra; under a blanket of snow; in a winter landscape; in the snowy Alps; on a "
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
        "clearing in the woods; under tall firs; in a woodland glade; deep in the forest; on a forest path; in an "
        "old forest; in the jungle; between mossy trunks"
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
    "meadow": entries(
        "in a meadow; in a field of flowers; on a grassy hill; in the countryside; among wildflowers; in a "
        "green field; on rolling hills; in a park; on a flowery meadow; in tall grass; in a garden; on a "
        "lawn; in a field of wheat"
    ),
    "mountain": entries(
        "in the mountains; on a mountain; high in the mountains; on a mountain top; among rocky peaks; on a "
        "mountain pass; in the Alps; below the summit; on a rocky ridge; in the highlands; between high "
        "peaks; on a mountainside; on a volcano"
    ),
    "lake": entries(
        "by a lake; on a lake; at the lakeside; by the river; on a calm lake; on a pond; beside still water; "
        "on the banks of a river; at the edge of a pond; by a lake with reeds; on a riverbank; on the lake "
        "shore"
    ),
    "village": entries(
        "in a village; in a small town; on a village street; among old cottages; in a fishing village; on the "
        "village green; between timbered houses; in a village square; in an old town; in a mountain village; "
        "in a small country town; by a windmill"
    ),
    "cave": entries(
        "in a cave; inside a cave; in a dark cave; in a cavern; deep underground; in a crystal cave; in an "
        "ice cave; at the mouth of a cave; in a rocky tunnel; in an underground cavern; in an old mine; in a "
        "dripping cave"
    ),
    "stage": entries(
        "on stage; on a stage; in a theatre; on a theatre stage; before a red curtain; in the spotlight; in "
        "front of the curtain; under the stage lights; at the theater; on the boards of a theatre; on a "
        "concert stage; in a puppet theatre"
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
        "a snowy meadow; hills under deep snow; a winter landscape; a frozen valley; the Arctic; a white winter "
        "world; the snowy tundra; an icy wilderness; a wide glacier; the Alps in winter"
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
    "meadow": entries(
        "a meadow; a field of wildflowers; green rolling hills; the open countryside; a flowery meadow; a "
        "grassy plain; a park in bloom; a wide green field; a blooming garden; grass waving on the hills"
    ),
    "mountain": entries(
        "a mountain range; high rocky peaks; the mountains; the Alps; a mountain pass; a rocky summit; a "
        "mountain landscape; a row of steep peaks; the highlands; a lonely mountain"
    ),
    "lake": entries(
        "a calm lake; a still pond; a lake among hills; a quiet river; the lake shore; a mirror-like lake; a "
        "lakeside landscape; a pond with water lilies; a wide lake; reeds by the water"
    ),
    "village": entries(
        "a village; a row of old cottages; a quiet village street; a small town; a village square; an old "
        "town; village rooftops; a sleepy little town; a village with a church tower; timbered houses"
    ),
    "cave": entries(
        "a dark cave; a cavern; an underground cave; a crystal cave; the inside of a cave; a rocky tunnel; a "
        "dripping cavern; an ice cave; the mouth of a cave; a cave full of crystals"
    ),
    "stage": entries(
        "an empty stage; a theatre stage; a stage with red curtains; a theatre; the stage of a small theatre; "
        "a stage in the spotlight; a puppet theatre; an old theater; a concert stage; a stage set"
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
    "meadow": entries("EXT. MEADOW; EXT. FIELD; EXT. COUNTRYSIDE; EXT. PARK"),
    "mountain": entries("EXT. MOUNTAINS; EXT. MOUNTAIN PASS; EXT. SUMMIT; EXT. ALPS"),
    "lake": entries("EXT. LAKE; EXT. LAKESIDE; EXT. POND; EXT. RIVERBANK"),
    "village": entries("EXT. VILLAGE; EXT. SMALL TOWN; EXT. VILLAGE SQUARE; EXT. COTTAGE"),
    "cave": entries("INT. CAVE; INT. CAVERN; INT. MINE; INT. UNDERGROUND CAVE"),
    "stage": entries("INT. THEATRE; INT. THEATER - STAGE; INT. STAGE; INT. CONCERT HALL"),
}
