"""`sora-studio info`: what a project holds."""

import argparse

from sora_studio.cli.output import Output
from sora_studio.studio.config import load_config
from sora_studio.studio.opening import open_project


def run(arguments: argparse.Namespace, output: Output) -> None:
    with open_project(arguments.project, load_config()) as studio:
        project, settings = studio.project, studio.project.settings
        shots = [shot for _, shot in project.shots()]
        takes = sum(len(shot.takes) for shot in shots)
        seconds = float(project.frame_rate.seconds(project.duration_frames))
        waiting = studio.queue.waiting()
        rows = {
            "title": project.title,
            "author": project.author,
            "length": f"{seconds:.1f} s ({project.duration_frames} frames)",
            "picture": f"{project.width}x{project.height} at {project.frame_rate}",
            "scenes": str(len(project.scenes)),
            "shots": str(len(shots)),
            "takes": str(takes),
            "pack": settings.pack,
            "seed": str(settings.seed),
            "waiting in the queue": str(waiting),
        }
        data = {
            "title": project.title,
            "seconds": seconds,
            "frames": project.duration_frames,
            "width": project.width,
            "height": project.height,
            "frame_rate": str(project.frame_rate),
            "scenes": len(project.scenes),
            "shots": len(shots),
            "takes": takes,
            "pack": settings.pack,
            "waiting": waiting,
        }
        output.table(("", ""), [(name, value) for name, value in rows.items() if value], [data])
