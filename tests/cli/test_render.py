"""`sora-studio render` as a user types it: prompts in, film out, and what wrong input says."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import cv2
import numpy as np
import pytest

from sora_studio.cli.main import main
from tests.inference.tiny_pack import Tiny, edit_description, make_pack

SCRIPT = "[[duration: 12f]] a red candle\n\n[[duration: 12f]] snow burns\n\n[[duration: 12f]] a candle burns\n"
SMALL = ("--size", "64x64", "--pack", "tiny", "--device", "cpu")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A script and the tiny pack, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("prepared")
    make_pack(folder / "models" / "tiny")
    (folder / "tales.txt").write_text(SCRIPT, encoding="utf-8")
    return folder


@pytest.fixture
def folder(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with no settings of the machine's owner."""
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("SORA_STUDIO_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("SORA_STUDIO_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run_json(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, object]]:
    """The events of one render, which must succeed."""
    status = main(["render", "tales.txt", "--out", "tales.mp4", "--json", *SMALL, *words])
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert status == 0, said
    return said


def stages_run(events: list[dict[str, object]]) -> object:
    return events[-1]["stages_run"]


def refusal(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[str, str]:
    """The error and the hint of a command that must exit 1 with nothing else to say."""
    assert main(list(words)) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2, lines
    assert lines[0].startswith("error: ")
    assert lines[1].startswith("hint: ")
    return lines[0], lines[1]


def test_prompts_in_film_out_and_a_project_that_opens(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    events = run_json(capsys)
    film = next(event for event in events if event["event"] == "film")
    assert film["frames"] == 3 * 12
    assert stages_run(events) == {"encode": 4, "draft": 3, "refine": 3}
    assert main(["shots", "tales.sora", "--json"]) == 0
    shots = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [shot["state"] for shot in shots] == ["refined"] * 3
    assert [shot["start"] for shot in shots] == ["01:00:00:00", "01:00:00:12", "01:00:01:00"]


def test_only_what_changed_in_the_script_is_made_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_json(capsys)
    assert stages_run(run_json(capsys)) == {"encode": 0, "draft": 0, "refine": 0}
    (folder / "tales.txt").write_text(SCRIPT.replace("snow burns", "red snow burns"), encoding="utf-8")
    assert stages_run(run_json(capsys)) == {"encode": 1, "draft": 1, "refine": 1}
    (folder / "tales.txt").write_text("[[duration: 12f]] a red snow\n\n" + SCRIPT, encoding="utf-8")
    events = run_json(capsys)
    assert stages_run(events) == {"encode": 1, "draft": 1, "refine": 1}, "the old text's take was kept"
    assert stages_run(run_json(capsys, "--refine-steps", "3")) == {"encode": 0, "draft": 0, "refine": 4}


def test_options_reach_the_pictures(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    digests = {
        str(event["digest"])
        for words in (
            (), ("--seed", "9"), ("--steps", "5"), ("--sampler", "heun"), ("--guidance", "1.5"), ("--cache", "0.5")
        )
        for event in run_json(capsys, "--shots", "2", *words)
        if event["event"] == "take"
    }  # fmt: skip
    assert len(digests) == 6


def test_a_render_says_how_many_steps_the_step_cache_left_out(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exact = run_json(capsys, "--steps", "20")
    assert not [event for event in exact if event["event"] == "step cache"]
    cached = run_json(capsys, "--steps", "20", "--cache", "1")
    [told] = [event for event in cached if event["event"] == "step cache"]
    # Stage C of this pack has two steps for each of its chunks, none of which can be left out.
    assert told["steps"] == 3 * 20 + 3 * 3 * 2
    assert told["left_out"] in range(3 * 5 + 1, 3 * 16 + 1)
    assert main(["render", "tales.sora", "--out", "tales.mp4", "--device", "cpu", "--seed", "3"]) == 0
    said = capsys.readouterr().out
    assert f"Step cache: {told['left_out']} of {told['steps']} steps were left out." in said, "the film keeps it"


def draw_grey(folder: Path) -> None:
    assert cv2.imwrite(str(folder / "grey.png"), np.full((30, 40, 3), 64, np.uint8))


def test_a_drawing_stays_with_its_shot(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draw_grey(folder)
    run_json(capsys)
    assert stages_run(run_json(capsys, "--sketch", "2=grey.png")) == {"encode": 0, "draft": 0, "refine": 1}
    (folder / "grey.png").unlink()
    assert stages_run(run_json(capsys, "--refine-steps", "3")) == {"encode": 0, "draft": 0, "refine": 3}
    (folder / "tales.txt").write_text(SCRIPT.replace("snow burns", "red snow burns"), encoding="utf-8")
    assert stages_run(run_json(capsys, "--refine-steps", "3")) == {"encode": 1, "draft": 0, "refine": 1}
    assert stages_run(run_json(capsys, "--sketch", "2=none")) == {"encode": 0, "draft": 1, "refine": 1}
    main(["shots", "tales.sora", "--json"])
    assert [json.loads(line)["sketch"] for line in capsys.readouterr().out.splitlines()] == ["", "", ""]


def test_a_drawing_of_a_film_of_one_shot_needs_no_number(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draw_grey(folder)
    (folder / "tales.txt").write_text("snow burns", encoding="utf-8")
    assert stages_run(run_json(capsys, "--sketch", "grey.png")) == {"encode": 1, "draft": 0, "refine": 1}


def test_a_note_makes_a_shot_go_on_from_the_one_before(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_json(capsys)
    (folder / "tales.txt").write_text(SCRIPT.replace("snow", "[[continues]] snow"), encoding="utf-8")
    assert stages_run(run_json(capsys)) == {"encode": 0, "draft": 1, "refine": 1}


def test_takes_are_different_and_all_kept(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    events = run_json(capsys, "--takes", "3", "--shots", "1")
    digests = {event["digest"] for event in events if event["event"] == "take"}
    assert len(digests) == 3
    run_json(capsys)
    main(["shots", "tales.sora", "--json"])
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert {take["digest"] for take in first["takes"]} == digests


def test_plain_lines_say_what_happens(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", "tales.txt", "--out", "tales.mp4", *SMALL]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "Device: CPU" in lines[1]
    assert "Shot 1: refined, done" in lines
    assert any(line.startswith("tales.mp4: 2 s, 36 frames") for line in lines)


def start(folder: Path) -> subprocess.Popen[str]:
    code = "import sys; from sora_studio.__main__ import run; run()"
    words = ["render", "tales.txt", "--out", "tales.mp4", "--json", *SMALL, "--steps", "40"]
    root = Path(__file__).resolve().parents[2]
    environment = os.environ | {"PYTHONPATH": str(root)}
    return subprocess.Popen(
        [sys.executable, "-c", code, *words],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        # A test run started in the background of a shell ignores Ctrl-C, and would hand that on.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def wait_for_take(process: subprocess.Popen[str]) -> None:
    assert process.stdout
    for line in process.stdout:
        if json.loads(line).get("event") == "take":
            return
    raise AssertionError("the render ended without a take")


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_interrupted_and_run_again_finished_shots_are_kept(
    folder: Path, capsys: pytest.CaptureFixture[str], how: signal.Signals
) -> None:
    many = "\n\n".join(f"[[duration: 12f]] a red candle burns {'snow ' * number}" for number in range(12))
    (folder / "tales.txt").write_text(many, encoding="utf-8")
    process = start(folder)
    wait_for_take(process)
    time.sleep(0.1)
    process.send_signal(how)
    process.communicate(timeout=60)
    (folder / f".partial-{process.pid}-0123456789ab").write_bytes(b"half a film")
    assert process.returncode == (130 if how == signal.SIGINT else -signal.SIGKILL)
    assert not (folder / "tales.mp4").exists()
    events = run_json(capsys, "--steps", "40")
    reused = [event for event in events if event["event"] == "take" and event["reused"]]
    assert reused
    assert (folder / "tales.mp4").exists()
    assert not list(folder.rglob(".partial*"))


def test_a_shot_names_its_model_and_one_that_is_missing_fails_alone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_pack(folder / "models" / "other", Tiny(noise_share=0.2))
    script = SCRIPT.replace("a red candle", "[[pack: other]] a red candle", 1)
    assert script != SCRIPT
    (folder / "tales.txt").write_text(script, encoding="utf-8")
    run_json(capsys)
    main(["shots", "tales.sora", "--json"])
    shots = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(shot["pack"], shot["state"]) for shot in shots] == [("other", "refined"), ("", "refined"), ("", "refined")]
    main(["shots", "tales.sora"])
    head, first, second, _ = capsys.readouterr().out.splitlines()
    assert "model" in head
    assert "other" in first
    assert "other" not in second
    (folder / "models" / "other").rename(folder / "away")
    (folder / "tales.txt").write_text(script.replace("candle", "lamp"), encoding="utf-8")
    assert main(["render", "tales.txt", "--out", "tales.mp4", *SMALL]) == 1
    assert "Failed: shot 1. There is no model pack called `other`." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("nothere.txt", "--out", "x.mp4"), "nothere.txt"),
        (("empty.txt", "--out", "x.mp4"), "empty"),
        (("latin.fountain", "--out", "x.mp4"), "UTF-8"),
        (("huge.txt", "--out", "x.mp4"), "2,000"),
        (("tales.txt", "--out", "x.mp4", "--pack", "tinny"), "no model pack"),
        (("tales.txt", "--out", "x.mp4", "--sampler", "eulr"), "no sampler"),
        (("tales.txt", "--out", "x.mp4", "--shots", "7"), "no shot 7"),
        (("tales.txt", "--out", "x.mp4", "--sketch", "7=grey.png"), "no shot 7"),
        (("tales.txt", "--out", "x.mp4", "--sketch", "grey.png"), "3 shots"),
        (("tales.txt", "--out", "x.mp4", "--sketch", "1=nothere.png"), "nothere.png"),
        (("tales.txt", "--out", "x.mp4", "--sketch", "1=empty.txt"), "isn't a picture"),
        (("tales.txt", "--out", "x.avi"), "x.avi"),
        (("tales.txt", "--out", "no/such/x.mp4"), "folder"),
        (("tales.txt", "--out", "x.mp4", "--device", "cuda:99"), "NVIDIA"),
        (("tales.txt", "--out", "x.mp4", "--device", "gpu"), "no device"),
        (("text.sora", "--out", "x.mp4"), "isn't a Sora Studio project"),
        (("none.sora", "--out", "x.mp4"), "no project"),
    ],
)
def test_wrong_input_gets_one_sentence_and_a_hint(
    folder: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], says: str
) -> None:
    (folder / "empty.txt").write_bytes(b"\n\n")
    (folder / "latin.fountain").write_bytes("Title: Café\n\nEXT. CAFÉ - DAY\n\nA café.\n".encode("latin-1"))
    (folder / "huge.txt").write_text("a red candle burns " * 60_000, encoding="utf-8")
    draw_grey(folder)
    (folder / "text.sora").write_text("not a project", encoding="utf-8")
    run_json(capsys)
    before = {path: path.read_bytes() for path in folder.glob("*.*") if path.is_file()}
    settings = [] if "--pack" in words else ["--pack", "tiny"]
    error, _ = refusal(capsys, "render", *words, *settings)
    assert says in error
    assert {path: path.read_bytes() for path in before} == before


def test_a_pack_with_a_wrong_hash_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model = folder / "models" / "tiny" / "refine.onnx"
    model.write_bytes(model.read_bytes() + b"\0")
    error, _ = refusal(capsys, "render", "tales.txt", "--out", "x.mp4", *SMALL)
    assert "“refine.onnx” of the model pack “tiny” is damaged" in error


def test_a_pack_whose_model_lacks_a_tensor_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit_description(folder / "models" / "tiny", lambda text: text.replace('draft = "draft"', 'draft = "sketch"'))
    error, hint = refusal(capsys, "render", "tales.txt", "--out", "x.mp4", *SMALL)
    assert "sketch" in error
    assert "draft" in hint


def test_a_project_of_a_newer_version_is_left_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_json(capsys)
    project = folder / "tales.sora"
    data = bytearray(project.read_bytes())
    data[60:64] = (9999).to_bytes(4, "big")  # user_version: sqlite.org/fileformat.html, the database header
    project.write_bytes(data)
    error, _ = refusal(capsys, "render", "tales.txt", "--out", "tales.mp4", *SMALL)
    assert "newer" in error
    assert project.read_bytes() == data


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="mounting a small disk needs root on Linux")
def test_a_full_disk_is_told_and_loses_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small = folder / "disk"
    small.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=96k", "tmpfs", str(small)], check=False)
    if mounted.returncode:
        pytest.skip("this container may not mount")
    try:
        error, hint = refusal(capsys, "render", "tales.txt", "--out", "disk/x.mp4", *SMALL)
        assert "disk is full" in error
        assert "Free" in hint or "free" in hint
        assert not (small / "x.mp4").exists()
    finally:
        subprocess.run(["umount", str(small)], check=True)
    run_json(capsys)


@pytest.mark.usefixtures("folder")
def test_our_own_faults_exit_70(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sora_studio.cli.render.load_config", lambda: 1 / 0)
    assert main(["render", "tales.txt", "--out", "x.mp4"]) == 70
    said = capsys.readouterr().err
    assert "ZeroDivisionError" in said
    assert "report" in said
