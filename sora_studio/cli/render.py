"""`sora-studio render`: a script or a project in, a film out."""

import argparse
from pathlib import Path

from sora_studio.cli.output import Output
from sora_studio.cli.progress import RenderProgress
from sora_studio.errors import SoraError
from sora_studio.paths import PROJECT_SUFFIX
from sora_studio.studio.beginnings import with_strengths
from sora_studio.studio.config import Config, load_config
from sora_studio.studio.events import ShotFailed
from sora_studio.studio.opening import open_for_render
from sora_studio.studio.pack_shelf import pack_setting
from sora_studio.studio.planning import with_settings
from sora_studio.studio.sketches import keep_drawings, read_drawings, with_sketches
from sora_studio.studio.studio import RenderOrder, Studio
from sora_studio.timeline.project import Project


def run(arguments: argparse.Namespace, output: Output) -> None:
    """Raises SoraError for anything the user can mend, at the end also when a shot failed."""
    source, out = arguments.source, arguments.out
    config = load_config()
    keep = arguments.project or (source if source.suffix == PROJECT_SUFFIX else out.with_suffix(PROJECT_SUFFIX))
    drawings = read_drawings(arguments.sketch)

    def change(project: Project) -> Project:
        drawn = with_sketches(_with_arguments(project, arguments, config), drawings)
        return with_strengths(drawn, arguments.strength)

    with open_for_render(source, keep, config, change) as studio:
        keep_drawings(studio.store, drawings)
        _render(studio, arguments, out, config, output)


def _with_arguments(project: Project, arguments: argparse.Namespace, config: Config) -> Project:
    """The film as the options ask for it; they are kept in the project, so that it opens as it was rendered."""
    width, height = arguments.size or (project.width, project.height)
    return with_settings(
        project,
        width=width,
        height=height,
        pack=arguments.pack and pack_setting(arguments.pack, config),
        sampler=arguments.sampler,
        steps=arguments.steps,
        guidance=arguments.guidance,
        refine_steps=arguments.refine_steps,
        seed=arguments.seed,
        step_cache=arguments.cache,
    )


def _render(studio: Studio, arguments: argparse.Namespace, out: Path, config: Config, output: Output) -> None:
    order = RenderOrder(arguments.shots, arguments.takes, "draft" if arguments.draft else "refined", previews=False)
    failed: list[ShotFailed] = []
    with RenderProgress(output) as progress:
        studio.check_film(out)
        for event in studio.render(order, device=arguments.device or config.device):
            if isinstance(event, ShotFailed):
                failed.append(event)
            progress.show(event)
        for event in studio.write_film(out, order.stage):
            progress.show(event)
    counts = studio.counts
    if studio.project.settings.step_cache:
        output.line(
            f"Step cache: {counts.left_out} of {counts.steps} steps were left out.",
            {"event": "step cache", "steps": counts.steps, "left_out": counts.left_out},
        )
    ran = {"encode": counts.encode, "draft": counts.draft, "refine": counts.refine}
    output.line(
        f"Stages run: A {counts.encode}, B {counts.draft}, C {counts.refine}. Project: {studio.path}",
        {"event": "done", "stages_run": ran, "project": str(studio.path)},
    )
    if failed:
        shots = ", ".join(str(event.position) for event in failed)
        raise SoraError(f"Failed: shot {shots}. {failed[0].message}", failed[0].hint)
