"""What the evaluation asks, how it counts, and what it shows."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from sora_studio.exchange import read_script  # noqa: E402
from sora_studio.timeline.cascade import prompt_as_sent, resolve  # noqa: E402
from sora_studio.training.card import card  # noqa: E402
from sora_studio.training.measure.exams import (  # noqa: E402
    ANSWERS,
    OF_FIGURE,
    blemished,
    figures_of,
    questions,
    scene_of,
)
from sora_studio.training.measure.judge import Judges, look  # noqa: E402
from sora_studio.training.measure.judge_train import NOT_ASKED, exam_losses, targets  # noqa: E402
from sora_studio.training.measure.language import TALES, TOLD  # noqa: E402
from sora_studio.training.measure.pictures import MOST_BYTES, write_pictures  # noqa: E402
from sora_studio.training.measure.sameness import share_moved  # noqa: E402
from sora_studio.training.measure.steadiness import residual  # noqa: E402
from sora_studio.training.measure.texts import full_caption, held_out_scene, pair_scene  # noqa: E402
from sora_studio.training.measure.where import Spot, cut_out, spots  # noqa: E402
from sora_studio.training.world.attributes import Scene, encode_scene  # noqa: E402
from sora_studio.training.world.scene_choice import fill, is_held_out  # noqa: E402

RNG = np.random.default_rng
DOG = fill(Scene(subject="dog", setting="forest", size="WS"), RNG(1))
ROOT = Path(__file__).parents[2]


def speckled(seed: int, *shape: int) -> np.ndarray:
    return RNG(seed).integers(0, 256, shape, dtype=np.uint8)


def test_only_what_can_be_seen_is_asked() -> None:
    assert set(questions(DOG)) == set(ANSWERS)
    assert not {"setting", "angle"} & set(questions(replace(DOG, size="ECU")))
    assert not {"time", "weather"} & set(questions(replace(DOG, setting="cave")))
    assert not {"subject", "size"} & set(questions(replace(DOG, subject="none")))
    assert not {"subject", "size"} & set(questions(replace(DOG, companion="cat")))
    assert figures_of(replace(DOG, companion="cat")) == {"dog", "cat"}


def test_exams_keep_their_scene() -> None:
    assert scene_of(np.array(encode_scene(DOG))) == DOG


def test_what_is_not_asked_teaches_nothing() -> None:
    scenes = [replace(DOG, companion="cat"), replace(DOG, setting="cave")]
    dog, cat = (OF_FIGURE["subject"].index(name) for name in ("dog", "cat"))
    exams = {"concepts": np.array([encode_scene(s) for s in scenes]), "who": np.array([[dog, cat], [dog, NOT_ASKED]])}
    wanted = targets(exams)
    assert wanted["time"].tolist() == [ANSWERS["time"].index(DOG.time), NOT_ASKED]
    assert wanted["size"].tolist() == [[NOT_ASKED, NOT_ASKED], [ANSWERS["size"].index("WS"), NOT_ASKED]]
    nothing = {"time": torch.full((2,), NOT_ASKED)}
    assert exam_losses({"time": torch.randn(2, 5)}, nothing)["time"] == 0


def mask_with(*boxes: tuple[int, int, int, int]) -> np.ndarray:
    """A mask with boxes of (left, top, right, bottom)."""
    mask = np.zeros((144, 256), np.uint8)
    for left, top, right, bottom in boxes:
        mask[top:bottom, left:right] = 255
    return mask


def test_figures_are_found_by_the_mask() -> None:
    assert spots(mask_with(), 1) == []
    assert spots(mask_with((10, 20, 40, 80)), 1) == [Spot(25, 50, 30, 60)]
    apart = spots(mask_with((10, 20, 40, 80), (100, 30, 130, 80)), 2)
    assert apart == [Spot(25, 50, 30, 60), Spot(115, 55, 30, 50)]
    touching = spots(mask_with((10, 20, 50, 80), (50, 20, 90, 80)), 2)
    assert sorted(spot.x for spot in touching) == pytest.approx([30, 70], abs=2)


def test_a_figure_is_cut_out_from_its_middle() -> None:
    frame = np.zeros((144, 256, 3), np.uint8)
    frame[20:80, 10:40] = 200
    cut = cut_out(frame, Spot(25, 50, 30, 60))
    assert cut.shape == (64, 64, 3)
    assert cut[32, 32, 0] > 190
    assert cut[32, 4, 0] < 10


@pytest.mark.parametrize("figures", [1, 2])
def test_the_judges_answer_every_question(figures: int) -> None:
    judges = Judges().eval()
    mask = mask_with((10, 20, 40, 80), (100, 30, 130, 80))
    opinion = look(judges, speckled(0, 288, 512, 3), mask, figures)
    assert len(opinion.seen()) == figures
    assert all(opinion.best(name) in values for name, values in ANSWERS.items())
    assert look(judges, speckled(0, 288, 512, 3), mask_with()).best("subject") == "none"


def test_blemishes_keep_the_picture() -> None:
    grey = np.full((90, 160, 3), 128, np.uint8)
    for seed in range(8):
        other = blemished(grey, RNG(seed))
        assert other.shape == grey.shape
        assert abs(float(other.mean()) - 128) < 30


def test_captions_state_what_is_asked() -> None:
    scene = held_out_scene(RNG(3))
    assert is_held_out(scene)
    assert len(full_caption(scene, RNG(0)).split(", ")) >= 5
    pair = pair_scene(RNG(3))
    assert "none" not in (pair.subject, pair.companion)
    assert full_caption(pair, RNG(0))


def test_the_tales_are_the_example_scripts() -> None:
    project = read_script(ROOT / "resources" / "examples" / "six-tales.fountain")
    sent = [prompt_as_sent(resolve(project, scene, shot)) for scene, shot in project.shots()]
    assert [text for text, _, _ in TALES[:TOLD]] == sent


def test_what_moves_and_what_flickers_is_counted() -> None:
    still = np.full((90, 160, 3), 100, np.uint8)
    half = still.copy()
    half[:45] = 130
    assert share_moved(still, half) == 0.5
    assert residual(np.stack([still, still])) == 0
    assert residual(np.stack([speckled(1, 90, 160, 3), speckled(2, 90, 160, 3)])) > 20


def test_sheets_fit_beside_the_card(tmp_path: Path) -> None:
    file = tmp_path / "new" / "sheet.jpg"
    write_pictures([(speckled(k, 288, 512, 3), f"number {k}") for k in range(9)], 3, file)
    assert 0 < file.stat().st_size <= MOST_BYTES


def test_the_card_quotes_the_evaluation(tmp_path: Path) -> None:
    facts = {"draft_parameters": "9", "refine_parameters": "3", "seen": "7 scenes", "probes": "30 of 40"}
    assert "Not measured yet" in card(facts, tmp_path / "none.json")
    kept = {"subject": {"kept": 0.9}, "setting": {"kept": 0.95}}
    both = {"subject": 0.8, "setting": 0.7, "both": 0.6}
    measured = {
        "judge": {"right": {"subject": 0.96}},
        "adherence": {"clips": 400, "mean": 0.91, "right": {"subject": 0.87}, "read_right": {"subject": 0.99}},
        "two_subjects": {"clips": 60, "both": 0.71, "one_at_least": 0.9},
        "flicker": {"ratio": 1.2},
        "free_language": {"prompts": 60, "read": both, "seen": both},
        "six_tales": {"stills": 6, "captions": 8, "right": 5},
        "continuation": {"long_shot": kept, "chained": kept, "change": {"painted_seam": 4.0, "painted_usual": 3.0}},
        "sameness": {"identical": True, "moved": {"time": 0.8}},
        "cost": {
            "seconds": {"load": 1.0, "preview": 0.5, "draft": 2.0, "refined": 9.0},
            "megabytes": {"encode": 80.0},
        },
    }
    file = tmp_path / "evaluation.json"
    file.write_text(json.dumps(measured), encoding="utf-8")
    text = card(facts, file)
    assert "| subject | 0.96 | 0.99 | 0.87 |" in text
    assert "**0.91**" in text
    assert "time 80%" in text
    assert "encode 80 MB" in text
