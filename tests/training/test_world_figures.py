"""Every figure is in its frame, in its box, in its colour, and beside, behind or under the other."""

from dataclasses import replace
from itertools import product

import cv2
import numpy as np
import pytest

from sora_studio.training.world.attributes import ATTRIBUTES
from sora_studio.training.world.cast import FIGURES, LOOKS, POSES, Actor, box_of, cast, pose_number, sprite
from sora_studio.training.world.draw import SPRITE_SIDE, draw_clip, draw_figures
from sora_studio.training.world.figure import PERIOD_S
from sora_studio.training.world.layers import VIEW_HEIGHT, VIEW_WIDTH
from tests.training.pictures import PLAIN

SUBJECTS = ATTRIBUTES["subject"][2:]
SIZES, ANGLES = ATTRIBUTES["size"][1:], ATTRIBUTES["angle"][1:]


def test_every_subject_that_can_be_named_can_be_drawn() -> None:
    assert set(FIGURES) == set(SUBJECTS)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_subject_is_in_the_picture_and_closer_is_larger(subject: str) -> None:
    shares = []
    for size in SIZES:
        mask = draw_clip(replace(PLAIN, setting="space", subject=subject, size=size), 4, [0.0, 4.0], scale=0.5).mask
        shares.append((mask > 127).mean((1, 2)))
    least, most = [share.min() for share in shares], [share.max() for share in shares]
    assert least[0] > 0.0008
    assert most[0] < 0.03
    assert most[1] < 0.15
    assert least[3] > 0.04
    # A child is mostly head: its close-up shows hardly more of it than its medium shot.
    pairs = [k for k in range(len(SIZES) - 1) if (subject, SIZES[k]) != ("child", "MS")]
    assert all(most[k] < least[k + 1] for k in pairs), shares


@pytest.mark.parametrize("subject", SUBJECTS)
def test_no_figure_is_cut_off_by_the_box_it_is_learned_in(subject: str) -> None:
    for angle, flip in product(("eye", "low"), (1, -1)):
        (actor,) = cast(replace(PLAIN, subject=subject, angle=angle), np.random.default_rng(1))
        for look in range(LOOKS):
            turned = replace(actor, flip=flip, look=look, shadow=False)
            for number in range(POSES):
                alpha = sprite(turned, box_of(turned), number, SPRITE_SIDE)[..., 3]
                assert max(alpha[[0, -1]].max(), alpha[:, [0, -1]].max()) < 40, (angle, flip, look, number)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_subject_takes_a_colour(subject: str) -> None:
    def warmth(colour: str) -> float:
        figures, _, _ = draw_figures(replace(PLAIN, subject=subject, size="MS", colour=colour), 4)
        solid = figures[0, 0][figures[0, 0, ..., 3] > 200].astype(np.float32)
        return float((solid[:, 0] - solid[:, 2]).mean())

    assert warmth("red") > warmth("blue") + 25


def test_a_companion_takes_its_own_colour() -> None:
    scene = replace(PLAIN, subject="car", companion="balloon", colour="blue", size="MS")
    red, green = (draw_figures(replace(scene, companion_colour=colour), 4)[0] for colour in ("red", "green"))
    assert np.array_equal(red[0], green[0])
    assert not np.array_equal(red[1], green[1])


def test_who_walks_differs_from_pose_to_pose() -> None:
    for subject in (name for name, figure in FIGURES.items() if figure.travel > 0):
        figures, _, _ = draw_figures(replace(PLAIN, subject=subject), 4)
        assert not np.array_equal(figures[0, 0], figures[0, 1]), subject


def test_poses_take_turns() -> None:
    numbers = [pose_number(PERIOD_S * k / (2 * POSES)) for k in range(2 * POSES + 1)]
    assert numbers == [k // 2 % POSES for k in range(2 * POSES + 1)]


@pytest.mark.parametrize("angle", ANGLES)
@pytest.mark.parametrize("size", SIZES)
def test_every_figure_has_its_middle_in_the_frame(size: str, angle: str) -> None:
    for subject, relation in product(SUBJECTS, ATTRIBUTES["relation"][1:]):
        for companion in ("none", "tree"):
            scene = replace(PLAIN, subject=subject, companion=companion, relation=relation, size=size, angle=angle)
            for actor in cast(scene, np.random.default_rng(3)):
                box = box_of(actor)
                assert abs(box.x) < 0.5 * VIEW_WIDTH, scene
                assert abs(box.y) < 0.6 * VIEW_HEIGHT, scene


def test_a_companion_adds_to_the_mask_and_an_empty_landscape_has_none() -> None:
    def figures(companion: str) -> int:
        scene = replace(PLAIN, subject="woman", companion=companion, size="WS")
        mask = draw_clip(scene, 4, [0.0], scale=1.0).mask[0] > 127
        background_and_figures, _ = cv2.connectedComponents(mask.astype(np.uint8))
        return background_and_figures - 1

    assert figures("none") == 1
    assert figures("tree") == 2
    assert not draw_clip(PLAIN, 4, [0.0], scale=0.5).mask.any()


@pytest.mark.parametrize("size", SIZES)
def test_two_stand_as_their_relation_says(size: str) -> None:
    def middle(actor: Actor) -> float:
        return actor.y - 0.5 * actor.unit * actor.stretch

    for one, two in [("woman", "dog"), ("tree", "cat"), ("car", "bird"), ("robot", "whale")]:
        scene = replace(PLAIN, subject=one, companion=two, size=size)
        beside, behind, above = (
            cast(replace(scene, relation=relation), np.random.default_rng(3))
            for relation in ("beside", "behind", "above")
        )
        # A first frame tells them apart by their sides.
        assert all(subject.x < companion.x for subject, companion in (beside, behind, above))
        assert (beside[0].flip, beside[1].flip) == (1, -1)
        assert behind[1].unit < 0.7 * beside[1].unit
        assert behind[1].y < beside[1].y
        assert middle(above[1]) < middle(above[0]) - 50


def test_a_person_is_cut_at_the_waist_in_a_medium_shot() -> None:
    mask = draw_clip(replace(PLAIN, subject="elder", size="MS"), 4, [0.0], scale=1.0).mask[0] > 127
    assert mask[-1].any()
    assert not mask[0].any()
    whole = draw_clip(replace(PLAIN, subject="elder", size="WS"), 4, [0.0], scale=1.0).mask[0] > 127
    assert not whole[-1].any()


@pytest.mark.parametrize("subject", ["horse", "train", "woman"])
def test_a_figure_is_learned_facing_right_whichever_way_it_goes(subject: str) -> None:
    (actor,) = cast(replace(PLAIN, subject=subject), np.random.default_rng(1))
    left, right = (replace(actor, x=0.0, flip=flip) for flip in (-1, 1))
    one, other = (sprite(turned, box_of(turned), 0, SPRITE_SIDE) for turned in (left, right))
    assert np.array_equal(one, other)
    scene = replace(PLAIN, subject=subject, size="MS")
    seeds = range(8)
    facing = {float(draw_figures(scene, seed)[1][0, 5]) for seed in seeds}
    assert facing == {-1.0, 1.0}
