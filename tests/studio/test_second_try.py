"""What is tried after trouble: never the same call again, and each rung with its sentence."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sora_studio.errors import BlankPicture, GenerationError, ModelFailed, OutOfMemory
from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.packs import load_pack
from sora_studio.inference.request import make_request
from sora_studio.studio.agenda import Task
from sora_studio.studio.events import Stage
from sora_studio.studio.fitting import figures
from sora_studio.studio.ladder import Ladder
from sora_studio.studio.planning import PlannedTake
from sora_studio.studio.second_try import EngineStopped, Terms, Trouble, done_after_all
from tests.inference.tiny_pack import make_pack
from tests.inference.tiny_pipeline import make_pipeline

Rung = tuple[str, int, int]


def task_of(folder: Path, stage: Stage = "refine", latents: bool = True) -> Task:
    pack = load_pack(make_pipeline(folder / "sd") if latents else make_pack(folder / "tiny"))
    request = make_request(pack, "snow", seed=1, duration_s=1.0)
    return Task(stage, PlannedTake("a", 12, 1, "refined", request, pack), CancelToken())


def no_memory(terms: Terms) -> OutOfMemory:
    return OutOfMemory("There is not enough memory.", "Close programs.", 7_900_000_000, 6_100_000_000, terms.halvings)


def climbed(task: Task, device: str, trouble: Callable[[Terms], Trouble], times: int = 9) -> tuple[list[Rung], str]:
    """The device, budget and halvings of each try, so many of which end in trouble; and what the user reads."""
    tried: list[Terms] = []

    def attempt(terms: Terms) -> None:
        tried.append(terms)
        if len(tried) <= times:
            raise trouble(terms)

    ladder = Ladder(
        device=lambda: "cpu" if tried[-1].device == "cpu" else device,
        others=lambda: 0,
        between=lambda: None,
        log=Path("log"),
    )
    try:
        helped = ladder.climb(task, Terms("auto", 0, 2), attempt)
        told = done_after_all(task, helped.trouble, helped.device, helped.terms) if helped else ""
    except GenerationError as error:
        told = error.message
    assert len(set(tried)) == len(tried)
    return [(terms.device, terms.memory_budget_mb, terms.halvings) for terms in tried], told


def test_out_of_memory_climbs_to_the_smallest_tiles_and_then_to_the_cpu(tmp_path: Path) -> None:
    tried, told = climbed(task_of(tmp_path), "cuda", no_memory)
    assert tried == [("auto", 0, 0), ("auto", 1, 0), ("auto", 1, 1), ("auto", 1, 2), ("cpu", 1, 2)]
    assert told == (
        "Not enough GPU memory for shot 12 (needs about 7.9 GB, 6.1 free). It was retried in less and less, and failed."
    )


@pytest.mark.parametrize(
    ("times", "told"), [(1, "in the least memory"), (2, "in tiles"), (3, "in tiles"), (4, "on the CPU")]
)
def test_what_helped_is_told_with_the_figures(tmp_path: Path, times: int, told: str) -> None:
    _, said = climbed(task_of(tmp_path), "cuda", no_memory, times)
    assert said == f"Not enough GPU memory for shot 12 (needs about 7.9 GB, 6.1 free). Retried {told}: done."


def test_a_text_encoder_that_finds_no_room_on_the_gpu_reads_on_the_cpu(tmp_path: Path) -> None:
    tried, _ = climbed(task_of(tmp_path, "encode"), "cuda", no_memory, 2)
    assert tried == [("auto", 0, 0), ("auto", 1, 0), ("cpu", 1, 0)]


def test_a_pack_without_latents_paints_fewer_frames_at_a_time(tmp_path: Path) -> None:
    tried, told = climbed(task_of(tmp_path, latents=False), "cpu", no_memory, 2)
    assert tried == [("auto", 0, 0), ("auto", 1, 0), ("auto", 1, 1)]
    assert told == (
        "Not enough memory for shot 12 (needs about 7.9 GB, 6.1 free). Retried with fewer frames at a time: done."
    )


def test_the_next_shot_like_it_begins_with_what_helped(tmp_path: Path) -> None:
    tried: list[int] = []

    def attempt(terms: Terms) -> None:
        tried.append(terms.halvings)
        if not terms.halvings:
            raise no_memory(terms)

    task, plain = task_of(tmp_path), Terms("auto", 0, 2)
    ladder = Ladder(device=lambda: "cpu", others=lambda: 0, between=lambda: None, log=Path("log"))
    assert ladder.climb(task, plain, attempt) is not None
    assert ladder.climb(task, plain, attempt) is None
    assert tried == [0, 0, 1, 1]
    ladder.forget()
    assert ladder.climb(task, plain, attempt) is not None


def test_what_was_cut_of_itself_is_not_cut_the_same_again(tmp_path: Path) -> None:
    """Where the estimate had halved it once before it ran, once is no other call."""

    def had_halved(terms: Terms) -> OutOfMemory:
        return OutOfMemory("There is not enough memory.", halvings=max(1, terms.halvings))

    tried, _ = climbed(task_of(tmp_path), "cpu", had_halved)
    assert tried == [("auto", 0, 0), ("auto", 1, 0), ("auto", 1, 2)]


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (BlankPicture("It came out blank."), "Shot 12 came out blank (numeric overflow). Retried on the CPU: fixed."),
        (ModelFailed("unet failed: x."), "Shot 12 failed: unet failed: x. Retried on the CPU: done."),
        (EngineStopped(), "The render engine stopped and was restarted. Shot 12 was retried on the CPU: done."),
    ],
)
def test_other_trouble_on_a_gpu_is_tried_once_more_on_the_cpu(tmp_path: Path, trouble: Trouble, told: str) -> None:
    task = task_of(tmp_path)
    assert climbed(task, "cuda", lambda _: trouble, 1) == ([("auto", 0, 0), ("cpu", 0, 0)], told)
    tried, _ = climbed(task, "cuda", lambda _: trouble)
    assert tried == [("auto", 0, 0), ("cpu", 0, 0)]


def test_a_process_that_ends_on_the_cpu_may_have_had_no_memory(tmp_path: Path) -> None:
    task, drafts = task_of(tmp_path), task_of(tmp_path / "b", "draft")
    assert climbed(task, "cpu", lambda _: EngineStopped())[0] == [("auto", 0, 0), ("auto", 1, 1)]
    assert climbed(drafts, "cpu", lambda _: EngineStopped())[0] == [("auto", 0, 0), ("auto", 1, 0)]


def test_what_would_only_come_again_on_the_cpu_is_raised_as_it_is(tmp_path: Path) -> None:
    tried, told = climbed(task_of(tmp_path), "cpu", lambda _: BlankPicture("It came out blank."))
    assert (tried, told) == ([("auto", 0, 0)], "It came out blank.")


@pytest.mark.parametrize(
    ("needed", "there", "told"),
    [
        (7_900_000_000, 6_100_000_000, "needs about 7.9 GB, 6.1 free"),
        (1_200_000_000, 900_000_000, "needs about 1.2 GB, 900 MB free"),
        (7_900_000_000, 0, "needs about 7.9 GB"),
        (5_000_000_000, 6_100_000_000, "needs more than the 6.1 GB free"),
        (0, 6_100_000_000, "needs more than the 6.1 GB free"),
        (0, 0, ""),
    ],
)
def test_only_figures_that_are_known_are_told(needed: int, there: int, told: str) -> None:
    assert figures(needed, there) == told
