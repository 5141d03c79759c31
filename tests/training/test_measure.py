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
from sora_studio.training.measure.exams import ANSWERS, EXAM_SIZE, blemished, questions, scene_of  # noqa: E402
from sora_studio.training.measure.judge import Judge, Opinion, as_signal, targets  # noqa: E402
from sora_studio.training.measure.judge_train import exam_losses  # noqa: E402
from sora_studio.training.measure.language import TALES, TOLD  # noqa: E402
from sora_studio.training.measure.pictures import MOST_BYTES, write_pictures  # noqa: E402
from sora_studio.training.measure.sameness import share_moved  # noqa: E402
from sora_studio.training.measure.steadiness import residual  # noqa: E402
from sora_studio.training.measure.texts import full_caption, held_out_scene, pair_scene  # noqa: E402
from sora_studio.training.world.attributes import Scene, encode_scene, fill, is_held_out  # noqa: E402

RNG = np.random.default_rng
DOG = fill(Scene(subject="dog", setting="forest", size="WS"), RNG(1))
ROOT = Path(__file__).parents[2]


def speckled(seed: int, *shape: int) -> np.ndarray:
    return RNG(seed).integers(0, 256, shape, dtype=np.uint8)


def test_only_what_can_be_seen_is_asked() -> None:
    assert set(questions(DOG)) == set(ANSWERS)
    assert not {"time", "weather"} & set(questions(replace(DOG, setting="cave")))
    assert "size" not in questions(replace(DOG, subject="none"))
    assert questions(replace(DOG, companion="cat"))["figures"] == {"dog", "cat"}
    assert "size" not in questions(replace(DOG, companion="cat"))


def test_exams_keep_their_scene() -> None:
    assert scene_of(np.array(encode_scene(DOG))) == DOG


def test_two_figures_share_the_belief_and_what_is_not_asked_costs_nothing() -> None:
    scenes = [replace(DOG, companion="cat"), replace(DOG, setting="cave")]
    wanted = targets(np.array([encode_scene(scene) for scene in scenes]))
    assert sorted(wanted["figures"][0].tolist())[-3:] == [0.0, 0.5, 0.5]
    assert wanted["time"][1].sum() == 0
    answers = {name: torch.zeros(2, len(values)) for name, values in ANSWERS.items()}
    losses = exam_losses(answers, wanted)
    assert losses["time"].item() == pytest.approx(np.log(len(ANSWERS["time"])), rel=1e-4)


def test_the_judge_answers_every_question_of_every_picture() -> None:
    answers = Judge()(as_signal(speckled(0, 3, EXAM_SIZE[1], EXAM_SIZE[0], 3)))
    assert {name: tuple(answer.shape) for name, answer in answers.items()} == {
        name: (3, len(values)) for name, values in ANSWERS.items()
    }


def test_a_second_figure_is_seen_where_it_has_a_share_of_the_belief() -> None:
    shares = np.full((2, len(ANSWERS["figures"])), 1e-3)
    dog, cat = (ANSWERS["figures"].index(name) for name in ("dog", "cat"))
    shares[:, dog], shares[0, cat], shares[1, cat] = 0.6, 0.3, 0.05
    opinion = Opinion({"figures": shares})
    assert opinion.figures(0) == {"dog", "cat"}
    assert opinion.figures(1) == {"dog"}
    assert opinion.agrees(0, "figures", frozenset({"dog", "cat"}))
    assert not opinion.agrees(1, "figures", frozenset({"dog", "cat"}))
    assert opinion.agrees(1, "figures", frozenset({"dog"}))


def test_blemishes_keep_the_picture() -> None:
    grey = np.full((108, 192, 3), 128, np.uint8)
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
