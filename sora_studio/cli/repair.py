"""`sora-studio repair`: a sound copy of a damaged project."""

import argparse

from sora_studio.cli.output import Output
from sora_studio.studio.repairing import repaired_copy


def run(arguments: argparse.Namespace, output: Output) -> None:
    """Raises SoraError where there is nothing to repair, or nothing left."""
    made = repaired_copy(arguments.project, arguments.out)
    for loss in made.losses:
        output.line(f"lost: {loss}", {"event": "lost", "message": loss})
    output.line(
        f"{made.path}: {made.intact_shots} of {made.all_shots} shots are intact. What was lost is in {made.list_path}.",
        {
            "event": "repaired",
            "project": str(made.path),
            "losses": str(made.list_path),
            "intact": made.intact_shots,
            "shots": made.all_shots,
        },
    )
