"""The matrix: what each row tries, and what it counts."""

from dataclasses import dataclass

from tests.torture.big_film import big_film
from tests.torture.cycles import cycles
from tests.torture.damage import damage
from tests.torture.fault_points import disk_faults, kill_points
from tests.torture.full_disk import full_disks
from tests.torture.fuzzing import fuzzing
from tests.torture.hostile_packs import hostile_packs
from tests.torture.kills import kills
from tests.torture.locks import locks
from tests.torture.markup import markup
from tests.torture.no_network import no_network
from tests.torture.tally import Run
from tests.torture.worker_faults import worker_faults


@dataclass(frozen=True, slots=True)
class Row:
    """`number` never changes; a row may be made of several parts. `of` is what is counted."""

    number: int
    what: str
    of: str
    run: Run


ROWS = (
    Row(1, "kill -9 while editing, generating, exporting", "kills", kills),
    Row(2, "killed at each call that changes the disk", "kills", kill_points),
    Row(3, "each such call refused (EIO, ENOSPC)", "faults", disk_faults),
    Row(3, "a full disk, then a freed one", "disks", full_disks),
    Row(4, "cut at every byte, bits turned, blocks blanked", "mutations", damage),
    Row(5, "second instance, dead owner, folder taken away", "situations", locks),
    Row(6, "10,000 shots", "timings", big_film),
    Row(7, "generate, undo, export, thousands of times", "rounds", cycles),
    Row(8, "the process that renders, come to harm", "faults", worker_faults),
    Row(9, "files from strangers, mutated", "inputs", fuzzing),
    Row(10, "hostile packs, refused by name", "packs", hostile_packs),
    Row(11, "texts that are markup, in every widget", "tests", markup),
    Row(12, "the journey without a network", "tests", no_network),
)
