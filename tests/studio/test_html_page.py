"""The film as a web page: read back by an HTML parser and, where there is one, by a real browser."""

import base64
import io
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sora_studio.errors import Cancelled, ExportError, SoraError
from sora_studio.inference.cancel import CancelToken
from sora_studio.studio.html_page import ListedShot, captions, listed_shots, page_html, write_html_page
from sora_studio.studio.html_parts import SCRIPT
from sora_studio.studio.showing import ShownShot, ShownTake
from sora_studio.studio.studio import RenderOrder, Studio
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import DialogueLine, Direction, Take
from tests.studio.browser import browser, chromium
from tests.studio.film import open_tiny_studio, tiny_film

HOSTILE = (
    "<script>window.hacked = 1</script>",
    "</title></style></script><img src=x onerror='window.hacked=1'>",
    '" onmouseover="window.hacked=1" x="',
    "--> <svg/onload=window.hacked=1> &lt;b&gt; &#60;",
    "]]> <!-- {{7*7}} ${window.hacked=1} \u2028 javascript:window.hacked=1",
)


class Reader(HTMLParser):
    """Every tag with its attributes, and the text within each kind of tag."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, str] = {}
        self._open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "track", "img", "br"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in self._open[-1:]:
            self.texts[tag] = self.texts.get(tag, "") + data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def hostile(project: Project, words: str) -> Project:
    """The film with those words wherever a person can type any."""
    scenes = tuple(
        replace(
            scene,
            heading=words,
            number=words,
            shots=tuple(
                replace(
                    shot,
                    direction=Direction(prompt=words, size=words, angle=words, move=words),
                    dialogue=(DialogueLine(words, words, words),),
                    action=words,
                    notes=words,
                    number=words,
                )
                for shot in scene.shots
            ),
        )
        for scene in project.scenes
    )
    return replace(project, title=words, author=words, scenes=scenes)


def with_takes(project: Project) -> list[ShownShot]:
    take = ShownTake(Take("0" * 64, "draft", 0), 8.0, stale=False)
    return [ShownShot(at, shot, take) for at, (_, shot) in enumerate(project.shots(), start=1)]


def page_of(project: Project) -> str:
    return page_html(project, listed_shots(project, with_takes(project)), b"jpeg", "film.mp4") + "</body></html>"


def check_harmless(words: str) -> None:
    project = hostile(tiny_film(), words)
    reader = Reader(page_of(project))
    plain = Reader(page_of(hostile(tiny_film(), "words")))
    assert [tag for tag, _ in reader.tags] == [tag for tag, _ in plain.tags], "words became markup"
    names = [set(attributes) for _, attributes in reader.tags]
    assert names == [set(attributes) for _, attributes in plain.tags]
    assert not reader.all("script")
    assert reader.texts["title"] == (" ".join(words.split()) or "Untitled")


@pytest.mark.parametrize("words", HOSTILE)
def test_what_a_person_typed_stays_words(words: str) -> None:
    check_harmless(words)


@given(st.text(st.sampled_from("<>&\"'/=-!scriptSCRIPT \n{}$`\\;:#x0"), min_size=1, max_size=40))
def test_whatever_is_typed_stays_words(words: str) -> None:
    if words.strip():
        check_harmless(words)


def test_only_the_pages_own_script_may_run() -> None:
    (policy,) = [tag["content"] for tag in Reader(page_of(tiny_film())).all("meta") if "http-equiv" in tag]
    assert policy is not None
    assert "default-src 'none'" in policy
    assert f"script-src 'sha256-{base64.b64encode(sha256(SCRIPT.encode()).digest()).decode()}'" in policy
    assert "http" not in policy


# Captions


def cues(text: str) -> list[tuple[float, float, str]]:
    blocks = text.strip().split("\n\n")
    assert blocks[0] == "WEBVTT"
    found: list[tuple[float, float, str]] = []
    for block in blocks[1:]:
        times, line = block.split("\n")
        start, stop = (_seconds(time) for time in times.split(" --> "))
        found.append((start, stop, line))
    return found


def _seconds(time: str) -> float:
    hours, minutes, seconds = time.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def test_dialogue_is_captioned_within_its_shot() -> None:
    (scene, first), (_, second), _ = tiny_film().shots()
    lines = (DialogueLine("ANNA", "Yes."), DialogueLine("", "A much longer answer\n\n--> than that."))
    listed = [
        ListedShot("1", scene, first, "", 0.0, 1.0),
        ListedShot("2", scene, replace(second, dialogue=lines), "", 3661.5, 2.0),
        ListedShot("3", scene, replace(second, dialogue=lines), "", None, 2.0),
    ]
    (one, other) = cues(captions(listed))
    assert one[0] == 3661.5
    assert one[1] == other[0]
    assert other[1] == 3663.5
    assert one[2] == "ANNA: Yes."
    assert other[2] == "A much longer answer --&gt; than that."


# The whole page


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A film of three seconds with something said, its last shot without a picture."""
    project = tiny_film()
    _, shot = next(project.shots())
    said = (DialogueLine("ANNA", "A <b>candle</b>?"),)
    project = project.with_shot(replace(shot, dialogue=said, number="1A", action=HOSTILE[1]))
    with open_tiny_studio(tmp_path_factory.mktemp("film"), replace(project, title=HOSTILE[0])) as studio:
        for _ in studio.render(RenderOrder(positions=(1, 2), stage="draft"), device="cpu"):
            pass
        yield studio


def write(studio: Studio, out: Path, **options: int) -> Path | None:
    report = write_html_page(
        studio.project, studio.shots(), studio.store, out, on_progress=lambda *_: None, cancel=CancelToken(), **options
    )
    assert report.page == out
    assert report.seconds == 2.0
    return report.film


def test_the_film_is_in_the_page(rendered: Studio, tmp_path: Path) -> None:
    assert write(rendered, tmp_path / "film.html") is None
    reader = Reader((tmp_path / "film.html").read_text(encoding="utf-8"))
    scripts = reader.all("script")
    assert [script.get("type") for script in scripts] == ["text/plain", None]
    film = base64.b64decode(reader.texts["script"].removesuffix(SCRIPT))
    with av.open(io.BytesIO(film), "r") as container:
        assert sum(1 for _ in container.decode(video=0)) == 48
    (video,) = reader.all("video")
    poster = base64.b64decode(str(video["poster"]).removeprefix("data:image/jpeg;base64,"))
    assert poster.startswith(b"\xff\xd8")
    starts = [button.get("data-start") for button in reader.all("button")]
    assert starts == ["0.000000", "1.000000", None]
    (track,) = reader.all("track")
    vtt = base64.b64decode(str(track["src"]).removeprefix("data:text/vtt;base64,")).decode()
    assert cues(vtt) == [(0.0, 1.0, "ANNA: A &lt;b&gt;candle&lt;/b&gt;?")]
    assert [file.name for file in tmp_path.iterdir()] == ["film.html"]


def test_a_large_film_lies_beside_its_page(rendered: Studio, tmp_path: Path) -> None:
    (tmp_path / "Größe 1.mp4").write_text("the film as it was exported")
    film = write(rendered, tmp_path / "Größe 1.html", embedded_bytes=10)
    assert film == tmp_path / "Größe 1-page.mp4"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["Größe 1-page.mp4", "Größe 1.html", "Größe 1.mp4"]
    assert (tmp_path / "Größe 1.mp4").read_text() == "the film as it was exported"
    (video,) = Reader((tmp_path / "Größe 1.html").read_text(encoding="utf-8")).all("video")
    assert video["src"] == "Gr%C3%B6%C3%9Fe%201-page.mp4"


def test_stopping_leaves_what_was_there(rendered: Studio, tmp_path: Path) -> None:
    out = tmp_path / "film.html"
    out.write_text("older")
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        write_html_page(
            rendered.project, rendered.shots(), rendered.store, out, on_progress=lambda *_: None, cancel=cancel
        )
    assert out.read_text() == "older"
    assert [file.name for file in tmp_path.iterdir()] == ["film.html"]


def test_no_picture_and_no_folder_are_told(rendered: Studio, tmp_path: Path) -> None:
    blank = [replace(each, shown=None) for each in rendered.shots()]
    with pytest.raises(SoraError, match="No shot has a take yet"):
        write_html_page(
            rendered.project, blank, rendered.store, tmp_path / "film.html", on_progress=lambda *_: None,
            cancel=CancelToken(),
        )  # fmt: skip
    with pytest.raises(ExportError, match="no folder"):
        write(rendered, tmp_path / "nowhere" / "film.html")


@pytest.mark.parametrize("embedded_bytes", [50_000_000, 10])
def test_a_browser_opens_it_from_the_disk_and_plays_it(rendered: Studio, tmp_path: Path, embedded_bytes: int) -> None:
    if chromium() is None:
        pytest.skip("no Chromium is installed")
    out = tmp_path / "Größe 1.html"
    write(rendered, out, embedded_bytes=embedded_bytes)
    with browser(tmp_path) as page:
        page.open(out.as_uri())
        page.wait("player.readyState >= 2")
        assert page.run("player.duration") == pytest.approx(2.0, abs=1 / 24)
        assert page.run("player.textTracks[0].mode") == "showing"
        page.wait("player.textTracks[0].cues && player.textTracks[0].cues.length === 1")
        assert page.run("player.textTracks[0].cues[0].getCueAsHTML().textContent") == "ANNA: A <b>candle</b>?"
        page.run("document.querySelectorAll('button[data-start]')[1].click()")
        page.wait("player.currentTime >= 1.0 && !player.seeking")
        page.wait("document.querySelector('li.now .number').textContent === '2'")
        assert page.run("typeof window.hacked") == "undefined"
        assert page.run("document.title") == HOSTILE[0]
        assert not page.console
