"""Hours, styles and weather: what changes the picture, what moves in it and what must not."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from sora_studio.training.world import weather as air
from sora_studio.training.world.attributes import ATTRIBUTES
from sora_studio.training.world.draw import draw_clip
from sora_studio.training.world.textures import texture
from sora_studio.training.world.weather_tiles import TILE, draw_tile
from tests.training.pictures import PLAIN, difference

STYLES, SETTINGS, WEATHERS = (ATTRIBUTES[name][1:] for name in ("style", "setting", "weather"))
UNLIT = ("space", "cave", "stage")  # an hour changes little of these


@pytest.mark.parametrize("style", STYLES)
def test_night_is_darker_than_day_in_every_style(style: str) -> None:
    for setting in (name for name in SETTINGS if name not in UNLIT):
        scene = replace(PLAIN, setting=setting, style=style)
        day, night = (draw_clip(replace(scene, time=t), 6, [0.0], scale=0.5).frames.mean() for t in ("day", "night"))
        assert night < 0.94 * day, setting


@pytest.mark.parametrize("style", STYLES)
def test_what_stands_still_is_painted_alike_in_every_frame(style: str) -> None:
    frames = draw_clip(replace(PLAIN, style=style, weather="fog"), 2, [0.0, 3.1], scale=1.0).frames
    assert np.array_equal(frames[0], frames[1])


def test_styles_and_hours_are_told_apart() -> None:
    for name in ("style", "time"):
        frames = {
            value: draw_clip(replace(PLAIN, setting="village", **{name: value}), 2, [0.0], scale=1.0).frames[0]
            for value in ATTRIBUTES[name][1:]
        }
        for one, two in combinations(frames, 2):
            assert difference(frames[one], frames[two]) > 4, (one, two)


@pytest.mark.parametrize("setting", SETTINGS)
def test_cut_paper_has_no_dark_top_edge(setting: str) -> None:
    flat, paper = (
        draw_clip(replace(PLAIN, setting=setting, style=style), 8, [0.0], scale=1.0).frames[0].mean((1, 2))
        for style in ("flat", "papercraft")
    )
    change = paper - flat
    assert abs(change[0] - change[4:8].mean()) < 9


@pytest.mark.parametrize("name", ["paper", "blooms", "hatching", "crossing"])
def test_a_texture_is_one_fixed_sheet_at_any_size(name: str) -> None:
    whole, half = texture(name, 288, 512), texture(name, 144, 256)
    assert whole.shape == (288, 512, 1)
    assert difference(whole.reshape(144, 2, 256, 2).mean((1, 3)), half[..., 0]) < 0.02
    assert 0.1 < whole.std() < 1.5


@pytest.mark.parametrize("weather", air.SCROLL)
def test_weather_moves_and_comes_round_again(weather: str) -> None:
    times = [0.0, 0.25, 1.0, TILE / 2]
    frames = draw_clip(replace(PLAIN, setting="room", weather=weather), 2, times, scale=1.0).frames
    assert min(difference(frames[0], frames[k]) for k in (1, 2)) > 0.05
    assert np.array_equal(frames[0], frames[3])


def test_patterns_move_by_whole_pixels_from_frame_to_frame_and_never_so_far_as_to_flicker() -> None:
    for speeds in air.SCROLL.values():
        for step in (speed * 2 / 4 for both in speeds for speed in both):
            assert step == int(step)
            assert abs(step) < TILE


@pytest.mark.parametrize("weather", air.SCROLL)
def test_a_pattern_repeats_without_a_seam(weather: str) -> None:
    for number in (0, 1):
        tile = draw_tile(weather, number, "flat", True, 2 * TILE).astype(np.float32)
        for axis in (0, 1):
            steps = np.abs(tile - np.roll(tile, 1, axis)).mean((1 - axis, 2))
            assert steps[0] <= 1.2 * steps[1:].max(), (number, axis)


@pytest.mark.parametrize("weather", WEATHERS)
def test_every_weather_is_seen(weather: str) -> None:
    clear, other = (
        draw_clip(replace(PLAIN, setting="desert", weather=w), 2, [0.0], scale=1.0).frames for w in ("clear", weather)
    )
    assert (difference(clear, other) > 0.3) == (weather != "clear")


def test_stars_shine_in_a_clear_night() -> None:
    def bright(**changes: str) -> int:
        frame = draw_clip(replace(PLAIN, setting="desert", angle="low", **changes), 2, [0.0], scale=1.0).frames[0]
        return int((frame.max(2) > 180).sum())

    assert bright(time="night") > bright(time="night", weather="fog") + 20
