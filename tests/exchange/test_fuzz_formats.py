"""No file of another program may do more than raise ScriptError, however it is damaged."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sora_studio.errors import ScriptError
from sora_studio.exchange.conforming import conform_to_cut
from sora_studio.exchange.cut_reading import CUT_ENDINGS, read_cut
from sora_studio.exchange.importing import read_film
from sora_studio.exchange.media import Media
from sora_studio.exchange.writing import write_film
from sora_studio.timeline.encoding import from_data, to_data
from tests.exchange.cuts import cut_film
from tests.exchange.test_imports import FDX

PIECES: dict[str, list[str]] = {
    ".csv": ["Description,Size,Length\n", "Shot;Action\n", "a fox,CU,4s\n", '"', '"a\nb"', ",", ";", "\t", "\n", "\r\n",
             "=1", "'", "-", "1:30", "01:00:00:00", "\x00", "é", "***,,\n", "Frames,Seconds,Prompt\n", "24,1.0,x\n"],
    ".srt": ["1\n", "00:00:01,000 --> 00:00:02,000\n", "00:00:01.5 --> 99:59:59,999\n", "-->", "A: b\n", "\n", "\r",
             "<i>", "{\\an8}", "9" * 30, "\ufeff", "00:00:03,000 --> 00:00:02,000\n"],
    ".edl": ["TITLE: x\n", "FCM: DROP FRAME\n", "001  AX V C 00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00\n",
             "002  AX V C 00:00:00:00 00:00:00:00 01:00:01:00 01:00:01:00\n",
             "002  BX V D 012 00:00:00:00 00:00:01:00 01:00:01:00 01:00:02:00\n",
             "003  BL V C 00:00:00:00 00:00:00:00 00:00:00:00 00:00:00:00\n", "* FROM CLIP NAME: x\n", "* LOC: 1 2 3\n",
             "M2   x 048.0 00:00:00:00\n", "SPLIT: AUDIO DELAY= 00:00:00:05\n", "9" * 40, "W001", "\n", "\x00", "é",
             "004  A B 100 200 100 200 300 400\n", "* ASC_SOP (1 1\n", "005 A V W001 012 0 9 0 9\n"],
    ".storyboarder": ['{"boards":[{"uid":"a","url":"b.png","duration":1e400}]}', '{"boards":[{}', "]}", "{", "[", '"',
                      '{"boards":[{"duration":-1,"dialogue":3,"layers":[1]}],"fps":0,"aspectRatio":1e9}', "null", ","],
}  # fmt: skip
FIXTURE = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read(path: Path) -> None:
    """The file becomes a film that can be kept, or a ScriptError."""
    with suppress(ScriptError):
        film = read_film(path).project
        assert from_data(to_data(film)) == film
    if path.suffix in CUT_ENDINGS:
        project = cut_film()
        with suppress(ScriptError):
            done = conform_to_cut(project, read_cut(path, project.frame_rate)).project
            assert from_data(to_data(done)) == done


@pytest.mark.parametrize("ending", list(PIECES))
@FIXTURE
@given(data=st.data())
def test_any_pieces_are_a_film_or_a_script_error(tmp_path: Path, ending: str, data: st.DataObject) -> None:
    pieces = st.lists(st.sampled_from(PIECES[ending]) | st.text(max_size=4), max_size=20).map("".join)
    text = data.draw(pieces | st.text())
    (tmp_path / f"film{ending}").write_text(text, encoding="utf-8", errors="replace", newline="")
    read(tmp_path / f"film{ending}")


@pytest.mark.parametrize("ending", [".fdx", *CUT_ENDINGS])
@FIXTURE
@given(data=st.data())
def test_a_damaged_file_is_a_film_or_a_script_error(tmp_path: Path, ending: str, data: st.DataObject) -> None:
    whole = tmp_path / f"whole{ending}"
    if not whole.exists():
        if ending == ".fdx":
            whole.write_text(FDX, encoding="utf-8")
        else:
            write_film(cut_film(), Media(), whole)
    content = whole.read_bytes()
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(content)))
        gone = data.draw(st.integers(0, 40))
        put = data.draw(
            st.sampled_from([b"", b"0", b"-1", b"1e999", b"NaN", b"<", b"null", b'"', b"x", b"\xff", b"999999"])
        )
        content = content[:at] + put + content[at + gone :]
    (tmp_path / f"film{ending}").write_bytes(content)
    read(tmp_path / f"film{ending}")


@FIXTURE
@given(data=st.data())
def test_an_otio_file_with_any_values_is_a_film_or_a_script_error(tmp_path: Path, data: st.DataObject) -> None:
    whole = tmp_path / "whole.otio"
    if not whole.exists():
        write_film(cut_film(), Media(), whole)
    document = json.loads(whole.read_text(encoding="utf-8"))
    for _ in range(data.draw(st.integers(1, 3))):
        place = document
        for _ in range(data.draw(st.integers(0, 12))):
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            if not keys:
                break
            key = data.draw(st.sampled_from(keys))
            if not isinstance(place[key], dict | list):
                break
            place = place[key]
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if keys:
            odd = st.sampled_from([None, -1, 0, 1e300, "", "x", [], {}, True, float("nan"), 10**30])
            place[data.draw(st.sampled_from(keys))] = data.draw(odd)
    (tmp_path / "film.otio").write_text(json.dumps(document), encoding="utf-8")
    read(tmp_path / "film.otio")


@pytest.mark.parametrize("ending", list(PIECES))
@pytest.mark.parametrize("piece", ['"', "\n", "a,", "1\n", "-->", "* x\n", "0", "[", "<i", "00:00:00:00 ", "'"])
def test_a_hostile_repetition_is_read_in_time(tmp_path: Path, ending: str, piece: str) -> None:
    # Anything slower than linear would take this test from a second to hours.
    start = {".csv": "Description,Size\n", ".srt": "1\n00:00:01,000 --> 00:00:02,000\n"}.get(ending, "")
    (tmp_path / f"film{ending}").write_text(start + piece * (200_000 // len(piece)), encoding="utf-8", newline="")
    read(tmp_path / f"film{ending}")


def test_a_key_that_is_there_twice_brings_nothing_down(tmp_path: Path) -> None:
    write_film(cut_film(), Media(), tmp_path / "whole.otio")
    text = (tmp_path / "whole.otio").read_text()
    (tmp_path / "film.otio").write_text(text.replace('"children"', '"children": [], "children"'))
    read(tmp_path / "film.otio")
