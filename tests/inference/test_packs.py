"""Packs come from strangers: what is wrong with one is said with file, key and reason, and nothing of it is run."""

import os
from hashlib import sha256
from pathlib import Path

import onnx
import pytest
from onnx import helper, numpy_helper
from onnx.external_data_helper import set_external_data

from sora_studio.errors import PackError
from sora_studio.inference.packs import find_packs, load_pack, pack_named
from tests.inference.tiny_pack import Tiny, cpu_sessions, describe, draft_model, edit_description, floats, make_pack


def refusal(folder: Path) -> str:
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    assert caught.value.hint
    return caught.value.message


def test_a_pack_is_read_whole(tmp_path):
    folder = make_pack(tmp_path / "tiny")
    pack = load_pack(folder)
    assert (pack.name, pack.title, pack.licence, pack.native_sizes) == ("tiny", "Tiny", "Apache-2.0", ((32, 16),))
    assert pack.draft.model.path == folder / "draft.onnx"
    assert pack.draft.model.size_bytes == (folder / "draft.onnx").stat().st_size
    assert dict(pack.draft.diffusion.schedule_options) == {"shift": 1.0}
    assert (pack.draft.frames_max, pack.draft.preview_rgb, pack.refine.frames_per_run) == (5, (0, 1, 2), 2)


@pytest.mark.parametrize(
    ("line", "instead", "said"),
    [
        ('title = "Tiny"', "", "[pack] title is missing"),
        ("steps = 3", "steps = 0", "[draft] steps must be a whole number from 1 to 1000, not 0"),
        ("steps = 3", "steps = true", "[draft] steps must be a whole number"),
        ("steps = 3", 'steps = "3"', "[draft] steps must be a whole number"),
        ("frames_max = 5", "frame_max = 5", "[draft] frames_max is missing"),
        ("guidance = 2.0", "guidance = nan", "[draft] guidance must be a number"),
        ("guidance = 2.0", "guidance = 2.0\nfirst_frame_strength = 1e-9", "[draft] first_frame_strength must be 0, or"),
        ("guidance = 2.0", "guidance = 2.0\nguidence = 3", "is 'guidance' meant?"),
        ("shift = 1.0", "shift = -1.0", "[draft] schedule 'flow' can't be made"),
        ("shift = 1.0", 'shift = "much"', "[draft] schedule 'flow' can't be made"),
        ("shift = 1.0", "shift = [1.0]", "[draft] shift must be a single text or finite number"),
        ('schedule = "flow"', 'schedule = "flaw"', "[draft] schedule is 'flaw', which is none of"),
        ('sampler = "euler"', 'sampler = "oiler"', "[draft] sampler is 'oiler', which is none of"),
        ('prediction = "sample"', 'prediction = "luck"', "[draft] prediction is 'luck'"),
        ('axes = "BFCHW"', 'axes = "XYZ"', "[draft] axes is 'XYZ'"),
        ('axes = "BFCHW"', 'axes = "BCHW"', "[draft] frames_max must be 1, for axes of BCHW are those of stills"),
        ("preview_rgb = [0, 1, 2]", "preview_rgb = [0, 1, 4]", "[draft] preview_rgb must hold 3 whole numbers"),
        ("preview_rgb = [0, 1, 2]", "preview_rgb = [0, 1]", "[draft] preview_rgb must hold 3 whole numbers"),
        ("native = [[32, 16]]", "native = []", "[sizes] native must be a list"),
        ("native = [[32, 16]]", "native = [[32]]", "[sizes] native must hold 2 whole numbers"),
        ('sample = "sample"\n', "", "[draft.inputs] sample is missing"),
        ('concepts = "concepts"', 'mood = "concepts"', "[draft.inputs] mood is filled by nobody"),
        ("format = 1", "format = 2", "made for a newer Sora Studio"),
        ("format = 1", "format = 1\nformat = 1", "The description of the model pack “tiny” (pack.toml) can't be read"),
        ("format = 1", 'format = 1\ncolour = "red"', "[colour] is not known here"),
        (
            "[refine]",
            '[draft.encoder]\nfile = "draft.onnx"\npicture = "picture"\noutput = "latent"\n\n[refine]',
            "[refine] has no decoder, and a draft with an encoder begins with pictures",
        ),
        (
            "[refine]",
            '[draft.reader]\nfile = "draft.onnx"\npicture = "picture"\noutput = "states"\nshape = [5]\n\n[refine]',
            "[draft.reader] shape must hold 2 whole numbers",
        ),
        ("[refine]", "[refine", "The description of the model pack “tiny” (pack.toml) can't be read"),
        ("shift = 1.0", "shift = inf", "shift must be a single text or finite number, not inf"),
        ('file = "draft.onnx"', 'file = "draft\\n.onnx"', "`'draft\\n.onnx'` is not the plain name of a file"),
        ('file = "draft.onnx"', 'file = "../draft.onnx"', "`../draft.onnx` is not the plain name of a file"),
        ('file = "draft.onnx"', 'file = "/etc/passwd"', "`/etc/passwd` is not the plain name of a file"),
        ('file = "draft.onnx"', "file = 'C:draft.onnx'", "`C:draft.onnx` is not the plain name of a file"),
        (
            'file = "draft.onnx"',
            'file = "other.onnx"',
            "“other.onnx” of the model pack “tiny” isn't in the pack's own list of its files",
        ),
    ],
)
def test_a_wrong_description_names_file_and_key(tmp_path, line: str, instead: str, said: str):
    folder = make_pack(tmp_path / "tiny")
    edit_description(folder, lambda text: text.replace(line, instead, 1))
    message = refusal(folder)
    assert said in message
    assert "tiny" in message or "pack.toml" in message or "Pack refused" in message


def test_a_changed_file_is_not_the_one_stated(tmp_path):
    folder = make_pack(tmp_path / "tiny")
    load_pack(folder)
    with (folder / "draft.onnx").open("ab") as file:
        file.write(b"\0")
    message = refusal(folder)
    assert "The file “draft.onnx” of the model pack “tiny” is damaged" in message
    assert "sha" not in message


def test_a_missing_file_is_named(tmp_path):
    folder = make_pack(tmp_path / "tiny")
    (folder / "refine.onnx").unlink()
    assert "refine.onnx can't be read" in refusal(folder)


def test_a_folder_without_a_description_is_no_pack(tmp_path):
    assert f"{tmp_path} holds no model pack that can be read" in refusal(tmp_path)


@pytest.mark.parametrize(
    "name", ["model.ckpt", "weights.PT", "x.bin", "x.pkl", "setup.py", "op.so", "op.so.1", "m.ort"]
)
def test_anything_that_can_hold_code_is_refused(tmp_path, name: str):
    folder = make_pack(tmp_path / "tiny")
    (folder / "more").mkdir()
    (folder / "more" / name).write_bytes(b"")
    assert f"contains code (`more/{name}`" in refusal(folder)


def test_links_and_pipes_are_refused(tmp_path):
    linked = make_pack(tmp_path / "linked")
    (linked / "draft.onnx").rename(tmp_path / "elsewhere.onnx")
    (linked / "draft.onnx").symlink_to(tmp_path / "elsewhere.onnx")
    assert "`draft.onnx` is a link" in refusal(linked)
    piped = make_pack(tmp_path / "piped")
    os.mkfifo(piped / "pipe")
    assert "`pipe` is not an ordinary file" in refusal(piped)


def test_weights_outside_the_folder_are_refused(tmp_path):
    (tmp_path / "secret").write_bytes(b"\0" * 4)
    folder = make_pack(tmp_path / "tiny")
    model = draft_model(Tiny())
    share = next(held for held in model.graph.initializer if held.name == "share")
    set_external_data(share, "../secret")
    share.ClearField("raw_data")
    (folder / "draft.onnx").write_bytes(model.SerializeToString())
    describe(folder)
    assert "`draft.onnx` reads a file outside its folder (`../secret`)" in refusal(folder)


def with_weights_beside(folder: Path, content: bytes) -> None:
    model = draft_model(Tiny())
    share = next(held for held in model.graph.initializer if held.name == "share")
    set_external_data(share, "draft.weights")
    share.ClearField("raw_data")
    (folder / "draft.onnx").write_bytes(model.SerializeToString())
    (folder / "draft.weights").write_bytes(content)
    describe(folder)


def state_weights(folder: Path) -> None:
    digest = sha256((folder / "draft.weights").read_bytes()).hexdigest()
    edit_description(folder, lambda text: text.replace("[files]", f'[files]\n"draft.weights" = "{digest}"'))


def test_weights_beside_a_model_are_verified_and_part_of_its_name(tmp_path):
    folder = make_pack(tmp_path / "tiny")
    with_weights_beside(folder, b"\0\0\0\0")
    assert "“draft.weights” of the model pack “tiny” isn't in the pack's own list" in refusal(folder)
    state_weights(folder)
    before = load_pack(folder).digest
    with_weights_beside(folder, b"\0\0\0\1")
    state_weights(folder)
    pack = load_pack(folder)
    assert before.draft != pack.digest.draft
    assert (before.encode, before.refine) == (pack.digest.encode, pack.digest.refine)
    (folder / "draft.weights").write_bytes(b"\0\0\0\2")
    with (
        pytest.raises(PackError, match=r"“draft\.weights” of the model pack “tiny” is damaged"),
        cpu_sessions().lease(pack.draft.model),
    ):
        pytest.fail("it was loaded")


@pytest.mark.parametrize(
    ("domain", "operator"),
    [("evil.ops", "Anything"), ("com.microsoft", "EPContext"), ("com.microsoft", "AnythingNew"), ("", "PyOp")],
)
def test_operators_from_elsewhere_are_refused(tmp_path, domain: str, operator: str):
    folder = make_pack(tmp_path / "tiny")
    node = helper.make_node(operator, ["sample"], ["denoised"], domain=domain)
    graph = helper.make_graph([node], "g", [floats("sample", 1)], [floats("denoised", 1)])
    (folder / "draft.onnx").write_bytes(helper.make_model(graph).SerializeToString())
    describe(folder)
    assert f"asks for the operator {domain or 'ai.onnx'}.{operator}" in refusal(folder)


def test_a_file_that_is_no_model_is_named(tmp_path):
    folder = make_pack(tmp_path / "tiny")
    (folder / "draft.onnx").write_bytes(b"<html>404</html>")
    describe(folder)
    assert "draft.onnx is not an ONNX model" in refusal(folder)


def test_what_no_picture_depends_on_leaves_the_digest_alone(tmp_path):
    folder = make_pack(tmp_path / "tiny")
    before = load_pack(folder).digest
    for line, instead in [
        ('"Tiny"', '"Small"'),
        ("steps = 3", "steps = 5"),
        ("frames_per_run = 2", "frames_per_run = 1"),
    ]:
        edit_description(folder, lambda text, a=line, b=instead: text.replace(a, b))
    assert load_pack(folder).digest == before


@pytest.mark.parametrize(
    ("line", "instead", "changed"),
    [
        ("max_tokens = 6", "max_tokens = 5", {"encode"}),
        ("frames_max = 5", "frames_max = 4", {"draft"}),
        ("shift = 1.0", "shift = 2.0", {"draft", "refine"}),
        ("noise_correlation = 0.5", "noise_correlation = 0.6", {"draft", "refine"}),
    ],
)
def test_what_a_picture_depends_on_changes_its_stages_digest(tmp_path, line: str, instead: str, changed: set[str]):
    folder = make_pack(tmp_path / "tiny")
    before = load_pack(folder).digest
    edit_description(folder, lambda text: text.replace(line, instead))
    after = load_pack(folder).digest
    assert {
        stage for stage in ("encode", "draft", "refine") if getattr(before, stage) != getattr(after, stage)
    } == changed


def test_a_new_refiner_leaves_the_drafts_name(tmp_path):
    before = load_pack(make_pack(tmp_path / "a")).digest
    folder = make_pack(tmp_path / "b")
    model = onnx.load(folder / "refine.onnx")
    share = next(held for held in model.graph.initializer if held.name == "share")
    share.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(share) * 2, "share"))
    onnx.save(model, folder / "refine.onnx")
    describe(folder)
    after = load_pack(folder).digest
    assert (before.encode, before.draft) == (after.encode, after.draft)
    assert before.refine != after.refine


def test_packs_are_found_by_name_the_first_folder_winning(tmp_path):
    make_pack(tmp_path / "mine" / "tiny")
    make_pack(tmp_path / "bundled" / "tiny")
    make_pack(tmp_path / "bundled" / "sketch")
    folders = [tmp_path / "absent", tmp_path / "mine", tmp_path / "bundled"]
    assert find_packs(folders) == {"tiny": tmp_path / "mine" / "tiny", "sketch": tmp_path / "bundled" / "sketch"}
    assert pack_named("tiny", folders).folder == tmp_path / "mine" / "tiny"
    with pytest.raises(PackError, match="no model pack called `skecth`") as caught:
        pack_named("skecth", folders)
    assert "`sketch`" in caught.value.hint
    with pytest.raises(PackError) as caught:
        pack_named("sora", folders)
    assert "sketch, tiny" in caught.value.hint
