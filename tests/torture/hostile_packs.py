"""Row 10. Packs made to do harm: each is refused with the reason named, before anything of it is run."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

from sora_studio.errors import SoraError
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.packs import load_pack
from sora_studio.inference.tokenizer import tokenize
from sora_studio.studio.config import Config
from sora_studio.studio.pack_check import checked_models
from tests.inference.test_families_refused import WRONG
from tests.inference.tiny_pack import describe, make_pack
from tests.inference.tiny_pipeline import make_pipeline
from tests.torture import pack_spoilers as spoil
from tests.torture.forked import Crashed, Forked, Link
from tests.torture.pack_spoilers import Spoil
from tests.torture.tally import Effort, Tally, total

CODE = "contains code (`"
OUTSIDE = "reads a file outside its folder"
NOT_PLAIN = "is not the plain name of a file"
FOREIGN = "asks for the operator"
NO_MODEL = "is not an ONNX model"
NOT_READ = "can't be read"
SUFFIXES = (
    ".pt", ".pth", ".ckpt", ".bin", ".pkl", ".pickle", ".joblib", ".py", ".pyc", ".sh", ".bat", ".exe", ".so", ".dll",
    ".dylib", ".pyd", ".ort", ".PT", ".so.1", ".jinja",
)  # fmt: skip
DEEP = 100_000

PACKS: list[tuple[str, Spoil, str]] = [
    *((f"a file {suffix}", spoil.file_named(f"more/x{suffix}", b"x"), f"{CODE}more/x{suffix}`") for suffix in SUFFIXES),
    ("a model beside it", spoil.line('file = "draft.onnx"', 'file = "../draft.onnx"'), NOT_PLAIN),
    ("a file of the system", spoil.line('file = "draft.onnx"', 'file = "/etc/passwd"'), NOT_PLAIN),
    ("a file on a drive", spoil.line('file = "draft.onnx"', "file = 'C:draft.onnx'"), NOT_PLAIN),
    ("a way out by backslash", spoil.line('file = "draft.onnx"', r'file = "..\\draft.onnx"'), NOT_PLAIN),
    ("a hidden file", spoil.line('file = "draft.onnx"', 'file = ".draft.onnx"'), NOT_PLAIN),
    ("a name with a zero", spoil.line('file = "draft.onnx"', r'file = "draft.onnx\u0000"'), NOT_PLAIN),
    ("a tokenizer beside it", spoil.line('= "tokenizer.json"', '= "../tokenizer.json"'), NOT_PLAIN),
    ("weights outside", spoil.weights_at("../secret"), OUTSIDE),
    ("weights of the system", spoil.weights_at("/etc/passwd"), OUTSIDE),
    ("weights in a folder", spoil.weights_at("sub/../../secret"), OUTSIDE),
    ("weights nowhere", spoil.weights_at(""), "are missing"),
    ("weights that are the folder", spoil.weights_at(".."), OUTSIDE),
    ("weights in nobody's list", spoil.weights_at("pack.toml"), "isn't in the pack's own list"),
    ("a path in an attribute", spoil.hidden_constant("../secret"), OUTSIDE),
    ("a path in a branch", spoil.hidden_in_branch("../secret"), OUTSIDE),
    ("a path in a function", spoil.hidden_in_function("../secret"), OUTSIDE),
    ("a path in sparse weights", spoil.hidden_sparse("../secret"), OUTSIDE),
    ("a linked model", spoil.link("draft.onnx", "{moved}"), "`draft.onnx` is a link"),
    ("a linked folder", spoil.link("more", "/etc"), "`more` is a link"),
    ("a link to nowhere", spoil.link("more", "nowhere"), "`more` is a link"),
    ("a link to itself", spoil.link("more", "more"), "`more` is a link"),
    ("a linked description", spoil.link("pack.toml", "{moved}"), "`pack.toml` is a link"),
    ("a pipe", spoil.pipe, "`pipe` is not an ordinary file"),
    ("a socket", spoil.open_socket, "`socket` is not an ordinary file"),
    ("a custom domain", spoil.operator("evil.ops", "Run"), f"{FOREIGN} evil.ops.Run"),
    ("compiled code", spoil.operator("com.microsoft", "EPContext"), f"{FOREIGN} com.microsoft.EPContext"),
    ("Python in the graph", spoil.operator("", "PyOp"), f"{FOREIGN} ai.onnx.PyOp"),
    ("a training domain", spoil.operator("ai.onnx.preview.training", "Adam"), FOREIGN),
    ("branches without end", spoil.branches_nested(5000), "nests its branches deeper"),
    ("a function of itself", spoil.draft_with(spoil.function_of_itself), "calls itself"),
    ("an endless loop", spoil.draft_with(spoil.endless_loop), "may never end"),
    ("a bomb of weights", spoil.draft_with(spoil.weights_bomb), "more weights than it holds"),
    ("a pickle by another name", spoil.draft_of(b"\x80\x04\x95\x00cos\nsystem\n."), NO_MODEL),
    ("a web page", spoil.draft_of(b"<html>404</html>"), NO_MODEL),
    ("nothing", spoil.draft_of(b""), NO_MODEL),
    ("a truncated model", spoil.truncated, NO_MODEL),
    ("a changed model", spoil.changed, "is damaged, or not the one"),
    ("a missing model", spoil.missing, NOT_READ),
    ("a hash of nothing", spoil.line('"draft.onnx" = "', '"draft.onnx" = "00'), "is damaged, or not the one"),
    ("a description of 2 MB", spoil.description(b"#" * (2 << 20)), "over 1 MB"),
    ("a deep description", spoil.description(b"x = " + b"[" * DEEP), NOT_READ),
    ("a description in no code", spoil.description(b"\xff\xfe\0"), NOT_READ),
    ("a thousand million steps", spoil.line("steps = 3", "steps = 1000000000"), "steps must be a whole number"),
    ("a picture of a kilometre", spoil.line("[[32, 16]]", "[[1000000, 1000000]]"), "native must hold"),
    ("a shot without end", spoil.line("frames_max = 5", "frames_max = 1000000000"), "frames_max must be"),
]  # fmt: skip


def _json(name: str, text: str) -> Spoil:
    return lambda folder: (folder / name).write_text(text)


# Folders in the layout of diffusers, made to do harm; those that are only wrong are tried with them.
FOLDERS: list[tuple[str, Spoil, str]] = [
    ("deep settings", _json("model_index.json", "[" * DEEP), "is not JSON"),
    ("settings of 2 MB", _json("unet/config.json", json.dumps("x" * (2 << 20))), "over 1 MB"),
    ("settings that are none", _json("unet/config.json", "[1]"), "holds no settings"),
    ("a pickle beside the models", spoil.file_named("unet/x.bin", b"x"), f"{CODE}unet/x.bin`"),
    ("a linked part", spoil.link("more", "/etc"), "`more` is a link"),
    *((said, wrong, said) for wrong, said, _ in WRONG),
]


def _swapped(folder: Path) -> None:
    """Another file is there once the pack has been checked."""
    pack = load_pack(folder)
    spoil.changed(folder)
    _use(pack)


def _use(pack: ModelPack) -> None:
    tokenize(pack.encode, "a red candle")
    for _ in checked_models(pack, Config(device="cpu", threads=1)):
        pass


def _used(wrong: Spoil) -> Spoil:
    def use(folder: Path) -> None:
        wrong(folder)
        _use(load_pack(folder))

    return use


def _tokenizer(text: str) -> Spoil:
    return lambda folder: ((folder / "tokenizer.json").write_text(text), describe(folder))


# What only shows when a model is loaded, which the process that renders does.
WHEN_LOADED: list[tuple[str, Spoil, str]] = [
    ("swapped after the check", _swapped, "is damaged, or not the one"),
    ("a bomb of sparse weights", _used(spoil.draft_with(spoil.sparse_bomb)), "exceeds the 2147483648 byte limit"),
    ("weights beyond their file", _used(spoil.weights_beyond), "out of bounds"),
    ("a deep tokenizer", _used(_tokenizer("[" * DEEP)), "is not a tokenizer"),
    ("a tokenizer that is none", _used(_tokenizer("{}")), "is not a tokenizer"),
]


def hostile_packs(effort: Effort, random: Random, room: Path) -> Tally:
    make_pack(room / "tiny")
    make_pipeline(room / "tiny-sd")
    (room / "secret").write_bytes(b"\0" * 4)
    packs = total(_refused(room, "tiny", *each, load_pack) for each in PACKS)
    folders = total(_refused(room, "tiny-sd", *each, load_pack) for each in FOLDERS)
    loaded = total(_refused(room, "tiny", *each, lambda folder: None) for each in WHEN_LOADED)
    return packs + folders + loaded


def _refused(room: Path, sound: str, name: str, wrong: Spoil, said: str, load: Callable[[Path], object]) -> Tally:
    folder = room / "packs" / sound
    shutil.rmtree(folder.parent, ignore_errors=True)
    shutil.copytree(room / sound, folder)

    def look(link: Link) -> None:
        try:
            wrong(folder)
            load(folder)
            link.say("taken for sound")
        except SoraError as error:
            link.say(f"{error.message}\n{error.hint}")

    child = Forked.start(look)
    heard = child.heard_out()
    status = child.wait()
    match heard:
        case [str(message)] if said in message and not message.endswith("\n"):
            return Tally(1)
        case [Crashed(trace)]:
            return Tally(1, problems=(f"{name}: {trace}",))
        case _:
            return Tally(1, problems=(f"{name}: {heard or f'its process ended with {status}'}, not “{said}”",))
