"""Whatever the window says can be said in another language: its texts go through tr or translate."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import sora_studio.ui
from sora_studio.ui import language

UI = Path(sora_studio.ui.__file__).parent
SAYS = {"tr", "_tr", "translate"}
# What these are given is read by the user, even a single word.
SHOWS = {
    "setText", "setToolTip", "setPlaceholderText", "setAccessibleName", "setAccessibleDescription", "setWindowTitle",
    "addItem", "addAction", "drawText", "PlainLabel", "ElidedLabel", "PushButton", "Section", "Message", "edit", "tell",
}  # fmt: skip
SENTENCE = re.compile(r"[A-Za-z’']{2,}[,:.]? +[A-Za-z“{]|^ +[A-Za-z]{2,}|[A-Za-z]{2,} +$")
WORD = re.compile(r"\b[A-Z][a-z]{2,}")
STYLE = re.compile(r"[{};]|^#\w+|px\b|border|background:")
UNITS = re.compile(r"\s?(MB|GB|kB|dB|fps|ms)")
# Names stay as they are in every language; keys and ids are read by no one; the encoder reads English alone.
NAMES = {"Sora Studio", " — Sora Studio"}
LEFT_AS_WRITTEN = {
    "board/move_marks.py": "the vocabulary's moves, which the encoder reads",
    "shot_panel/diagrams_move.py": "the vocabulary's moves, which the encoder reads",
    "shot_panel/names.py": "the vocabulary's words, which the encoder reads",
    "preferences/about.py": "names of works and of licences",
    "preferences/appearance.py:QT_SCALE_FACTOR=1.25 sora-studio": "a line for a terminal",
    "preferences/devices.py:Device in use": "a name in the report of the machine, looked for, not shown",
    "transition_names.py": "the kinds as they are stored, beside what each is called",
    "scripts.py:shot list": "a kind in the table of what can be read",
    "timeline/cutting.py:gain ": "a key that merges edits",
    "timeline/writing.py:new ": "a key that merges edits",
    "timeline/gathered.py:dict[str, Any]": "a type",
    "status/bar.py:Not saved: ": "what a message of the studio's begins with",
    "closing.py:Not saved: ": "what a message of the studio's begins with",
    "timeline/gathered.py:new shot": "what an id is made from",
    "timeline/gathered.py:shot ": "a place in pasted data",
    "timeline/tips.py:<p style='white-space:pre-wrap'>": "a tag around a text",
}


def texts() -> Iterator[tuple[str, int, str, list[ast.AST]]]:
    """Every string of the window's code that is no docstring: its file, line, text, and what it stands in."""
    for file in sorted(UI.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                around: list[ast.AST] = []
                inner: ast.AST = node
                while inner in above and not isinstance(inner, ast.stmt):
                    inner = above[inner]
                    around.append(inner)
                if not isinstance(around[0], ast.Expr):
                    yield file.relative_to(UI).as_posix(), node.lineno, node.value, around


def called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def is_said(around: list[ast.AST]) -> bool:
    """Whether it is handed to the translation, or never reaches a user: a type, or a word to the programmer."""
    if isinstance(around[-1], (ast.Raise, ast.Assert, ast.AnnAssign, ast.arguments, ast.FunctionDef)):
        return not isinstance(around[-1], ast.AnnAssign) or around[0] is not around[-1]
    return any(called(node) in SAYS for node in around)


def is_text(value: str, around: list[ast.AST]) -> bool:
    if STYLE.search(value) or UNITS.fullmatch(value) or value in NAMES:
        return False
    direct = called(around[0]) in SHOWS or (isinstance(around[0], ast.JoinedStr) and called(around[1]) in SHOWS)
    return bool(SENTENCE.search(value)) or (direct and bool(WORD.search(value)))


def test_every_text_can_be_translated() -> None:
    untranslated = [
        f"{file}:{line}: {text!r}"
        for file, line, text, around in texts()
        if is_text(text, around)
        and not is_said(around)
        and file not in LEFT_AS_WRITTEN
        and f"{file}:{text}" not in LEFT_AS_WRITTEN
    ]
    assert not untranslated


def test_what_is_left_as_written_is_still_there() -> None:
    """A reason for a text that has gone would excuse the next one."""
    there = {name for file, _, text, _ in texts() for name in (file, f"{file}:{text}")}
    assert set(LEFT_AS_WRITTEN) <= there


@pytest.mark.parametrize(("count", "said"), [(0, "0 shots"), (1, "1 shot"), (2, "2 shots")])
def test_english_counts(count: int, said: str) -> None:
    assert language.translate("Board", "%n shot(s)", "", count) == said


def test_a_language_has_plurals_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "_translate", lambda context, text, about, n: "%n ujęcia" if n in (2, 3, 4) else text)
    assert language.translate("Board", "%n shot(s)", "", 3) == "3 ujęcia"
