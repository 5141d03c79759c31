"""Cut lists from disk: OTIO, CMX3600 EDL and Final Cut Pro 7 XML through OpenTimelineIO, FCPXML by our own reader."""

# OpenTimelineIO's types come from C++ and are open to the checker.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportMissingTypeStubs=false

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from sora_studio.errors import ScriptError
from sora_studio.exchange.cut_list import CutList
from sora_studio.exchange.fcpxml_cut import cut_of_fcpxml
from sora_studio.exchange.files import decoded, read_bytes
from sora_studio.exchange.otio_bundle import BUNDLE, timeline_in_bundle
from sora_studio.exchange.otio_cut import cut_of_timeline
from sora_studio.exchange.safe_xml import DEEPEST, parse_xml
from sora_studio.timeline.time import FrameRate

LARGEST_CUT_BYTES = 64_000_000
# The reader of EDLs takes the lines one by one off a list's head, which goes with the square of its length.
LARGEST_EDL_BYTES = 2_000_000
_HINT = "Export it again from the program that made it, as OTIO, EDL, FCP7 XML or FCPXML."
_LABEL = re.compile(r"\d\d[:;]\d\d[:;]\d\d([:;])(\d\d)")


def read_cut(path: Path, rate: FrameRate | None = None) -> CutList:
    """The cut in a file (.otio, .edl, .xml, .fcpxml). `rate` is what an EDL, which names none, is counted at.

    ScriptError says what is wrong with it.
    """
    read = _READERS.get(path.suffix.lower())
    if read is None:
        raise ScriptError(f"{path} isn't a cut list this program reads.", f"They end in {', '.join(_READERS)}.")
    largest = LARGEST_EDL_BYTES if path.suffix.lower() == ".edl" else LARGEST_CUT_BYTES
    try:
        bundled = path.suffix.lower() == BUNDLE
        data = timeline_in_bundle(path, largest) if bundled else read_bytes(path, largest, "cut list")
        return read(data, path, rate)
    except ScriptError as error:
        raise ScriptError(f"{path.name}: {error.message}", error.hint) from error


def _read_otio(data: bytes, path: Path, rate: FrameRate | None) -> CutList:
    text = decoded(data, path)
    try:
        read = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ScriptError("This isn't an OTIO file.", _HINT) from error
    if _depth(read) > DEEPEST:
        raise ScriptError("This file is nested too deep to be a film.", _HINT)
    # Written anew: the library brings the process down over a key that is there twice.
    return _translated(lambda: cut_of_timeline(_by_library(json.dumps(read), "otio_json"), path.stem))


def _read_edl(data: bytes, path: Path, rate: FrameRate | None) -> CutList:
    text = data.decode("utf-8-sig", "replace")
    counted = rate or _guessed_rate(text)
    return _translated(lambda: cut_of_timeline(_edl_timeline(text, counted), path.stem))


def _read_xml(data: bytes, path: Path, rate: FrameRate | None) -> CutList:
    root = parse_xml(data, "an XML of Final Cut Pro 7")
    if root.tag == "fcpxml":
        return cut_of_fcpxml(root, path.stem)
    if root.tag != "xmeml":
        raise ScriptError("This isn't an XML of Final Cut Pro 7.", _HINT)
    from xml.etree import ElementTree as Xml

    # Written anew, so that the library reads what was checked and nothing else.
    return _translated(lambda: cut_of_timeline(_by_library(Xml.tostring(root, "unicode"), "fcp_xml"), path.stem))


def _read_fcpxml(data: bytes, path: Path, rate: FrameRate | None) -> CutList:
    return cut_of_fcpxml(parse_xml(data, "an FCPXML file"), path.stem)


_READERS: dict[str, Callable[[bytes, Path, FrameRate | None], CutList]] = {
    ".otio": _read_otio,
    BUNDLE: _read_otio,
    ".edl": _read_edl,
    ".xml": _read_xml,
    ".fcpxml": _read_fcpxml,
}
CUT_ENDINGS = tuple(_READERS)


def _edl_timeline(text: str, rate: FrameRate) -> Any:
    return _by_library(text, "cmx_3600", rate=float(rate.per_second), ignore_timecode_mismatch=True)


def _by_library(text: str, adapter: str, **arguments: Any) -> Any:
    """The first timeline a library's reader finds."""
    import opentimelineio as otio

    read = _translated(lambda: otio.adapters.read_from_string(text, adapter, **arguments))
    if isinstance(read, otio.schema.SerializableCollection):
        read = next((each for each in read if isinstance(each, otio.schema.Timeline)), None)
    if not isinstance(read, otio.schema.Timeline):
        raise ScriptError("There is no timeline in it.", _HINT)
    return read


def _translated(read: Callable[[], Any]) -> Any:
    try:
        return read()
    except ScriptError:
        raise
    except Exception as error:
        # The readers trust their files: what a damaged one makes them raise is as manifold as the damage.
        said = " ".join(str(error).split())[:120]
        raise ScriptError(f"The cut can't be read ({said or type(error).__name__}).", _HINT) from error


def _guessed_rate(text: str) -> FrameRate:
    """What an EDL is counted at: 29.97 where it drops frames, else the lowest usual rate that has all its labels."""
    if re.search(r"^[ \t]*FCM:[ \t]*DROP", text, re.MULTILINE):
        return FrameRate(30000, 1001)
    labels = [(match[1], int(match[2])) for match in _LABEL.finditer(text)]
    if any(mark == ";" for mark, _ in labels):
        return FrameRate(30000, 1001)
    highest = max((frame for _, frame in labels), default=0)
    return next((FrameRate(rate) for rate in (24, 25, 30, 50) if highest < rate), FrameRate(60))


def _depth(data: Any) -> int:
    """How deep lists and dictionaries stand in one another."""
    deepest, waiting = 0, [(data, 1)]
    while waiting:
        value, depth = waiting.pop()
        deepest = max(deepest, depth)
        if isinstance(value, dict):
            waiting += [(each, depth + 1) for each in cast("dict[str, Any]", value).values()]
        elif isinstance(value, list):
            waiting += [(each, depth + 1) for each in cast("list[Any]", value)]
    return deepest
