"""`sora-studio doctor`: what works here, what is missing, and the line that fixes it; all of it as a report."""

import argparse

from sora_studio.cli.output import Output
from sora_studio.errors import SoraError
from sora_studio.studio.config import load_config
from sora_studio.studio.doctor import examine
from sora_studio.studio.encoders_seen import encoders_seen
from sora_studio.studio.report import write_report

MARKS = {True: "ok", False: "missing"}


def run(arguments: argparse.Namespace, output: Output) -> None:
    """Raises SoraError where a report can't be written."""
    if arguments.report is not None:
        written = write_report(arguments.report, load_config(), arguments.with_prompts)
        output.line(
            f"{written}: look through it, then send it to whom you like", {"event": "written", "path": f"{written}"}
        )
        return
    if arguments.with_prompts:
        raise SoraError("--with-prompts is for a report.", "Write: sora-studio doctor --report OUT.zip --with-prompts")
    findings = [*examine(load_config()), encoders_seen()]
    rows = [(MARKS[each.ok], each.subject, each.finding) for each in findings]
    data = [{"ok": each.ok, "subject": each.subject, "finding": each.finding, "fix": each.fix} for each in findings]
    output.table(("", "what", "found"), rows, data)
    if not output.is_json:
        for each in findings:
            if each.fix:
                output.line(f"{each.subject}: {each.fix}")
