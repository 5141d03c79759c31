"""The shot a user names by its place in the film."""

from collections.abc import Sequence

from sora_studio.errors import SoraError
from sora_studio.timeline.shot import Shot


def shot_at(shots: Sequence[Shot], position: int) -> Shot:
    """The film's shot at `position`, from 1. Raises SoraError where there are fewer."""
    if position > len(shots):
        raise SoraError(f"The film has no shot {position}.", f"Its shots are 1 to {len(shots)}.")
    return shots[position - 1]
