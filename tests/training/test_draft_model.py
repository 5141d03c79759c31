"""Both layer painters as one stage: who is asked what."""

from dataclasses import replace
from typing import Any

import pytest

torch = pytest.importorskip("torch")

from sora_studio.training.choices import STRENGTH, likely, noised  # noqa: E402
from sora_studio.training.draft_model import DraftModel, as_seen_by  # noqa: E402
from sora_studio.training.export import draft_inputs  # noqa: E402
from sora_studio.training.layout import LAYOUT  # noqa: E402
from sora_studio.training.scene_tensor import CHOICES, joined, parted  # noqa: E402
from tests.training.pictures import PLAIN  # noqa: E402
from tests.training.tiny_models import TINY_DRAFT, asked, woken  # noqa: E402

PAIR = replace(PLAIN, subject="dog", companion="tree", colour="red", companion_colour="blue")


def dreamed(model: Any, **changes: Any) -> tuple[Any, Any, Any, Any]:
    """Backdrop, figures, places and choices of a scene."""
    torch.manual_seed(1)
    with torch.no_grad():
        return parted(model(**draft_inputs(LAYOUT.width) | changes))


def same(a: Any, b: Any) -> bool:
    return bool(torch.allclose(a, b, atol=1e-5))


def test_to_itself_every_figure_is_the_subject() -> None:
    first, second = (as_seen_by(asked(PAIR), number) for number in range(2))
    swapped = replace(PAIR, subject="tree", companion="dog", colour="blue", companion_colour="red")
    torch.testing.assert_close(first[:, :-2], asked(PAIR))
    torch.testing.assert_close(second[:, :-2], asked(swapped))
    assert (first[0, -2:].tolist(), second[0, -2:].tolist()) == ([1, 0], [0, 1])


def test_each_layer_is_asked_only_for_what_it_shows() -> None:
    model = woken(DraftModel(TINY_DRAFT))
    backdrop, figures, *_ = dreamed(model, concepts=asked(PAIR))
    other, changed, *_ = dreamed(model, concepts=asked(replace(PAIR, companion_colour="green")))
    assert same(backdrop, other)
    assert same(figures[:, 0], changed[:, 0])
    assert not same(figures[:, 1], changed[:, 1])
    other, changed, *_ = dreamed(model, concepts=asked(replace(PAIR, time="night", weather="rain", style="ink")))
    assert same(backdrop, other)
    assert same(figures, changed)
    other, *_ = dreamed(model, concepts=asked(replace(PAIR, setting="city")))
    assert not same(backdrop, other)


def test_a_first_frame_counts_only_where_the_scene_says_it_has_one() -> None:
    model = woken(DraftModel(TINY_DRAFT))
    figure = draft_inputs(LAYOUT.width)["first_frame"]
    moved = torch.roll(figure, 20, -1)

    def answers(has_first_frame: float) -> list[tuple[Any, ...]]:
        has = torch.tensor([has_first_frame])
        return [dreamed(model, concepts=asked(PAIR), first_frame=f, has_first_frame=has)[:3] for f in (figure, moved)]

    assert all(same(a, b) for a, b in zip(*answers(0.0), strict=True))
    assert not any(same(a, b) for a, b in zip(*answers(1.0), strict=True))


def test_a_choice_stands_out_of_the_noise_long_before_any_picture() -> None:
    choice = torch.nn.functional.one_hot(torch.arange(200) % 6, 6).float()
    pure = likely(noised(choice, torch.ones(200)), torch.ones(200))
    torch.testing.assert_close(pure, torch.full_like(pure, 1 / 6))
    for level in (0.85, 0.5, 0.0):
        told = likely(noised(choice, torch.full((200,), level)), torch.full((200,), level))
        assert (told.argmax(1) == choice.argmax(1)).float().mean() > 0.97
        assert (told * choice).sum(1).mean() > 0.95


def chosen(view: int, *, has_first_frame: float) -> tuple[Any, Any, Any, Any]:
    """What an unlearned scene becomes whose view is already decided."""
    torch.manual_seed(2)
    backdrop, figures, places, choices = parted(draft_inputs(LAYOUT.width)["sample"])
    choices = torch.zeros_like(choices)
    choices[:, [view, CHOICES[0] + 1, CHOICES[0] + CHOICES[1]]] = STRENGTH
    sample, has = joined(backdrop, figures, places, choices), torch.tensor([has_first_frame])
    return dreamed(woken(DraftModel(TINY_DRAFT)), sample=sample, concepts=asked(PAIR), has_first_frame=has)


def test_pictures_follow_the_choice_and_a_first_frame_has_chosen_already() -> None:
    one, other = (chosen(view, has_first_frame=0.0) for view in (0, 3))
    assert not same(one[0], other[0])
    assert same(one[1], other[1])
    assert one[3][0].nonzero().flatten().tolist() == [0, CHOICES[0] + 1, CHOICES[0] + CHOICES[1]]
    assert one[3].max() == pytest.approx(STRENGTH)
    one, other = (chosen(view, has_first_frame=1.0) for view in (0, 3))
    assert same(one[0], other[0])
