"""Which text of a newer list is which text of an older one."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher

# Past this many comparisons a rewritten stretch is paired by place: comparing prose is slow.
_COMPARISONS = 400


def align(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Index in `new` -> index in `old`, each used once: equal texts first, moved ones next, then rewritten ones."""
    blocks = SequenceMatcher(None, _counted(old), _counted(new), autojunk=False).get_opcodes()
    pairs = {
        new_at: old_at
        for tag, i, i_stop, j, j_stop in blocks
        if tag == "equal"
        for old_at, new_at in zip(range(i, i_stop), range(j, j_stop), strict=True)
    }
    _pair_moved(old, new, pairs)
    used = set(pairs.values())
    for tag, i, i_stop, j, j_stop in blocks:
        if tag == "replace":
            left = [at for at in range(i, i_stop) if at not in used]
            right = [at for at in range(j, j_stop) if at not in pairs]
            pairs.update(_pair_rewritten(old, new, left, right))
    return pairs


def _counted(texts: Sequence[str]) -> list[tuple[str, int]]:
    """Each text with how often it came before: all distinct, which keeps the matcher from going quadratic."""
    seen: Counter[str] = Counter()
    counted: list[tuple[str, int]] = []
    for text in texts:
        counted.append((text, seen[text]))
        seen[text] += 1
    return counted


def _pair_moved(old: Sequence[str], new: Sequence[str], pairs: dict[int, int]) -> None:
    used = set(pairs.values())
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at in reversed(range(len(old))):
        if at not in used:
            places[old[at]].append(at)
    for at, text in enumerate(new):
        if at not in pairs and places[text]:
            pairs[at] = places[text].pop()


def _pair_rewritten(old: Sequence[str], new: Sequence[str], left: list[int], right: list[int]) -> dict[int, int]:
    """The most alike pair first; equally alike ones by place."""
    if len(left) * len(right) > _COMPARISONS:
        return dict(zip(right, left, strict=False))
    alike = sorted(
        (-SequenceMatcher(None, old[was].split(), new[at].split()).ratio(), at, was) for at in right for was in left
    )
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for _, at, was in alike:
        if at not in pairs and was not in used:
            pairs[at] = was
            used.add(was)
    return pairs
