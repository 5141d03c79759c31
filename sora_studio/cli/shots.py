"""`sora-studio shots`: a project's shots, their prompts, takes and state."""

import argparse

from sora_studio.cli.output import Output
from sora_studio.studio.config import load_config
from sora_studio.studio.opening import open_project
from sora_studio.studio.showing import ShownShot

COLUMNS = ("#", "starts", "length", "state", "takes")


def state_of(each: ShownShot) -> str:
    """card (nothing made yet), footage, draft, refined; stale when the prompt has changed since; pinned."""
    if each.shown is None:
        return "card"
    if each.shot.footage:
        return "footage"
    take = each.shown.take
    state = f"{take.stage}, stale" if each.shown.stale else str(take.stage)
    return f"{state}, pinned" if each.shot.pinned == take.digest else state


def run(arguments: argparse.Namespace, output: Output) -> None:
    with open_project(arguments.project, load_config()) as studio:
        rate = studio.project.frame_rate
        first = rate.frame_at(studio.project.start_timecode)
        # The film's model is told by `info`; a shot's only where it has one of its own.
        has_models = any(shot.pack for _, shot in studio.project.shots())
        rows: list[tuple[str, ...]] = []
        data: list[dict[str, object]] = []
        start = 0
        for each in studio.shots():
            shot = each.shot
            seconds = float(rate.seconds(shot.duration_frames))
            state, timecode = state_of(each), rate.timecode(first + start)
            takes = str(len(shot.takes))
            model = (shot.pack,) if has_models else ()
            rows.append((str(each.position), timecode, f"{seconds:g} s", state, takes, *model, shot.direction.prompt))
            data.append(
                {
                    "position": each.position,
                    "id": shot.id,
                    "start": timecode,
                    "seconds": seconds,
                    "state": state,
                    "prompt": shot.direction.prompt,
                    "takes": [{"digest": t.digest, "stage": t.stage, "seed": t.seed} for t in shot.takes],
                    "pinned": shot.pinned,
                    "continues": shot.continues,
                    "sketch": shot.sketch,
                    "strength_percent": shot.strength_percent,
                    "pack": shot.pack,
                    "footage": shot.footage,
                }
            )
            start += shot.duration_frames
        output.table((*COLUMNS, *(("model",) if has_models else ()), "prompt"), rows, data)
