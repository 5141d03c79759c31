"""Row 1. Processes that edit, generate and export, killed at any moment: what they had said was done is there."""

import time
from collections import Counter
from dataclasses import dataclass
from importlib import import_module
from itertools import takewhile
from pathlib import Path
from random import Random

from tests.torture.forked import Crashed, Forked, in_lanes
from tests.torture.killed_work import WORKS, Work
from tests.torture.tally import Effort, Tally, total

# Loaded before the forks, so that a kill comes in the midst of work and not of an import.
LOADED_BEFOREHAND = ("onnxruntime", "tokenizers", "cv2", "av.subtitles.stream", "sora_studio.film.retime")
# Of every ten kills so many come while generating with the bundled pack, exporting, editing.
OF_TEN = {"generating": 2, "exporting": 1, "editing": 4, "editing ahead": 3}


@dataclass(frozen=True, slots=True)
class Share:
    """So many kills of one kind, in a folder of their own."""

    kind: str
    kills: int
    seed: int
    folder: Path


def kills(effort: Effort, random: Random, room: Path) -> Tally:
    """1,000 kills in full."""
    tens = effort.of(100, 3)
    shares = [
        Share(kind, -(-each * tens // effort.lanes), random.getrandbits(32), room / f"{kind}-{lane}")
        for kind, each in OF_TEN.items()
        for lane in range(effort.lanes)
    ]
    return in_lanes(effort.lanes, _share, shares)


def _share(share: Share) -> Tally:
    for module in LOADED_BEFOREHAND:
        import_module(module)
    share.folder.mkdir()
    made = Forked.start(lambda link: WORKS[share.kind].begin(share.folder))
    if crashed := made.heard_out():
        return Tally(problems=(crashed[0].trace,))
    made.wait()
    work, random = WORKS[share.kind](share.folder), Random(share.seed)
    tally = total(_killed(work, random) for _ in range(share.kills))
    return tally + Tally(counted=Counter({f"{work.of} acknowledged": work.acknowledged}))


def _killed(work: Work, random: Random) -> Tally:
    """Some acknowledgements after its start, for the machine may be slow, and then at any moment."""
    child = Forked.start(work.go_on)
    said = list(
        takewhile(lambda heard: heard is not None, (child.link.hear() for _ in range(random.randrange(work.most))))
    )
    time.sleep(random.uniform(0, work.within_s))
    child.kill()
    said += child.heard_out()
    child.wait()
    if crashed := [each for each in said if isinstance(each, Crashed)]:
        return Tally(1, problems=(crashed[0].trace,))
    work.acknowledged += len(said)
    try:
        return Tally(1, lost=work.lost(said))
    except Exception as error:
        return Tally(1, corrupt=1, problems=(f"{work.of}: {type(error).__name__}: {error}",))
