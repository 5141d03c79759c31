"""Stage B as one scene for the shot: sampled once, filmed at any times; or a drawing in its place."""

import numpy as np
import pytest

from sora_studio.diffusion import make_schedule, noise, plan, sample
from sora_studio.errors import Cancelled, GenerationError, PackError
from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.clip import from_pictures, to_pictures
from sora_studio.inference.draft import draft_preview, run_draft
from sora_studio.inference.events import StepDone
from sora_studio.inference.packs import load_pack
from sora_studio.inference.request import make_request
from sora_studio.inference.scene import run_sketch
from sora_studio.inference.session import SessionCache
from sora_studio.inference.stage import frame_times
from tests.inference.tiny_pack import SCENE, Tiny, cpu_sessions, describe, edit_description, make_pack

COND = {"concepts": np.array([[0.25, 0.0, 0.0]], np.float32)}
UNCOND = {"concepts": np.array([[0.0, 0.0, 0.0]], np.float32)}


def pack_of(tmp_path, **tiny):
    return load_pack(make_pack(tmp_path / "tiny", Tiny(scenes=True, **tiny)))


def drafted(pack, seconds: float = 1.0, sessions: SessionCache | None = None, **options) -> np.ndarray:
    request = make_request(pack, "", seed=5, duration_s=seconds, guidance=1.0)
    return run_draft(sessions or cpu_sessions(), pack, request, COND, UNCOND, **options)


def whole_steps(values: np.ndarray) -> np.ndarray:
    return np.round((np.clip(values, -1, 1) + 1) * 127.5) / 127.5 - 1


def test_a_scene_is_sampled_and_filmed(tmp_path):
    pack = pack_of(tmp_path)
    table = plan("euler", make_schedule("flow", 3))
    scene = sample(
        table,
        noise(5, (1, *SCENE), "scene start") * np.float32(table.initial_scale),
        lambda x, timestep: 0.1 * x + np.float32(0.25),
        lambda stream: noise(5, (1, *SCENE), f"scene {stream}"),
        prediction="sample",
    )
    draft = drafted(pack)
    expected = scene.mean() + 0.5 * np.arange(5)[:, None, None, None] / 4 * np.ones((1, 4, 2, 4))
    assert draft.dtype == np.float32
    np.testing.assert_allclose(draft, whole_steps(expected), atol=0.5 / 127.5)


def test_a_draft_is_in_whole_steps_so_that_its_bytes_say_all(tmp_path):
    draft = drafted(pack_of(tmp_path))
    pictures = np.empty((5, 2, 4, 4), np.uint8)
    to_pictures(draft, pictures)
    np.testing.assert_array_equal(from_pictures(pictures), draft)


def test_bytes_come_back_whatever_they_are():
    every = np.arange(256, dtype=np.uint8).reshape(1, 8, 8, 4)
    again = np.empty_like(every)
    to_pictures(from_pictures(every), again)
    np.testing.assert_array_equal(again, every)


def test_a_long_shot_is_one_scene_and_its_move_spans_it(tmp_path):
    pack, sessions = pack_of(tmp_path, noise_share=0.0), cpu_sessions()
    draft = drafted(pack, 4.0, sessions)
    # 17 frames in chunks of 2 are 9 runs of the decoder, after 3 steps, though the pack's windows have 5 frames.
    assert (sessions.created, sessions.runs) == (2, 3 + 9)
    np.testing.assert_allclose(draft[[0, 8, 16], 0, 0, 0], whole_steps(np.array([0.25, 0.5, 0.75])), atol=1e-6)


def test_a_frame_is_filmed_the_same_in_any_company(tmp_path):
    together = drafted(pack_of(tmp_path / "5", frames_per_run=5))
    for frames_per_run in (1, 2, 3):
        apart = drafted(pack_of(tmp_path / f"{frames_per_run}", frames_per_run=frames_per_run))
        np.testing.assert_array_equal(apart, together)


def test_frames_are_refined_at_their_true_times(tmp_path):
    pack = pack_of(tmp_path)
    np.testing.assert_array_equal(frame_times(pack.draft, 9), np.arange(9) / 4)


def test_each_step_is_told_with_at_most_16_frames_of_the_clip(tmp_path):
    pack = pack_of(tmp_path, noise_share=0.0)
    told: list[StepDone] = []
    draft = drafted(pack, 10.0, on_step=told.append)
    assert [(done.stage, done.step, done.steps) for done in told] == [("draft", step, 3) for step in (1, 2, 3)]
    last = told[-1].preview
    assert last is not None
    assert last.shape == (16, 2, 4, 3)
    np.testing.assert_array_equal(last[[0, -1]], draft_preview(pack, draft)[[0, -1]])
    told.clear()
    drafted(pack, 1.0, on_step=told.append)
    assert [done.preview is not None and len(done.preview) for done in told] == [5, 5, 5]


def test_a_scene_can_begin_with_a_frame(tmp_path):
    pack = pack_of(tmp_path, noise_share=0.0)
    given = np.full((4, 2, 4), 0.25, np.float32)
    np.testing.assert_allclose(drafted(pack, first_frame=given)[0], whole_steps(np.array(0.5)), atol=1e-6)
    cannot = pack_of(tmp_path / "cannot", without_first_frame=True)
    with pytest.raises(GenerationError, match="can't continue"):
        drafted(cannot, first_frame=given)


def test_the_camera_moves_over_a_drawing_in_the_scenes_place(tmp_path):
    pack, sessions = pack_of(tmp_path), cpu_sessions()
    sketch = np.linspace(-1, 0.25, 32, dtype=np.float32).reshape(4, 2, 4)
    request = make_request(pack, "", seed=5, duration_s=1.0, sketch="its sha256")
    draft = run_sketch(sessions, pack, request, sketch, COND)
    np.testing.assert_allclose(draft[0], sketch, atol=0.51 / 127.5)
    np.testing.assert_allclose(draft[4], sketch + 0.5, atol=0.51 / 127.5)
    assert pack.decode
    assert sessions.loaded == [pack.decode.model], "Stage B isn't run"
    assert request.draft_digest != make_request(pack, "", seed=5, duration_s=1.0).draft_digest


def test_without_a_decoder_every_frame_is_the_drawing(tmp_path):
    pack = load_pack(make_pack(tmp_path / "tiny"))
    sketch = np.linspace(-1, 1, 32, dtype=np.float32).reshape(4, 2, 4)
    request = make_request(pack, "", seed=5, duration_s=2.0, sketch="its sha256")
    sessions = cpu_sessions()
    np.testing.assert_array_equal(run_sketch(sessions, pack, request, sketch, COND), np.stack([sketch] * 9))
    assert sessions.runs == 0


@pytest.mark.parametrize("scenes", [True, False])
def test_a_pack_that_takes_no_drawing_says_so(tmp_path, scenes: bool):
    folder = make_pack(tmp_path / "tiny", Tiny(scenes=scenes, without_sketch=True))
    if not scenes:
        edit_description(folder, lambda text: text.replace("preview_rgb = [0, 1, 2]", "preview_rgb = [3, 1, 2]"))
    pack, blank = load_pack(folder), np.zeros((4, 2, 4), np.float32)
    with pytest.raises(GenerationError, match="can't start from a picture"):
        run_sketch(cpu_sessions(), pack, make_request(pack, "", seed=5, duration_s=1.0), blank, COND)


@pytest.mark.parametrize("blank", ["draft", "decode"])
@pytest.mark.parametrize("watched", [True, False])
def test_a_scene_that_is_no_number_is_refused(tmp_path, blank: str, watched: bool):
    pack = pack_of(tmp_path, blank=blank)
    with pytest.raises(GenerationError, match=r"blank \(numeric overflow in the draft stage\)"):
        drafted(pack, on_step=(lambda done: None) if watched else None)


def test_cancel_stops_between_steps_and_while_filming(tmp_path):
    pack = pack_of(tmp_path)
    for stop_at in (1, 3):
        token = CancelToken()
        sessions = cpu_sessions()
        with pytest.raises(Cancelled):
            drafted(
                pack,
                sessions=sessions,
                cancel=token,
                on_step=lambda done, stop_at=stop_at, token=token: token.cancel() if done.step == stop_at else None,
            )
        assert sessions.runs == stop_at * (1 + 3), "a step is one run, a preview of 5 frames three"


def test_little_memory_holds_one_model_after_the_other(tmp_path):
    pack = pack_of(tmp_path)
    sessions = cpu_sessions(memory_budget_bytes=1)
    np.testing.assert_array_equal(drafted(pack, sessions=sessions), drafted(pack))
    assert len(sessions.loaded) == 2, "both are in use at once"
    with sessions.lease(pack.refine.model):
        assert sessions.loaded == [pack.refine.model]


@pytest.mark.parametrize(
    ("line", "instead", "said"),
    [
        ("scene_shape = [3, 5]", 'axes = "BFCHW"', "[decode] has nothing to decode"),
        ("scene_shape = [3, 5]", "scene_shape = []", "[draft] scene_shape must hold 1 whole numbers"),
        ("scene_shape = [3, 5]", "scene_shape = [3, 0]", "[draft] scene_shape must hold 2 whole numbers"),
        ("scene_shape = [3, 5]", "scene_shape = 3", "[draft] scene_shape must hold"),
        ('scene = "scene"\n', "", "[decode.inputs] scene is missing"),
        ('duration = "duration"', 'length = "duration"', "[decode.inputs] length is filled by nobody"),
        ("preview_rgb = [0, 1, 2]", "preview_rgb = [2, 1, 0]", "[decode] output is red, green, blue"),
        ('concepts = "concepts"\n', 'frame_times = "x"\n', "[draft.inputs] frame_times is filled by nobody"),
    ],
)
def test_a_wrong_description_names_file_and_key(tmp_path, line: str, instead: str, said: str):
    folder = make_pack(tmp_path / "tiny", Tiny(scenes=True))
    edit_description(folder, lambda text: text.replace(line, instead, 1))
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    assert said in caught.value.message


def test_scenes_without_a_decoder_are_refused(tmp_path):
    folder = make_pack(tmp_path / "tiny", Tiny(scenes=True))
    edit_description(folder, lambda text: text[: text.index("[decode]")] + text[text.index("[refine]") :])
    with pytest.raises(PackError, match=r"\[decode\] is missing"):
        load_pack(folder)


def test_a_decoder_of_another_size_is_named(tmp_path):
    folder = make_pack(tmp_path / "tiny", Tiny(scenes=True))
    edit_description(folder, lambda text: text.replace("latent_scale = 8", "latent_scale = 4"))
    with pytest.raises(PackError, match=r"can't (give|take) a"):
        drafted(load_pack(folder))


def test_the_decoder_is_part_of_the_drafts_name(tmp_path):
    folder = make_pack(tmp_path / "tiny", Tiny(scenes=True))
    before = load_pack(folder).digest
    edit_description(folder, lambda text: text.replace("frames_per_run = 2\noutput", "frames_per_run = 1\noutput"))
    assert load_pack(folder).digest == before
    make_pack(folder, Tiny(scenes=True, blank="decode"))
    describe(folder, Tiny(scenes=True))
    after = load_pack(folder).digest
    assert before.draft != after.draft
    assert (before.encode, before.refine) == (after.encode, after.refine)
