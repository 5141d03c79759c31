"""Row 4. A film cut at every byte, bits turned, blocks blanked: opened as it was saved, or refused and untouched."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import Random

from sora_studio.errors import DamagedProject, ProjectFileError, StorageError
from sora_studio.storage.blobs import BlobStore
from sora_studio.storage.project_file import ProjectFile
from sora_studio.storage.queue_table import DAMAGED, Job
from sora_studio.storage.salvage import salvage
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Direction, Shot
from tests.torture.forked import in_lanes
from tests.torture.tally import Effort, Tally

# As small as films get with every table in use, for each byte of it is a file to be opened.
SHOTS = 6
BLOCKS_BYTES = (512, 4096)
DIGEST = "0" * 64
JOB = Job(1, "shot-1", "{}")


@dataclass(frozen=True, slots=True)
class Share:
    """The whole file, and which damaged copies of it are this lane's: every `of`-th from the `lane`-th."""

    film: bytes
    take: bytes
    lane: int
    of: int
    cut_every: int
    flips: int
    seed: int


def damage(effort: Effort, random: Random, room: Path) -> Tally:
    """A cut at every byte and 10,000 turned bits in full, every 61st byte and 300 in short."""
    path = room / "film.sora"
    with ProjectFile.create(path, _film()) as file:
        file.save(_film(), {1: JOB})
        store = BlobStore.beside(file.path)
        take = store.put("takes", DIGEST, lambda sink: sink.write(random.randbytes(2000))).read_bytes()
    share = Share(
        path.read_bytes(), take, 0, effort.lanes, effort.of(1, 61), effort.of(10_000, 300), random.getrandbits(32)
    )
    return in_lanes(effort.lanes, partial(_share, room), [replace(share, lane=lane) for lane in range(effort.lanes)])


def _film() -> Project:
    shots = tuple(Shot(f"shot-{i}", Direction(f"view {i}"), 48) for i in range(SHOTS))
    return Project("Quay", scenes=(Scene("a", "EXT. QUAY", shots=shots),))


def _share(room: Path, share: Share) -> Tally:
    folder = room / f"lane {share.lane}"
    folder.mkdir()
    tally = Tally()
    for name, damaged in _damaged(share.film, share):
        tally += _opened(folder / "film.sora", name, damaged)
    store = BlobStore(folder / "film.takes")
    path = store.put("takes", DIGEST, lambda sink: sink.write(b"x"))
    for name, damaged in _damaged(share.take, share):
        path.write_bytes(damaged)
        tally += _read(store, name)
    return tally


def _damaged(whole: bytes, share: Share) -> Iterator[tuple[str, bytes]]:
    def damaged() -> Iterator[tuple[str, bytes]]:
        for length in range(0, len(whole), share.cut_every):
            yield f"cut at byte {length}", whole[:length]
        random = Random(share.seed)
        for _ in range(share.flips):
            at, bit = random.randrange(len(whole)), random.randrange(8)
            yield f"bit {bit} of byte {at} turned", whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :]
        for size in BLOCKS_BYTES:
            for start in range(0, len(whole), size):
                if any(whole[start : start + size]):
                    blank = bytes(len(whole[start : start + size]))
                    yield f"{size} bytes from {start} on blank", whole[:start] + blank + whole[start + size :]

    return (each for number, each in enumerate(damaged()) if number % share.of == share.lane)


def _opened(path: Path, name: str, damaged: bytes) -> Tally:
    path.write_bytes(damaged)
    try:
        with ProjectFile.open(path) as file:
            whole = file.load() == _film()
            [job] = file.load_jobs()
    except ProjectFileError as error:
        salvaged = _salvaged(path, name) if isinstance(error, DamagedProject) else Tally()
        problems = [] if error.message and error.hint else [f"{name}: no sentence"]
        if path.read_bytes() != damaged:
            problems.append(f"{name}: refused, but the file was changed")
        return Tally(1, problems=tuple(problems), counted=Counter(refused=1)) + salvaged
    finally:
        for journal in path.parent.glob(f"{path.name}-*"):
            journal.unlink()
    if not whole or (job != JOB and job.error != DAMAGED):
        return Tally(1, corrupt=1, problems=(f"{name}: opened as another film, or with another queue: {job}",))
    return Tally(1, counted=Counter({"opened as saved": 1}))


def _salvaged(path: Path, name: str) -> Tally:
    """What a repaired copy would hold: nothing but shots as they were saved, all that are called intact among them."""
    found = salvage(path)
    saved = [shot for _, shot in _film().shots()]
    shots = [shot for _, shot in found.project.shots()]
    if any(shot not in saved for shot in shots) or found.intact_shots > len(shots):
        return Tally(corrupt=1, problems=(f"{name}: salvaged as what it never was",))
    return Tally(counted=Counter({"shots salvaged": len(shots)}))


def _read(store: BlobStore, name: str) -> Tally:
    try:
        store.read("takes", DIGEST)
    except StorageError:
        return Tally(1, counted=Counter(refused=1))
    return Tally(1, corrupt=1, problems=(f"a take, {name}: read as whole",))
