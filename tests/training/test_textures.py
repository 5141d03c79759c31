"""Learned textures lie and scroll exactly as the drawn world's do, wherever they are cropped."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from sora_studio.training.textures import DRIFTS, PACE, PIXELS_PER_BASE, SIDE, Textures  # noqa: E402
from sora_studio.training.world import weather as drawn  # noqa: E402
from sora_studio.training.world.attributes import ATTRIBUTES  # noqa: E402
from sora_studio.training.world.weather_tiles import draw_tile  # noqa: E402
from tests.training.pictures import PLAIN  # noqa: E402
from tests.training.tiny_models import asked  # noqa: E402

FALLING = tuple(drawn.SCROLL)


def white_tile(weather: str, number: int, style: str, dark: bool, side: int) -> Any:
    """The drawn pattern, all white."""
    return np.repeat(draw_tile(weather, number, style, dark, side)[..., 3:], 4, 2)


@pytest.fixture
def white(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The drawn world's weather in white."""
    drawn._sheet.cache_clear()
    monkeypatch.setattr(drawn, "draw_tile", white_tile)
    yield
    drawn._sheet.cache_clear()


def learned(weather: str) -> Textures:
    """Textures that have learned a weather's shapes, in white."""
    textures = Textures(4)
    with torch.no_grad():
        for number in range(DRIFTS):
            alpha = white_tile(weather, number, "flat", False, SIDE)[..., 3]
            textures.tiles[ATTRIBUTES["weather"].index(weather), number] = torch.from_numpy(alpha / 255) / PACE
        textures.tints.weight.zero_()
        textures.tints.bias.fill_(1.0)
    return textures


def weathered(textures: Any, weather: str, picture: Any, moment: float = 0.0, corner: tuple[int, int] = (0, 0)) -> Any:
    concepts = asked(replace(PLAIN, weather=weather))
    given = concepts, torch.zeros(1, 4), torch.tensor([moment]), torch.tensor([corner])
    with torch.no_grad():
        return textures.weathered(picture, *given)


@pytest.mark.parametrize("weather", FALLING)
@pytest.mark.usefixtures("white")
def test_weather_scrolls_as_the_drawn_world_has_it(weather: str) -> None:
    for seconds in (0.0, 0.25, 1.75, 3.1):
        frame = np.zeros((288, 512, 3), np.uint8)
        drawn.overlay(frame, weather, "day", "flat", seconds, float(PIXELS_PER_BASE))
        painted = weathered(learned(weather), weather, torch.zeros(1, 3, 288, 512), seconds)
        error = np.abs(painted[0, 0].numpy() * 255 - frame[..., 0])
        assert frame.mean() > 1
        assert error.mean() < 0.5, seconds
        assert np.percentile(error, 99.9) < 8, seconds


def test_a_crop_shows_what_the_frame_shows_there() -> None:
    textures, picture = learned("rain"), torch.rand(1, 3, 288, 512)
    whole = weathered(textures, "rain", picture, 1.3)
    part = weathered(textures, "rain", picture[..., 70:166, 200:360], 1.3, (200, 70))
    torch.testing.assert_close(part, whole[..., 70:166, 200:360], atol=1e-3, rtol=0)
    still = textures.still_at([0, 40], [0, 16], 96, 128)
    torch.testing.assert_close(still[0, :, 40:, 16:], still[1, :, :56, :112])


@pytest.mark.parametrize("weather", sorted(set(ATTRIBUTES["weather"]) - set(FALLING)))
def test_where_nothing_falls_nothing_is_laid_over_the_picture(weather: str) -> None:
    textures, picture = Textures(4), torch.rand(1, 3, 32, 48)
    torch.testing.assert_close(weathered(textures, weather, picture, 1.0), picture, rtol=0, atol=0)
