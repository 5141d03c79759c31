"""The user's own keys over a keymap's: who would lose a key, and what is kept. No Qt in it."""

from collections.abc import Mapping, Sequence

Keys = Mapping[str, Sequence[str]]
Own = dict[str, tuple[str, ...]]


def effective(id: str, defaults: Keys, own: Keys) -> tuple[str, ...]:
    """The keys a command has."""
    return tuple(own.get(id, defaults.get(id, ())))


def holders(key: str, ids: Sequence[str], defaults: Keys, own: Keys, but: str = "") -> list[str]:
    """The commands that have this key already, `but` one."""
    return [id for id in ids if id != but and key in effective(id, defaults, own)]


def bound(own: Keys, defaults: Keys, id: str, keys: Sequence[str], ids: Sequence[str]) -> Own:
    """The user's keys after `id` was given these; other commands lose them. What equals the keymap isn't kept."""
    changed: Own = {other: tuple(given) for other, given in own.items()}
    for key in keys:
        for other in holders(key, ids, defaults, changed, but=id):
            changed[other] = tuple(kept for kept in effective(other, defaults, changed) if kept != key)
    changed[id] = tuple(keys)
    return {other: given for other, given in changed.items() if given != tuple(defaults.get(other, ()))}


def reset(own: Keys, defaults: Keys, id: str, ids: Sequence[str]) -> Own:
    """The user's keys with `id` back at what the keymap gives; who took one of these keys gives it back."""
    return bound(own, defaults, id, tuple(defaults.get(id, ())), ids)
