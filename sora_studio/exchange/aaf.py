"""AAF for Avid Media Composer and Pro Tools, through OpenTimelineIO's adapter; it refers to media and embeds none."""

# OpenTimelineIO's types come from C++ and are open to the checker.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportMissingTypeStubs=false

from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from sora_studio.exchange.losses import OVER_FILM, losses, shortened_transitions
from sora_studio.exchange.media import Media
from sora_studio.exchange.otio_timeline import timeline_of
from sora_studio.timeline.project import Project

LOSSES = (
    "prompts", "dialogue", "notes", "takes", "sketches", "strengths", "models", "gains", "fades", "mutes", "markers",
    "scenes", "wipes", *OVER_FILM,
)  # fmt: skip
# AAF Object Specification 1.1, Appendix B: a dissolve of pictures, from all of one to all of the other.
VIDEO_DISSOLVE = "0c3bea40-fc05-11d2-8a29-0050040ef7d2"
DISSOLVE: dict[str, Any] = {
    "PointList": [{"Value": 0, "Time": 0}, {"Value": 1, "Time": 1}],
    "OperationGroup": {
        "Operation": {
            "Identification": VIDEO_DISSOLVE,
            "Name": "Video Dissolve",
            "Description": "Video Dissolve",
            "DataDefinition": {"Name": "Picture"},
            "IsTimeWarp": False,
            "Bypass": 0,
            "NumberInputs": 2,
            "OperationCategory": "OperationCategory_Effect",
        }
    },
}


def write_aaf(project: Project, media: Media, path: Path) -> list[str]:
    """Write the cut to `path`; returns what it can't carry. Raises OSError."""
    import opentimelineio as otio

    timeline = timeline_of(project, media)
    for track in timeline.tracks:
        for item in track:
            if isinstance(item, otio.schema.Transition):
                item.transition_type = otio.schema.TransitionTypes.SMPTE_Dissolve
                item.metadata["AAF"] = {**DISSOLVE, "CutPoint": round(item.in_offset.value)}
    # Where it can't write, pyaaf2 prints what; its error says so too, and standard output is ours.
    with redirect_stdout(StringIO()):
        otio.adapters.write_to_file(timeline, str(path), "AAF", use_empty_mob_ids=True)
    return aaf_losses(project)


def aaf_losses(project: Project) -> list[str]:
    return losses(project, "AAF", *LOSSES) + shortened_transitions(project)
