"""`sora-studio export`: a film as it stands, for people or for other programs."""

import argparse

from sora_studio.cli.output import Output
from sora_studio.cli.progress import RenderProgress
from sora_studio.studio.archive import is_archive, write_archive
from sora_studio.studio.config import load_config
from sora_studio.studio.events import FilmProgress, Notice
from sora_studio.studio.handing_over import hand_over, is_film
from sora_studio.studio.opening import open_project
from sora_studio.studio.screening import Screening


def run(arguments: argparse.Namespace, output: Output) -> None:
    """Raises SoraError for anything the user can mend. What a format can't carry is told as notices."""
    out = arguments.to
    archive = is_archive(out)
    film = not archive and (bool(arguments.preset) or is_film(out))
    screening = Screening(arguments.burn_in, arguments.subtitles)
    with open_project(arguments.project, load_config()) as studio, RenderProgress(output) as progress:
        if film:
            studio.check_film(out, arguments.preset)
            for event in studio.write_film(out, preset=arguments.preset, size=arguments.size, screening=screening):
                progress.show(event)
            return
        lost: list[str] = []
        if archive:
            write_archive(studio, out)
        else:
            lost = hand_over(
                studio.project,
                studio.shots(),
                studio.store,
                out,
                with_media=not arguments.no_media,
                on_progress=lambda done, total: progress.show(FilmProgress(done, total)),
            )
        for sentence in lost:
            progress.show(Notice(sentence))
    output.line(f"{out} is written.", {"event": "written", "path": str(out)})
