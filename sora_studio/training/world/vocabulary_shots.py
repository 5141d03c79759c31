"""Words for the shot: size, angle, camera move. The studio's own spelling of each is among them, word for word."""

from __future__ import annotations

from collections.abc import Mapping

from sora_studio.timeline.vocabulary import VOCABULARY

from .vocabulary_places import entries

# What the studio's codes (sora_studio.timeline.vocabulary) mean in the drawn world; all others mean nothing in it.
STUDIO_CODES: Mapping[str, Mapping[str, str]] = {
    "size": {
        "EWS": "EWS", "establishing": "EWS", "WS": "WS", "LS": "WS", "FS": "WS", "MLS": "MS", "cowboy": "MS",
        "MS": "MS", "MCU": "MS", "two-shot": "MS", "OTS": "MS", "CU": "CU", "BCU": "CU", "ECU": "ECU", "insert": "ECU",
    },
    "angle": {"eye": "eye", "high": "high", "overhead": "high", "low": "low", "worm's-eye": "low"},
    "move": {
        "static": "static", "pan left": "pan_left", "pan right": "pan_right", "tilt up": "tilt_up",
        "tilt down": "tilt_down", "pedestal up": "tilt_up", "crane up": "tilt_up", "pedestal down": "tilt_down",
        "crane down": "tilt_down", "zoom in": "push_in", "push in": "push_in", "zoom out": "pull_out",
        "pull out": "pull_out", "truck left": "truck_left", "truck right": "truck_right", "arc": "orbit",
    },
}  # fmt: skip


def _with_studio_words(field: str, table: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The table's words, and for each value the studio's spelling of the codes that mean it."""
    spoken = {value: [VOCABULARY[field][c] for c, v in STUDIO_CODES[field].items() if v == value] for value in table}
    return {value: tuple(dict.fromkeys((*spoken[value], *entries(text)))) for value, text in table.items()}


SIZES = _with_studio_words(
    "size",
    {
        "EWS": "EWS; extreme long shot; very wide shot; vast wide shot; panorama shot; ELS; seen from very far "
        "away; tiny in the frame; extreme wide; grand establishing shot; far in the distance",
        "WS": "WS; LS; wide-angle shot; wide view; full-length shot; wide; seen from afar; shown in full; wide "
        "framing; full body shot",
        "MS": "mid shot; MS; medium view; waist-up shot; medium full shot; mid-shot; MCU; MLS; medium; medium framing; "
        "from the waist up",
        "CU": "close up; close shot; CU; tight shot; tight close-up; closeup; portrait shot; close; seen from "
        "close by; filling the frame",
        "ECU": "ECU; XCU; macro shot; detail shot; extreme close up; extreme closeup; extreme detail; extremely close; "
        "super close-up; macro; extreme close shot",
    },
)
ANGLES = _with_studio_words(
    "angle",
    {
        "eye": "eye level; at eye level; eye-level shot; straight on; straight-on angle; camera at eye height; "
        "shot at eye level; eye-level view; neutral angle; level with the eyes",
        "high": "high-angle shot; from above; seen from above; looking down; high angle shot; bird's-eye view; "
        "top-down view; top view; shot from above; bird's-eye angle; from high above; bird's eye view; "
        "camera looking down from above; aerial angle",
        "low": "low-angle shot; from below; seen from below; looking up; low angle shot; shot from below; worm's "
        "eye view; from the ground; camera near the ground; frog's-eye view; from a low viewpoint; camera "
        "looking up from below",
    },
)
MOVES = _with_studio_words(
    "move",
    {
        "static": "locked camera; locked-off shot; static; the camera does not move; tripod shot; fixed camera; still "
        "camera; locked off; static shot; no camera movement",
        "pan_left": "pan left; slow pan left; the camera pans to the left; panning left; leftward pan",
        "pan_right": "pan right; slow pan right; the camera pans to the right; panning right; rightward pan",
        "tilt_up": "tilt up; slow tilt up; the camera tilts upward; tilting up; upward tilt",
        "tilt_down": "tilt down; slow tilt down; the camera tilts downward; tilting down; downward tilt",
        "push_in": "push in; slow push in; dolly in; the camera moves closer; zoom in; slow zoom in; tracking in; "
        "dolly forward; the camera slowly pushes in",
        "pull_out": "pull out; slow pull out; dolly out; the camera moves away; zoom out; slow zoom out; pull "
        "back; dolly back; the camera slowly pulls back",
        "truck_left": "truck left; track left; tracking left; the camera tracks to the left; camera slides left; "
        "tracking shot to the left; lateral move to the left; trucking left; dolly left; crab left",
        "truck_right": "truck right; track right; tracking right; the camera tracks to the right; camera slides right; "
        "tracking shot to the right; lateral move to the right; trucking right; dolly right; crab right",
        "orbit": "orbit; orbiting shot; the camera orbits around; camera circles around; arc shot; slow orbit; "
        "orbiting camera; the camera circles slowly; 360 degree orbit; revolving around; circling camera",
    },
)
# Shot words the world has no such thing for; said, they ask for nothing.
OTHER_SHOTS: tuple[str, ...] = (
    *(words for field, table in VOCABULARY.items() for code, words in table.items() if code not in STUDIO_CODES[field]),
    "side view",
    "tracking shot",
    "shaky camera",
    "focus pull",
    "slow motion",
    "whip pan",
)
# An empty place seen by a camera in the air; and which size and angle that says.
AERIALS = entries(
    "drone view of; aerial view of; drone shot over; bird's-eye view of; aerial shot of; drone camera view over; an "
    "aerial drone view of; sweeping drone footage of; overhead drone view of"
)
