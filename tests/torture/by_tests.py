"""Rows whose provocations are tests already: those are run, apart from this process, and counted."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

from tests.torture.tally import Tally

ROOT = Path(__file__).resolve().parents[2]
AT_MOST_S = 900


def run_tests(room: Path, *arguments: str, within: Sequence[str] = ()) -> Tally:
    """pytest with these arguments, by the command `within`; each test is one thing done."""
    report = room / "report.xml"
    command = [*within, sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", f"--basetemp={room / 'tests'}"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    try:
        done = subprocess.run(
            [*command, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=AT_MOST_S
        )
    except subprocess.TimeoutExpired:
        return Tally(problems=(f"the tests took more than {AT_MOST_S} s",))
    if not report.exists():
        return Tally(problems=(f"no test was run: {(done.stdout + done.stderr)[-2000:]}",))
    return _counted(ElementTree.parse(report).getroot())


def _counted(report: ElementTree.Element) -> Tally:
    cases = list(report.iter("testcase"))
    failed = [case for case in cases if case.find("failure") is not None or case.find("error") is not None]
    skipped = [f"{case.get('name')}: {each.get('message')}" for case in cases for each in case.iter("skipped")]
    problems = [f"{case.get('name')}: {_said(case)}" for case in failed]
    if not cases:
        problems.append("there were no tests to run")
    return Tally(len(cases) - len(skipped), problems=tuple(problems), skipped=tuple(skipped))


def _said(case: ElementTree.Element) -> str:
    return " ".join(str(each.get("message")) for each in case if each.tag in ("failure", "error"))[:400]
