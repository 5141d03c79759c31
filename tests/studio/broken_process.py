"""A process that renders, and comes to harm: `sora_studio.studio.render_process` with a fault in it.

$SORA_TEST_HARM names what happens at the second step of a draft of the shot at position 1, $SORA_TEST_HARMED a file
that counts how often it did; after $SORA_TEST_HARM_TIMES it happens no more.
"""

import os
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path

from sora_studio.errors import BlankPicture, OutOfMemory
from sora_studio.inference.events import StepDone
from sora_studio.studio import machine, render_process, render_work
from sora_studio.studio.planning import PlannedTake


def harm(work: render_work.RenderWork) -> None:
    told = Path(os.environ["SORA_TEST_HARMED"])
    times = len(told.read_text()) if told.exists() else 0
    if times >= int(os.environ["SORA_TEST_HARM_TIMES"]):
        return
    told.write_text("x" * (times + 1))
    match os.environ["SORA_TEST_HARM"]:
        case "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        case "crashed":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "stopped":
            os.kill(os.getpid(), signal.SIGSTOP)
        case "hangs":
            time.sleep(600)
        case "no memory":
            raise OutOfMemory("There is not enough memory for draft.onnx.", "Close other programs.")
        case "blank" | "blank on a GPU":
            raise BlankPicture("The shot came out blank (numeric overflow in the draft stage).", "Another seed.")
        case "fault":
            raise ZeroDivisionError("no such luck")
        case "garbles":
            pipe = work._mouth._file
            pipe.write(b"garbled" * 1000)
            pipe.flush()
        case "prints":
            os.write(1, b"a library says what it likes\n")
            print("so does Python", file=sys.stderr)
        case other:
            raise AssertionError(other)


def main() -> None:
    if os.environ["SORA_TEST_HARM"] == "little memory":
        from tests.studio.little_memory import limit_memory

        limit_memory()
        render_process.main()
    step = render_work.RenderWork._step

    def harmed(self: render_work.RenderWork, take: PlannedTake, done: StepDone) -> None:
        step(self, take, done)
        if (take.position, done.stage, done.step) == (1, "draft", 2):
            harm(self)

    render_work.RenderWork._step = harmed
    if os.environ["SORA_TEST_HARM"] == "blank on a GPU":
        # What is called a GPU is the CPU: here is no other device.
        chosen = machine.choose_device
        machine.choose_device = lambda name, threads: replace(
            chosen("cpu", threads), name="cpu" if name == "cpu" else "cuda"
        )
    if os.environ["SORA_TEST_HARM"] == "never starts":
        sys.exit("no libraries")
    render_process.main()
