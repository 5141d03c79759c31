"""The drawn world: what the trainers rely on when they pair clips, sketches and captions."""

from dataclasses import asdict, replace

import cv2
import numpy as np
import pytest

from sora_studio.training.world.attributes import ATTRIBUTES, INDOORS, Scene, encode_scene
from sora_studio.training.world.draw import draw_clip, draw_layers
from sora_studio.training.world.layers import HEIGHT, HORIZON, VIEW_HEIGHT, VIEW_WIDTH, WIDTH
from sora_studio.training.world.scene_choice import HELD_OUT, fill, is_held_out, sample_scene
from tests.training.pictures import PLAIN, difference, overlap

SUBJECTS = ATTRIBUTES["subject"][2:]


def scenes(count: int, seed: int = 0) -> list[Scene]:
    rng = np.random.default_rng(seed)
    return [sample_scene(rng) for _ in range(count)]


def test_a_clip_has_one_frame_and_one_mask_per_time() -> None:
    clip = draw_clip(PLAIN, 1, [0.0, 1.0, 4.0], scale=2.0)
    assert clip.frames.shape == (3, 288, 512, 3)
    assert clip.mask.shape == (3, 288, 512)
    assert clip.frames.dtype == clip.mask.dtype == np.uint8


def test_the_same_seed_draws_the_same_pixels_and_another_does_not() -> None:
    for k, scene in enumerate(s for s in scenes(8) if s.subject != "none"):
        first = draw_clip(scene, k, [1.0], scale=1.0).frames
        assert np.array_equal(first, draw_clip(scene, k, [1.0], scale=1.0).frames)
        assert not np.array_equal(first, draw_clip(scene, k + 100, [1.0], scale=1.0).frames)


def test_a_frame_does_not_depend_on_the_other_times_asked_for() -> None:
    scene = replace(PLAIN, subject="dog", move="pan_left", weather="snowfall")
    together = draw_clip(scene, 3, [0.0, 1.25, 3.0], scale=1.0).frames[1]
    assert np.array_equal(together, draw_clip(scene, 3, [1.25], scale=1.0).frames[0])


def test_a_sketch_and_a_painting_agree_in_geometry_at_both_scales() -> None:
    least = {"EWS": 0.45, "WS": 0.6}  # the smaller a figure, the more of it is edge
    for k, scene in enumerate(s for s in scenes(24, seed=1) if s.subject != "none"):
        painted = draw_clip(scene, k, [2.5], scale=1.0).mask[0]
        small = cv2.resize(painted, (128, 72), interpolation=cv2.INTER_AREA)
        sketch = draw_clip(scene, k, [2.5], scale=0.5, sketch=True).mask[0]
        assert overlap(small, sketch) > least.get(scene.size, 0.7), scene
        assert np.array_equal(painted, draw_clip(scene, k, [2.5], scale=1.0, sketch=True).mask[0])


def test_a_sketch_ignores_hour_weather_and_style() -> None:
    boat = replace(PLAIN, subject="boat", setting="lake")
    other = replace(boat, time="night", weather="rain", style="neon")
    day, night = (draw_clip(scene, 5, [1.0], scale=0.5, sketch=True).frames for scene in (boat, other))
    assert np.array_equal(day, night)
    by_day, by_night = (draw_layers(scene, 5) for scene in (boat, other))
    for part in ("backdrop", "figures", "places"):
        assert np.array_equal(getattr(by_day, part), getattr(by_night, part)), part


def test_the_layers_are_those_of_the_clip_of_the_same_seed() -> None:
    vague = Scene(subject="dog", size="EWS", move="static", angle="eye")
    frame = draw_clip(vague, 11, [0.0], scale=1.0, sketch=True)
    canvas = cv2.resize(draw_layers(vague, 11).backdrop[..., :3], (WIDTH, HEIGHT))
    top, left = int(HORIZON) - VIEW_HEIGHT // 2, (WIDTH - VIEW_WIDTH) // 2
    behind = frame.mask[0] == 0
    assert difference(frame.frames[0][behind], canvas[top:, left:][:VIEW_HEIGHT, :VIEW_WIDTH][behind]) < 8


def test_unspecified_fields_are_chosen_by_the_seed() -> None:
    vague = Scene(subject="dog")
    clip, sketch = (draw_clip(vague, 11, [0.0], scale=1.0, sketch=s) for s in (False, True))
    assert np.array_equal(clip.mask, sketch.mask)


def test_filling_a_scene_keeps_what_is_said() -> None:
    for seed in range(40):
        said = Scene(subject="whale", companion="unspecified", weather="wind", colour="pink", relation="above")
        full = fill(said, np.random.default_rng(seed))
        assert "unspecified" not in asdict(full).values()
        assert replace(full, subject="whale", weather="wind", colour="pink", relation="above") == full
        assert full.companion != "whale"
        assert full.setting != "cave"


def test_sampling_keeps_the_held_out_pairs_out_and_gives_only_them_when_asked() -> None:
    rng = np.random.default_rng(0)
    assert not any(is_held_out(scene) for scene in scenes(3000))
    assert all(is_held_out(sample_scene(rng, held_out=True)) for _ in range(200))
    assert {(s, p) for s, p in HELD_OUT} <= {(s, p) for s in SUBJECTS for p in ATTRIBUTES["setting"]}


def test_sampling_covers_every_value_and_keeps_its_promised_shares() -> None:
    drawn = scenes(4000)
    for name, values in ATTRIBUTES.items():
        assert {getattr(s, name) for s in drawn} == set(values[1:]), name
    assert 0.06 < np.mean([s.subject == "none" for s in drawn]) < 0.10
    assert 0.24 < np.mean([s.companion != "none" for s in drawn]) < 0.31
    assert all(s.weather == "clear" for s in drawn if s.setting == "space")
    assert {s.weather for s in drawn if s.setting in INDOORS} == {"clear", "fireflies"}
    assert all(s.companion != s.subject for s in drawn if s.subject != "none")
    assert all(s.colour == "none" for s in drawn if s.subject == "none")
    assert all(s.companion_colour == "none" for s in drawn if s.companion == "none")


def test_encoding_gives_each_value_its_place_in_the_table() -> None:
    assert encode_scene(Scene(companion="unspecified")) == [0] * len(ATTRIBUTES)
    for scene in scenes(50):
        decoded = [values[i] for values, i in zip(ATTRIBUTES.values(), encode_scene(scene), strict=True)]
        assert decoded == list(asdict(scene).values())
    with pytest.raises(ValueError, match="submarine"):
        encode_scene(Scene(subject="submarine"))
