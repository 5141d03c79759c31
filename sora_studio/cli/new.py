"""`sora-studio new`: a project from a script, nothing rendered."""

import argparse

from sora_studio.cli.output import Output
from sora_studio.studio.config import load_config
from sora_studio.studio.opening import new_project


def run(arguments: argparse.Namespace, output: Output) -> None:
    with new_project(arguments.script, arguments.out, load_config()) as studio:
        project = studio.project
        shots = sum(1 for _ in project.shots())
        data = {"project": str(studio.path), "scenes": len(project.scenes), "shots": shots}
        output.line(f"{studio.path}: {len(project.scenes)} scenes, {shots} shots", data)
