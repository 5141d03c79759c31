"""Gathers words for what the drawn world knows, and for what it can't draw, from WordNet's noun tree into one file.

With WordNet's files as wordnet.py tells:
    python -m sora_studio.training.gather_words package/dict TOKENIZER.json
Every noun takes the value of the nearest chosen root above it, by the noun's commonest sense.
"""

import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from sora_studio.training.wordnet import Synset, read_lines, read_nouns, tag_counts

TARGET = Path(__file__).with_name("gathered_words.txt")
# Roots are written noun.sense; what hangs below one and no nearer other takes its value.
FIGURES: Mapping[str, str] = {
    "woman": "woman.1 female.2",
    "man": "male.2 worker.1 serviceman.1 leader.1 criminal.1 traveler.1 entertainer.1 scientist.1 clergyman.1 "
    "combatant.1 professional.1 athlete.1 hunter.1 creator.2 expert.1 rider.1 noble.1 intellectual.1 adventurer.1 "
    "religious_person.1 craftsman.1",
    "astronaut": "astronaut.1", "mammoth": "proboscidean.1", "child": "child.1 juvenile.1", "elder": "oldster.1",
    "monster": "monster.1 mythical_monster.1 mythical_being.1 evil_spirit.1 bogeyman.1",
    "dragon": "dragon.1", "candle": "candle.1 lamp.1 lamp.2 torch.1 lantern.1 chandelier.1", "drone": "drone.4",
    "bird": "bird.1", "boat": "vessel.2", "door": "door.1 gate.1 doorway.1", "seahorse": "seahorse.2",
    "fish": "fish.1 shark.1", "car": "car.1 motor_vehicle.1", "bus": "bus.1", "tree": "tree.1 shrub.1",
    "balloon": "lighter-than-air_craft.1 balloon.1", "airplane": "heavier-than-air_craft.1 aircraft.1",
    "train": "train.1 locomotive.1 railcar.1 streetcar.1 railway.1", "dog": "dog.1 canine.2", "robot": "robot.1",
    "cat": "cat.1 feline.1", "horse": "equine.1", "rabbit": "leporid.1", "whale": "cetacean.1",
    "bicycle": "bicycle.1 cycle.6 velocipede.1", "rocket": "rocket.1 spacecraft.1 missile.1", "umbrella": "umbrella.1",
}  # fmt: skip
# Places, and the things that say where one is.
PLACES: Mapping[str, str] = {
    "coast": "shore.1 beach.1 coast.1 cape.1 bay.1 harbor.1 seaside.1 sea.1 ocean.1 island.1 gulf.1 promontory.1 "
    "peninsula.1 strait.1 lighthouse.1 pier.3 wave.1 shell.5",
    "snow": "snow.1 snow.2 ice.1 glacier.1 ice_mass.1 ski_run.1 snowfield.1 polar_region.1 igloo.1 sled.1",
    "city": "city.1 city.2 street.1 road.1 metropolis.1 urban_area.1 skyscraper.1 national_capital.1 "
    "apartment_building.1 borough.1 plaza.1 pavement.1 tower.1 municipality.1",
    "space": "celestial_body.1 outer_space.1 constellation.2 galaxy.3 nebula.3 space_station.1 planet.1 star.1 "
    "satellite.3 orbit.1 extraterrestrial_object.1",
    "forest": "forest.1 forest.2 grove.1 grove.2 underbrush.1 fern.1 moss.1",
    "desert": "desert.1 dune.1 oasis.1 cactus.1 wasteland.1",
    "reef": "reef.1 ocean_floor.1 coelenterate.1 sponge.4 echinoderm.1 seaweed.1 mollusk.1",
    "room": "room.1 furniture.1 fireplace.1 hallway.1 floor_cover.1 apartment.1 curtain.1 bedclothes.1",
    "meadow": "grassland.1 field.1 meadow.1 park.2 garden.1 flower.1 wildflower.1 farm.1 farmland.1 lawn.1 hill.1 "
    "plain.1 pasture.1 grass.1",
    "mountain": "mountain.1 mountain_peak.1 cliff.1 ridge.1 highland.1 volcano.2 mountain_pass.1",
    "lake": "lake.1 pond.1 river.1 stream.1 wetland.1 swamp.1 canal.3 aquatic_plant.1 waterway.1",
    "village": "village.2 hamlet.3 town.1 hut.1 house.1 farm_building.1 cottage.1 church.2",
    "cave": "cave.1 mine.1 tunnel.1 dungeon.1 burrow.1 underground.2 crypt.1",
    "stage": "theater.1 stage.3 opera.1 play.1 circus.1 dance.2 ballet.1 concert.1 musical.1 stage_set.1 scenery.1 "
    "show.3",
}  # fmt: skip
# Whole families of things without a picture, unless something drawable, or near to it, is above them.
UNDRAWABLE = "instrumentality.3 food.1 food.2 animal.1 fruit.1 vegetable.1 toy.1 musical_instrument.1 sweet.3"
NEITHER = "conveyance.3 structure.1 furnishing.2 clothing.1 light_source.1 way.6 system.1 person.1 body_part.1"
PLAIN_COUNT, MOST_UNDRAWABLE, MOST_PER_VALUE, MOST_PIECES = 1600, 2200, 420, 4
_FEMALE, _MALE = re.compile(r"\b(woman|female|girl|wife|lady)\b"), re.compile(r"\b(man|male|boy|men)\b")


def main(folder: Path, tokenizer: Path) -> None:
    from tokenizers import Tokenizer

    pieces = Tokenizer.from_file(str(tokenizer))
    pieces.no_padding()
    text = gather(folder, lambda word: len(pieces.encode(word, add_special_tokens=False).ids))
    TARGET.write_text(text, "utf-8")


def gather(folder: Path, pieces: Callable[[str], int]) -> str:
    """The file's text: per line a value, a colon, and its words parted by bars, the commonest first."""
    synsets, senses = read_nouns(folder)
    counts, as_noun = tag_counts(folder), tag_counts(folder, "1")

    def roots(names: str) -> set[str]:
        found = [name.rsplit(".", 1) for name in names.split()]
        return {senses[word][int(n) - 1] for word, n in found if len(senses.get(word, ())) >= int(n)}

    value_of = {root: f"subject {value}" for value, names in FIGURES.items() for root in roots(names)}
    value_of |= {root: f"setting {value}" for value, names in PLACES.items() for root in roots(names)}
    value_of |= dict.fromkeys(roots(NEITHER), "")
    value_of |= {root: "undrawable" for root in roots(UNDRAWABLE) if root not in value_of}
    gathered: dict[str, list[str]] = {}
    for key, meanings in senses.items():
        synset = synsets[meanings[0]]
        value = _nearest(meanings[0], synsets, value_of)
        word = next(w for w in synset.words if w.lower() == key).replace("_", " ")
        if not value or not 0 < pieces(word) <= MOST_PIECES or not _is_plain(word):
            continue
        if 2 * as_noun.get(word.lower(), 0) < counts.get(word.lower(), 0):
            continue
        if value == "undrawable" and any(_nearest(m, synsets, value_of) != value for m in meanings[1:3]):
            continue
        meaning = synset.gloss.split(";")[0]
        if value == "subject man" and _FEMALE.search(meaning) and not _MALE.search(meaning):
            value = "subject woman"
        gathered.setdefault(value, []).append(word)
    gathered["plain"] = _plain_words(folder, senses, synsets, value_of)
    lines: list[str] = []
    for value, words in sorted(gathered.items()):
        words.sort(key=lambda word: (-counts.get(word.lower(), 0), pieces(word), len(word)))
        limit = {"undrawable": MOST_UNDRAWABLE, "plain": PLAIN_COUNT}.get(value, MOST_PER_VALUE)
        lines.append(f"{value}: {'|'.join(words[:limit])}")
    return "\n".join(lines) + "\n"


def _nearest(start: str, synsets: Mapping[str, Synset], value_of: Mapping[str, str]) -> str:
    """The value of the nearest root at or above a synset; "" where there is none."""
    level = [start]
    while level:
        for synset in level:
            if synset in value_of:
                return value_of[synset]
        level = [above for synset in level for above in synsets[synset].above]
    return ""


def _is_plain(word: str) -> bool:
    """No Latin names ("Canis lupus", "genus Canis"), no abbreviations."""
    if re.search(r"[^A-Za-z' -]", word) or len(word) < 3 or word.isupper() or word.startswith(("genus ", "family ")):
        return False
    first, *rest = word.split(" ")
    return not (
        rest and first[0].isupper() and rest[-1][0].islower() and rest[-1].endswith(("us", "a", "is", "um", "i", "s"))
    )


def _plain_words(
    folder: Path, senses: Mapping[str, list[str]], synsets: Mapping[str, Synset], value_of: Mapping[str, str]
) -> list[str]:
    """Common words of every kind that name nothing to draw, nor anything that can't be drawn."""
    keys = {key for kind in ("verb", "adj", "adv", "noun") for key in _keys(folder / f"index.{kind}")}
    counts = tag_counts(folder)
    named = {key for key, meanings in senses.items() if any(_nearest(m, synsets, value_of) for m in meanings[:3])}
    return [key for key in sorted(keys - named) if re.fullmatch(r"[a-z]{3,}", key) and counts.get(key, 0) > 1]


def _keys(file: Path) -> list[str]:
    return [line.split(" ", 1)[0] for line in read_lines(file)]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
