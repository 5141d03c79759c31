"""The film as one page of HTML: it opens from the disk in any browser, plays, lists its shots, and needs no network."""

import base64
import html
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from sora_studio.errors import SoraError
from sora_studio.film.stills import jpeg
from sora_studio.film.target import replacing
from sora_studio.inference.cancel import CancelToken
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio.film_making import write_film
from sora_studio.studio.html_parts import SCRIPT, STYLE
from sora_studio.studio.paper import check_place
from sora_studio.studio.pictures import FilmPictures
from sora_studio.studio.showing import ShownShot
from sora_studio.timeline.cascade import resolve
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.seconds import spell_frames
from sora_studio.timeline.shot import Shot

# A film larger than this lies beside the page: browsers take long to read a larger one out of it.
EMBEDDED_BYTES = 50_000_000
# A multiple of three, so that pieces of base64 join into one.
CHUNK_BYTES = 3 * 65536
POSTER_HEIGHT = 720


@dataclass(frozen=True, slots=True)
class PageReport:
    """What was written: the page, and the film beside it where it is too large to lie within."""

    page: Path
    film: Path | None
    seconds: float


@dataclass(frozen=True, slots=True)
class ListedShot:
    """A shot in the page's list. `start_s` counts in the film as written; None: the film leaves the shot out."""

    number: str
    scene: Scene
    shot: Shot
    timecode: str
    start_s: float | None
    seconds: float


def write_html_page(
    project: Project,
    shown: Sequence[ShownShot],
    store: BlobStore,
    out: Path,
    *,
    on_progress: Callable[[int, int], None],
    cancel: CancelToken,
    embedded_bytes: int = EMBEDDED_BYTES,
) -> PageReport:
    """Write the page, and the film within it or beside it. Raises SoraError, Cancelled; then nothing is replaced."""
    check_place(out)
    # A name of its own: beside the page may lie the film as it was exported.
    beside = out.with_name(f"{out.stem}-page.mp4")
    with ExitStack() as stack:
        film = out.with_name(f".partial-{out.stem}-{sha256(str(out).encode()).hexdigest()[:8]}.mp4")
        stack.callback(film.unlink, missing_ok=True)
        report = write_film(project, shown, store, film, on_progress=on_progress, cancel=cancel)
        within = film.stat().st_size <= embedded_bytes
        poster = _poster(project, shown, store)
        with replacing(out) as partial, partial.open("xb") as page:
            _write(page, project, listed_shots(project, shown), poster, film if within else None, beside.name)
            cancel.check()
            if not within:
                film.replace(beside)
    return PageReport(out, None if within else beside, float(project.frame_rate.seconds(report.frames)))


def listed_shots(project: Project, shown: Sequence[ShownShot]) -> list[ListedShot]:
    """Every shot in film order with its place in the film as it is written."""
    listed: list[ListedShot] = []
    start, written = 0, 0
    rate = project.frame_rate
    base = _start_frame(project)
    for (scene, _), each in zip(project.shots(), shown, strict=True):
        frames = each.shot.duration_frames
        listed.append(
            ListedShot(
                each.shot.number or str(each.position),
                scene,
                each.shot,
                rate.timecode(base + start, _drops(project)),
                float(rate.seconds(written)) if each.shown is not None else None,
                float(rate.seconds(frames)),
            )
        )
        start += frames
        written += frames if each.shown is not None else 0
    return listed


def captions(listed: Sequence[ListedShot]) -> str:
    """The dialogue as WebVTT: each shot's lines share its time by their length."""
    parts = ["WEBVTT", *(cue for each in listed if each.start_s is not None for cue in _cues(each, each.start_s))]
    return "\n\n".join(parts) + "\n"


def _cues(listed: ListedShot, start_s: float) -> Iterator[str]:
    lines = [line for line in listed.shot.dialogue if line.text.strip()]
    letters = [len(line.text) + 8 for line in lines]
    at = start_s
    for line, count in zip(lines, letters, strict=True):
        until = at + listed.seconds * count / sum(letters)
        # A blank line would end the cue, and "-->" begin another; markup is escaped as WebVTT asks.
        text = html.escape(" ".join(line.text.split()), quote=False)
        speaker = html.escape(" ".join(line.character.split()), quote=False)
        yield f"{_vtt_time(at)} --> {_vtt_time(until)}\n" + (f"{speaker}: {text}" if speaker else text)
        at = until


def _vtt_time(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"


def _poster(project: Project, shown: Sequence[ShownShot], store: BlobStore) -> bytes:
    """The first shot's middle as JPEG."""
    first = next(each.shot for each in shown if each.shown is not None)
    pictures = FilmPictures(store)
    pictures.update(project, shown)
    frame = pictures.still(first.id, first.duration_frames // 2, min(POSTER_HEIGHT, project.height))
    if frame is None:
        raise SoraError("A take of this film can't be read.", "Render its first shot again.")
    return jpeg(frame)


def _write(
    page: BinaryIO, project: Project, listed: Sequence[ListedShot], poster: bytes, film: Path | None, beside: str
) -> None:
    """The page, the film last: what a browser shows first comes first."""
    page.write(page_html(project, listed, poster, "" if film else beside).encode())
    if film is not None:
        page.write(b'<script type="text/plain" id="film">')
        with film.open("rb") as source:
            while chunk := source.read(CHUNK_BYTES):
                page.write(base64.b64encode(chunk))
        page.write(b"</script>\n")
    page.write(f"<script>{SCRIPT}</script>\n</body>\n</html>\n".encode())


def page_html(project: Project, listed: Sequence[ListedShot], poster: bytes, beside: str) -> str:
    """The page up to its film. Everything a person typed is escaped, and no script but the page's own may run."""
    title = html.escape(" ".join(project.title.split()) or "Untitled")
    seconds = sum(each.seconds for each in listed if each.start_s is not None)
    facts = f"{project.width} × {project.height}  ·  {project.frame_rate}  ·  {len(listed)} shots  ·  {seconds:.1f} s"
    author = f'<p class="author">{html.escape(project.author)}</p>' if project.author.strip() else ""
    allowed = base64.b64encode(sha256(SCRIPT.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; script-src 'sha256-{allowed}'; style-src 'unsafe-inline'; img-src data:; "
        "media-src blob: data: file: 'self'"
    )
    vtt = base64.b64encode(captions(listed).encode()).decode()
    source = f' src="{html.escape(_url(beside))}"' if beside else ""
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Sora Studio">
<title>{title}</title>
<style>{STYLE}</style>
</head>
<body>
<main>
<h1>{title}</h1>
{author}
<video id="player" controls playsinline preload="metadata"{source}
 poster="data:image/jpeg;base64,{base64.b64encode(poster).decode()}" aria-label="{title}">
<track kind="captions" label="Dialogue" srclang="en" default src="data:text/vtt;base64,{vtt}">
</video>
<p class="facts">{html.escape(facts)}</p>
<noscript><p>The film is within this page; a browser with scripts allowed plays it.</p></noscript>
</main>
<ol id="shots">
{"".join(_row(project, each) for each in listed)}</ol>
"""


def _row(project: Project, listed: ListedShot) -> str:
    scene, shot = listed.scene, listed.shot
    asked = resolve(project, scene, shot)
    marks = " · ".join(part for part in (asked.size, asked.angle, asked.move) if part)
    action = shot.action.strip() or shot.direction.prompt.strip()
    lines = "".join(
        f"<p><b>{html.escape(line.character.upper())}</b> {html.escape(line.text)}</p>" for line in shot.dialogue
    )
    heading = f"<h2>{html.escape(scene.heading)}</h2>" if shot is scene.shots[0] and scene.heading.strip() else ""
    length = spell_frames(shot.duration_frames, project.frame_rate)
    seek = f' data-start="{listed.start_s:.6f}"' if listed.start_s is not None else " disabled"
    missing = "" if listed.start_s is not None else '<span class="missing">No picture yet</span>'
    return (
        f'<li>{heading}<button type="button"{seek}><span class="number">{html.escape(listed.number)}</span>'
        f'<span class="timecode">{listed.timecode}</span><span class="length">{length}</span></button>'
        f'<div><p class="marks">{html.escape(marks)} {missing}</p><p>{html.escape(action)}</p>{lines}</div></li>\n'
    )


def _url(name: str) -> str:
    from urllib.parse import quote

    return quote(name)


def _start_frame(project: Project) -> int:
    try:
        return project.frame_rate.frame_at(project.start_timecode)
    except SoraError:
        # A start that the rate can't count: the film counts from zero.
        return 0


def _drops(project: Project) -> bool:
    return project.frame_rate.can_drop_frames and any(mark in project.start_timecode for mark in ";.")
