from pathlib import Path

import pytest

from sora_studio.errors import ScriptError
from sora_studio.exchange import parse_fountain, parse_plain_text, read_script

TEXT = "EXT. CAFÉ - DAY\n\nA fox drinks a café crème.\n"


def refused(path: Path) -> ScriptError:
    with pytest.raises(ScriptError) as caught:
        read_script(path)
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize("name", ["film.fountain", "film.spmd", "FILM.FOUNTAIN"])
def test_fountain_is_known_by_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(TEXT, encoding="utf-8")
    assert read_script(tmp_path / name) == parse_fountain(TEXT, Path(name).stem)


@pytest.mark.parametrize("name", ["film.txt", "film.md"])
def test_plain_text_is_known_by_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(TEXT, encoding="utf-8-sig")
    assert read_script(tmp_path / name) == parse_plain_text(TEXT, "film")


def test_a_missing_file_a_folder_and_another_kind_are_refused(tmp_path: Path) -> None:
    assert "There is no script at" in refused(tmp_path / "nothing.fountain").message
    (tmp_path / "folder.txt").mkdir()
    assert "is a folder" in refused(tmp_path / "folder.txt").message
    assert ".fountain, .spmd, .txt, .md" in refused(tmp_path / "film.pdf").hint


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf\n"])
def test_an_empty_script_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "film.fountain").write_bytes(content)
    assert refused(tmp_path / "film.fountain").message == "The script film.fountain is empty."


def test_latin_1_names_the_line_and_how_to_convert(tmp_path: Path) -> None:
    path = tmp_path / "my film.fountain"
    path.write_bytes("EXT. MEADOW - DAY\n\nA fox drinks a café crème.\n".encode("latin-1"))
    error = refused(path)
    assert error.message == "The script my film.fountain isn't UTF-8: line 3 has the byte 0xE9."
    assert f"iconv -f ISO-8859-1 -t UTF-8 '{path}' > '{tmp_path}/my film-utf8.fountain'" in error.hint


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_named(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "film.txt").write_bytes(TEXT.encode(encoding))
    error = refused(tmp_path / "film.txt")
    assert "UTF-16" in error.message
    assert "iconv -f UTF-16" in error.hint


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "film.txt").write_bytes(b"A fox.\n\nA bird\x00.")
    assert "line 3 has a zero byte" in refused(tmp_path / "film.txt").message


def test_a_script_over_four_megabytes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "film.txt").write_bytes(b"A fox.\n\n" * 500_001)
    assert refused(tmp_path / "film.txt").message == "The script film.txt is larger than 4 MB."


def test_errors_in_the_script_name_the_file(tmp_path: Path) -> None:
    (tmp_path / "film.txt").write_text("A fox. [[size: XXL]]", encoding="utf-8")
    assert refused(tmp_path / "film.txt").message == "film.txt: Line 1: “XXL” isn't a shot size."
