"""A request's digests are the names of what is kept: each must change with what its stage depends on, and only then."""

from dataclasses import fields, replace
from typing import Any

import pytest

from sora_studio.errors import GenerationError, PackError
from sora_studio.inference.pack import PackDigest
from sora_studio.inference.packs import load_pack
from sora_studio.inference.request import GenerationRequest, make_request, refuse_other_pack, text_digest
from tests.inference.tiny_pack import make_pack

REQUEST = GenerationRequest(
    prompt="a red candle",
    negative="",
    seed=7,
    width=32,
    height=16,
    frame_count=5,
    frames_per_second=4.0,
    sampler="euler",
    steps=3,
    guidance=2.0,
    refine_sampler="euler",
    refine_steps=2,
    pack_digest=PackDigest("e", "d", "r"),
)


def names(request: GenerationRequest) -> tuple[tuple[str, str], str, str]:
    return request.text_digests, request.draft_digest, request.refined_digest


# What is changed, and whether the names of the texts and of the draft change; that of the frames always does.
CHANGES: list[tuple[dict[str, Any], bool, bool]] = [
    ({"prompt": "snow"}, True, True),
    ({"negative": "snow"}, True, True),
    ({"seed": 8}, False, True),
    ({"width": 64}, False, True),
    ({"height": 32}, False, True),
    ({"frame_count": 6}, False, True),
    ({"frames_per_second": 8.0}, False, True),
    ({"sampler": "heun"}, False, True),
    ({"steps": 4}, False, True),
    ({"guidance": 3.0}, False, True),
    ({"first_frame": "ab"}, False, True),
    ({"sketch": "ab"}, False, True),
    ({"strength": 0.5}, False, True),
    ({"step_cache": 0.1}, False, True),
    ({"refine_sampler": "heun"}, False, False),
    ({"refine_steps": 3}, False, False),
    ({"pack_digest": PackDigest("E", "d", "r")}, True, True),
    ({"pack_digest": PackDigest("e", "D", "r")}, False, True),
    ({"pack_digest": PackDigest("e", "d", "R")}, False, False),
]


@pytest.mark.parametrize(("change", "texts_change", "draft_changes"), CHANGES)
def test_a_change_renames_what_depends_on_it(change: dict[str, Any], texts_change: bool, draft_changes: bool):
    texts, draft, refined = names(REQUEST)
    other_texts, other_draft, other_refined = names(replace(REQUEST, **change))
    assert (other_texts != texts) == texts_change
    assert (other_draft != draft) == draft_changes
    assert other_refined != refined


def test_the_changes_cover_every_field():
    assert {field for change, *_ in CHANGES for field in change} == {field.name for field in fields(GenerationRequest)}


def test_names_hold_across_versions():
    """Takes on disk are found by these: a change here orphans every film made so far."""
    assert REQUEST.text_digests[0] == text_digest(REQUEST.pack_digest, "a red candle")
    assert REQUEST.text_digests[0] == "ac698bc7f9ce3ee7771e56eab39801b34a53081f7208ad416d889e402698e388"
    assert REQUEST.draft_digest == "e71851c45ea2de5ccae41c777de627ccd61fb0cd42088e082fd59ebd10c8ab32"
    assert REQUEST.refined_digest == "236ca86618501f3cfa347c383bb6b43725d09b342dfa4e899b8ad2d193febc9a"


def test_defaults_are_the_packs_own(tmp_path):
    pack = load_pack(make_pack(tmp_path / "tiny"))
    request = make_request(pack, "a red candle", seed=1, duration_s=1.0)
    assert (request.sampler, request.steps, request.guidance, request.refine_steps) == ("euler", 3, 2.0, 2)
    assert (request.width, request.height, request.frames_per_second) == (32, 16, 4.0)
    assert request.pack_digest == pack.digest
    chosen = make_request(pack, "", seed=1, duration_s=1.0, sampler="heun", steps=9, guidance=0.0, refine_steps=8)
    assert (chosen.sampler, chosen.steps, chosen.guidance, chosen.refine_steps) == ("heun", 9, 0.0, 8)


@pytest.mark.parametrize(("duration_s", "frame_count"), [(1.0, 5), (0.25, 2), (0.01, 2), (1.01, 6), (4.0, 17)])
def test_a_clip_reaches_the_end_of_its_duration(tmp_path, duration_s: float, frame_count: int):
    pack = load_pack(make_pack(tmp_path / "tiny"))
    assert make_request(pack, "", seed=1, duration_s=duration_s).frame_count == frame_count


def test_the_native_size_nearest_in_shape_is_taken(tmp_path):
    pack = replace(load_pack(make_pack(tmp_path / "tiny")), native_sizes=((512, 288), (288, 512), (512, 512)))
    sizes = {
        film: (request.width, request.height)
        for film in [(1920, 1080), (1080, 1920), (1000, 1100)]
        for request in [make_request(pack, "", seed=1, duration_s=1, film_size=film)]
    }
    assert sizes == {(1920, 1080): (512, 288), (1080, 1920): (288, 512), (1000, 1100): (512, 512)}


@pytest.mark.parametrize("wrong", [{"duration_s": 0.0}, {"steps": -1}, {"refine_steps": -1}, {"step_cache": 1.5}])
def test_what_cannot_be_made_is_refused(tmp_path, wrong: dict[str, float]):
    pack = load_pack(make_pack(tmp_path / "tiny"))
    with pytest.raises(GenerationError):
        make_request(pack, "", **{"seed": 1, "duration_s": 1.0, **wrong})


def test_a_pack_that_changed_since_is_refused(tmp_path):
    pack = load_pack(make_pack(tmp_path / "tiny"))
    with pytest.raises(PackError, match="has changed"):
        refuse_other_pack(pack, REQUEST)


def test_a_clip_nothing_can_go_on_from_is_slowed_down_to_last(tmp_path):
    pack = load_pack(make_pack(tmp_path / "tiny"))
    alone = {role: name for role, name in pack.draft.inputs.items() if "first_frame" not in role}
    draft = replace(pack.draft, inputs=alone, frames_max=5, frames_per_second=4.0, scene_shape=())
    pack = replace(pack, draft=draft, decode=None)
    short, long = (make_request(pack, "snow", seed=1, duration_s=seconds) for seconds in (1.0, 4.0))
    assert (short.frame_count, short.frames_per_second) == (5, 4.0)
    assert (long.frame_count, long.frames_per_second) == (5, 1.0)
