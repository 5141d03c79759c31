"""What a press begins: the tool, the keys held and the thing pressed together name one deed."""

from dataclasses import dataclass
from typing import Literal

from sora_studio.ui.timeline.hit import Hit

Tool = Literal["select", "ripple", "roll", "slip", "slide", "razor"]
TOOLS: tuple[Tool, ...] = ("select", "ripple", "roll", "slip", "slide", "razor")

Deed = Literal[
    "nothing", "scrub", "rubber", "move", "split", "split_cue",
    "trim_head", "trim_tail", "roll", "slip", "slide", "dissolve_head", "dissolve_tail",
    "cue_move", "cue_head", "cue_tail", "cue_slip", "fade_in", "fade_out",
    "marker", "in", "out", "scene",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Keys:
    ctrl: bool = False
    shift: bool = False
    alt: bool = False


NO_KEYS = Keys()


def deed(hit: Hit, tool: Tool, keys: Keys = NO_KEYS) -> Deed:
    """What pressing there with that tool begins."""
    match hit.part:
        case "ruler" | "playhead":
            return "scrub"
        case "in" | "out" | "marker" | "scene" | "fade_in" | "fade_out":
            return hit.part
        case "nothing" | "track":
            return "rubber"
        case "cue" | "cue_head" | "cue_tail":
            return _on_cue(hit, tool, keys)
        case "dissolve_head" | "dissolve_tail" if tool != "razor":
            return hit.part
        case _:
            return _on_shot(hit, tool, keys)


def _on_cue(hit: Hit, tool: Tool, keys: Keys) -> Deed:
    if tool == "razor":
        return "split_cue"
    if hit.part == "cue":
        return "cue_slip" if tool == "slip" or keys.alt else "cue_move"
    return "cue_head" if hit.part == "cue_head" else "cue_tail"


def _on_shot(hit: Hit, tool: Tool, keys: Keys) -> Deed:
    edge = hit.part in ("head", "tail")
    match tool:
        case "razor":
            return "split"
        case "slip" | "slide":
            return tool
        case "roll":
            return "roll" if edge else "move"
        case "ripple":
            return ("trim_head" if hit.part == "head" else "trim_tail") if edge else "move"
        case "select" if edge:
            return "roll" if keys.ctrl else "trim_head" if hit.part == "head" else "trim_tail"
        case _:
            return ("slide" if keys.ctrl else "slip") if keys.alt else "move"


def cut_index(hit: Hit) -> int:
    """The shot before the cut that is meant when an edge is rolled: the film's first head has no cut."""
    return hit.index - 1 if hit.part == "head" else hit.index
