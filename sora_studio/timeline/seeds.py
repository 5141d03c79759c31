"""Which seed a take is rendered with."""

import hashlib

from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import Shot

SEED_LIMIT = 2**32


def take_seed(project: Project, shot: Shot, take_index: int = 0) -> int:
    """Seed in [0, 2**32): the shot's locked one, else derived from film seed and shot id; one more per take.

    Derived from the id and not the position, so that inserting a shot leaves the others' pictures alone.
    """
    seed = shot.seed
    if seed is None:
        named = f"{project.settings.seed}/{shot.id}".encode()
        seed = int.from_bytes(hashlib.sha256(named).digest()[:4], "big")
    return (seed + take_index) % SEED_LIMIT
