"""What is rendered next, and where rendering gives way."""

import time
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import pytest

from sora_studio.errors import Cancelled
from sora_studio.inference.pack import ModelPack, PackDigest
from sora_studio.inference.packs import load_pack
from sora_studio.inference.request import GenerationRequest
from sora_studio.studio.agenda import Agenda, Task
from sora_studio.studio.planning import PlannedTake, TakeStage
from tests.inference.tiny_pack import make_pack

REQUEST = GenerationRequest(
    prompt="snow",
    negative="",
    seed=0,
    width=32,
    height=16,
    frame_count=5,
    frames_per_second=4,
    sampler="euler",
    steps=3,
    guidance=1.0,
    refine_sampler="euler",
    refine_steps=2,
    pack_digest=PackDigest("a", "b", "c"),
)
OTHER_PACK = PackDigest("d", "e", "f")


@cache
def tiny_pack() -> ModelPack:
    with TemporaryDirectory() as folder:
        return load_pack(make_pack(Path(folder) / "tiny"))


def take(number: int, stage: TakeStage = "refined", pack: PackDigest = REQUEST.pack_digest) -> PlannedTake:
    request = replace(REQUEST, seed=number, pack_digest=pack)
    return PlannedTake(f"shot {number}", number, 1, stage, request, tiny_pack())


def do(agenda: Agenda, tasks: int = 1000) -> list[tuple[int, str]]:
    """The tasks in the order they come, all successful."""
    done: list[tuple[int, str]] = []
    while len(done) < tasks and (task := agenda.next()) is not None:
        done.append((task.take.position, task.stage[0]))
        agenda.done(task)
    return done


def agenda_of(*takes: PlannedTake) -> Agenda:
    agenda = Agenda()
    agenda.add(takes)
    return agenda


def positions(agenda: Agenda, takes: list[PlannedTake]) -> list[int]:
    by_digest = {each.digest: each.position for each in takes}
    return [by_digest[digest] for digest in agenda.order()]


def test_the_first_take_whole_then_stage_by_stage() -> None:
    agenda = agenda_of(take(1), take(2), take(3, "draft"))
    first, rest = [(1, "e"), (1, "d"), (1, "r")], [(2, "e"), (3, "e"), (2, "d"), (3, "d"), (2, "r")]
    assert do(agenda) == first + rest
    assert agenda.is_empty


def test_what_is_preferred_comes_first_as_a_whole_in_its_own_order() -> None:
    agenda = agenda_of(*map(take, range(1, 5)))
    assert do(agenda, 4) == [(1, "e"), (1, "d"), (1, "r"), (2, "e")]
    agenda.prefer(["shot 4", "shot 2"])
    assert do(agenda) == [(4, "e"), (4, "d"), (4, "r"), (2, "d"), (2, "r"), (3, "e"), (3, "d"), (3, "r")]


def test_looking_elsewhere_leaves_a_half_made_take_to_its_stage() -> None:
    agenda = agenda_of(take(1), take(2), take(3))
    do(agenda, 3)
    agenda.prefer(["shot 3"])
    assert do(agenda, 2) == [(3, "e"), (3, "d")]
    agenda.prefer([])
    assert do(agenda) == [(2, "e"), (2, "d"), (2, "r"), (3, "r")]


def test_a_draft_that_is_there_needs_no_stage_b() -> None:
    agenda = Agenda(is_drawn=lambda each: each.position == 2)
    agenda.add([take(1), take(2), take(2, "draft")])
    assert agenda.to_do() == {"encode": 3, "draft": 2, "refine": 2}
    assert (2, "d") not in do(agenda, 5)


def test_the_model_that_is_loaded_goes_on() -> None:
    agenda = agenda_of(take(1), take(2, pack=OTHER_PACK), take(3))
    assert [position for position, stage in do(agenda) if stage == "e"] == [1, 3, 2]


def test_a_place_given_by_hand_is_the_order_and_ends_preference() -> None:
    takes = list(map(take, range(1, 5)))
    agenda = agenda_of(*takes)
    agenda.prefer(["shot 3"])
    assert positions(agenda, takes) == [3, 1, 2, 4]
    agenda.move(takes[3].digest, 0)
    assert positions(agenda, takes) == [4, 3, 1, 2]
    agenda.move(takes[2].digest, 99)
    assert positions(agenda, takes) == [4, 1, 2, 3]
    agenda.move("unknown", 0)
    assert [position for position, stage in do(agenda) if stage == "r"] == [4, 1, 2, 3]


def test_the_one_worked_on_stands_first() -> None:
    takes = [take(1), take(2)]
    agenda = agenda_of(*takes)
    assert agenda.next() is not None
    agenda.prefer(["shot 2"])
    assert positions(agenda, takes) == [1, 2]


def test_what_fails_is_off_the_agenda() -> None:
    agenda = agenda_of(take(1), take(2))
    task = agenda.next()
    assert task is not None
    agenda.failed(task)
    assert [position for position, _ in do(agenda)] == [2, 2, 2]


def test_a_dropped_take_is_cancelled_and_may_come_again() -> None:
    agenda = agenda_of(take(1), take(2))
    task = running(agenda)
    agenda.drop(task.take.digest)
    with pytest.raises(Cancelled):
        agenda.gate(task)
    agenda.add([task.take])
    assert do(agenda)[-1] == (1, "r")


def test_adding_again_keeps_place_and_progress() -> None:
    agenda = agenda_of(take(1), take(2))
    do(agenda, 2)
    agenda.add([take(1), take(3)])
    assert do(agenda, 1) == [(1, "r")]


def running(agenda: Agenda) -> Task:
    task = agenda.next()
    assert task is not None
    return task


class AtTheGate:
    """A thread that waits at the gate."""

    def __init__(self, agenda: Agenda, task: Task) -> None:
        self.through = self.cancelled = False
        self._agenda = agenda
        self._task = task
        self._thread = Thread(target=self._wait)
        self._thread.start()

    def _wait(self) -> None:
        try:
            self._agenda.gate(self._task)
            self.through = True
        except Cancelled:
            self.cancelled = True

    def is_waiting(self) -> bool:
        time.sleep(0.05)
        return self._thread.is_alive()

    def join(self) -> None:
        self._thread.join(5)
        assert not self._thread.is_alive()


def test_held_and_paused_each_close_the_gate() -> None:
    agenda = agenda_of(take(1))
    task = running(agenda)
    agenda.hold(True)
    agenda.pause()
    waiting = AtTheGate(agenda, task)
    assert waiting.is_waiting()
    agenda.hold(False)
    assert waiting.is_waiting()
    agenda.pause(False)
    waiting.join()
    assert waiting.through
    agenda.gate(task)


@pytest.mark.parametrize("how", ["drop", "stop"])
def test_cancelling_opens_a_closed_gate_at_once(how: str) -> None:
    agenda = agenda_of(take(1))
    task = running(agenda)
    agenda.pause()
    waiting = AtTheGate(agenda, task)
    assert waiting.is_waiting()
    if how == "drop":
        agenda.drop(task.take.digest)
    else:
        agenda.stop()
    waiting.join()
    assert waiting.cancelled
    assert agenda.next() is None


def test_a_stopped_agenda_keeps_what_was_not_made() -> None:
    agenda = agenda_of(take(1), take(2))
    task = running(agenda)
    agenda.stop()
    assert task.cancel.cancelled
    assert agenda.next() is None
    assert len(agenda.order()) == 2


def test_a_change_of_holding_is_told_while_watched() -> None:
    agenda = agenda_of(take(1))
    told: list[bool] = []
    with agenda.watch(lambda: told.append(agenda.waits)):
        agenda.hold(True)
        agenda.pause()
        agenda.hold(False)
        agenda.pause(False)
    agenda.hold(True)
    assert told == [True, True, True, False]
