"""The drawn world: what the trainers rely on when they pair clips, sketches and captions."""

from dataclasses import asdict, replace

import cv2
import numpy as np
import pytest

from sora_studio.training.world.attributes import ATTRIBUTES, HELD_OUT, Scene, encode_scene, is_held_out, sample_scene
from sora_studio.training.world.draw import draw_clip

PLAIN = Scene("none", "none", "forest", "day", "clear", "flat", "WS", "static", "none")
SUBJECTS = ATTRIBUTES["subject"][2:]


def scenes(count: int, seed: int = 0) -> list[Scene]:
    rng = np.random.default_rng(seed)
    return [sample_scene(rng) for _ in range(count)]


def overlap(a: np.ndarray, b: np.ndarray) -> float:
    return float((a & b).sum() / max(1, (a | b).sum()))


def shift(before: np.ndarray, after: np.ndarray) -> tuple[float, float]:
    """How far the picture moved, in pixels right and down."""
    gray = [cv2.cvtColor(f, cv2.COLOR_RGB2GRAY).astype(np.float32) for f in (before, after)]
    window = cv2.createHanningWindow((gray[0].shape[1], gray[0].shape[0]), cv2.CV_32F)
    (right, down), _ = cv2.phaseCorrelate(gray[0], gray[1], window)
    return right, down


def test_a_clip_has_one_frame_and_one_mask_per_time():
    clip = draw_clip(PLAIN, 1, [0.0, 1.0, 4.0], scale=2.0)
    assert clip.frames.shape == (3, 288, 512, 3)
    assert clip.mask.shape == (3, 288, 512)
    assert clip.frames.dtype == clip.mask.dtype == np.uint8


def test_the_same_seed_draws_the_same_pixels_and_another_does_not():
    for k, scene in enumerate(scenes(6)):
        first = draw_clip(scene, k, [1.0], scale=1.0).frames
        assert np.array_equal(first, draw_clip(scene, k, [1.0], scale=1.0).frames)
        assert not np.array_equal(first, draw_clip(scene, k + 100, [1.0], scale=1.0).frames)


def test_a_frame_does_not_depend_on_the_other_times_asked_for():
    scene = replace(PLAIN, subject="dog", move="pan_left", weather="snowfall")
    together = draw_clip(scene, 3, [0.0, 1.25, 3.0], scale=1.0).frames[1]
    assert np.array_equal(together, draw_clip(scene, 3, [1.25], scale=1.0).frames[0])


def test_a_sketch_and_a_painting_agree_in_geometry_at_both_scales():
    for k, scene in enumerate(s for s in scenes(40, seed=1) if s.subject != "none"):
        painted = draw_clip(scene, k, [2.5], scale=2.0).mask[0]
        small = cv2.resize(painted, (128, 72), interpolation=cv2.INTER_AREA) > 127
        sketch = draw_clip(scene, k, [2.5], scale=0.5, sketch=True).mask[0] > 127
        assert overlap(small, sketch) > (0.62 if scene.size == "WS" else 0.8), scene
        assert np.array_equal(painted, draw_clip(scene, k, [2.5], scale=2.0, sketch=True).mask[0])


def test_a_sketch_ignores_hour_weather_and_style():
    day = draw_clip(replace(PLAIN, subject="boat"), 5, [1.0], scale=0.5, sketch=True).frames
    other = replace(PLAIN, subject="boat", time="night", weather="rain", style="neon")
    assert np.array_equal(day, draw_clip(other, 5, [1.0], scale=0.5, sketch=True).frames)


def test_unspecified_fields_are_chosen_by_the_seed():
    vague = Scene(subject="dog")
    clip, sketch = (draw_clip(vague, 11, [0.0], scale=1.0, sketch=s) for s in (False, True))
    assert np.array_equal(clip.mask, sketch.mask)


@pytest.mark.parametrize(
    ("move", "axis", "sign"), [("pan_left", 0, 1), ("pan_right", 0, -1), ("tilt_up", 1, 1), ("tilt_down", 1, -1)]
)
def test_the_picture_moves_against_the_camera(move: str, axis: int, sign: int):
    frames = draw_clip(replace(PLAIN, setting="forest", move=move), 2, [1.5, 2.0], scale=1.0).frames
    moved = shift(frames[0], frames[1])
    assert moved[axis] * sign > 1.0
    assert abs(moved[1 - axis]) < 1.0


def test_a_static_camera_leaves_the_backdrop_where_it_is():
    frames = draw_clip(replace(PLAIN, setting="room"), 2, [0.0, 4.0], scale=1.0).frames
    assert np.array_equal(frames[0], frames[1])


@pytest.mark.parametrize(("move", "grows"), [("push_in", True), ("pull_out", False)])
def test_the_subject_grows_as_the_camera_pushes_in(move: str, grows: bool):
    mask = draw_clip(replace(PLAIN, subject="monster", size="MS", move=move), 2, [0.0, 4.0], scale=1.0).mask > 127
    ratio = mask[1].sum() / mask[0].sum()
    assert ratio > 1.4 if grows else ratio < 0.7


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_subject_is_in_the_picture_and_closer_is_larger(subject: str):
    share = {}
    for size in ("WS", "MS", "CU"):
        mask = draw_clip(replace(PLAIN, subject=subject, size=size), 4, [0.0, 2.0, 4.0], scale=0.5).mask > 127
        share[size] = mask.mean((1, 2))
    assert share["WS"].min() > 0.004
    assert share["WS"].max() < 0.12
    assert share["MS"].min() > 0.025
    assert share["CU"].min() > 0.08
    assert share["CU"].max() < 0.8
    assert share["WS"].max() < share["MS"].min() < share["CU"].min()


def test_a_companion_adds_to_the_mask_and_an_empty_landscape_has_none():
    def figures(companion: str) -> int:
        scene = replace(PLAIN, subject="woman", companion=companion, size="MS")
        mask = draw_clip(scene, 4, [0.0], scale=1.0).mask[0] > 127
        background_and_figures, _ = cv2.connectedComponents(mask.astype(np.uint8))
        return background_and_figures - 1

    assert figures("none") == 1
    assert figures("tree") == 2
    assert not draw_clip(PLAIN, 4, [0.0], scale=0.5).mask.any()


def test_the_subject_takes_the_colour():
    def mean_colour(colour: str) -> np.ndarray:
        clip = draw_clip(replace(PLAIN, subject="car", size="CU", colour=colour), 4, [0.0], scale=0.5)
        return clip.frames[0][clip.mask[0] > 200].mean(0)

    assert np.argmax(mean_colour("red")) == 0
    assert np.argmax(mean_colour("green")) == 1
    assert np.argmax(mean_colour("blue")) == 2


def test_night_is_darker_than_day_in_every_style():
    for style in ATTRIBUTES["style"][1:]:
        for setting in ("coast", "snow", "city", "forest", "desert", "reef", "room"):
            scene = replace(PLAIN, setting=setting, style=style)
            day, night = (
                draw_clip(replace(scene, time=t), 6, [0.0], scale=0.5).frames.mean() for t in ("day", "night")
            )
            assert night < 0.92 * day, scene


def test_cut_paper_has_no_dark_top_edge():
    for setting in ATTRIBUTES["setting"][1:]:
        scene = replace(PLAIN, setting=setting)
        flat, paper = (
            draw_clip(replace(scene, style=s), 8, [0.0], scale=1.0).frames[0].mean((1, 2))
            for s in ("flat", "papercraft")
        )
        change = paper - flat
        assert abs(change[0] - change[4:8].mean()) < 5, setting


def test_weather_moves_and_a_clear_sky_does_not_fall():
    for weather in ("snowfall", "rain", "fireflies"):
        scene = replace(PLAIN, setting="room", weather=weather)
        first, second = draw_clip(scene, 2, [0.0, 0.25], scale=1.0).frames.astype(int)
        assert np.abs(first - second).mean() > 0.05, weather


def test_sampling_keeps_the_held_out_pairs_out_and_gives_only_them_when_asked():
    rng = np.random.default_rng(0)
    drawn = [sample_scene(rng) for _ in range(3000)]
    assert not any(is_held_out(s) for s in drawn)
    assert all(is_held_out(sample_scene(rng, held_out=True)) for _ in range(200))
    assert {(s, p) for s, p in HELD_OUT} <= {(s, p) for s in SUBJECTS for p in ATTRIBUTES["setting"]}


def test_sampling_covers_every_value_and_keeps_its_promised_shares():
    drawn = scenes(4000)
    for name, values in ATTRIBUTES.items():
        assert {getattr(s, name) for s in drawn} == set(values[1:]), name
    assert 0.07 < np.mean([s.subject == "none" for s in drawn]) < 0.13
    assert 0.10 < np.mean([s.companion != "none" for s in drawn]) < 0.18
    assert all(s.weather == "clear" for s in drawn if s.setting == "space")


def test_encoding_gives_each_value_its_place_in_the_table():
    assert encode_scene(Scene(companion="unspecified")) == [0] * len(ATTRIBUTES)
    for scene in scenes(50):
        decoded = [values[i] for values, i in zip(ATTRIBUTES.values(), encode_scene(scene), strict=True)]
        assert decoded == list(asdict(scene).values())
    with pytest.raises(ValueError, match="submarine"):
        encode_scene(Scene(subject="submarine"))
