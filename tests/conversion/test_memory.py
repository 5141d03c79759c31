# pyright: basic, reportMissingImports=false
"""What is said of a decoder's memory beside what a session of it takes, family by family."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest

from sora_studio.inference.memory import stage_need
from sora_studio.inference.packs import load_pack
from sora_studio.inference.request import make_request
from tests.conversion.conftest import Made

# Of what was measured: half as much, and half as much again.
WITHIN = 0.5

MEASURE = """
import sys
import numpy as np
from pathlib import Path
from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.decode import Decoding
from sora_studio.inference.device import choose_device
from sora_studio.inference.pace import Pace
from sora_studio.inference.packs import load_pack
from sora_studio.inference.session import SessionCache

def resident(name):
    return 1024 * int(next(line for line in open("/proc/self/status") if line.startswith(name)).split()[1])

pack = load_pack(Path(sys.argv[1]))
latents = np.zeros([int(side) for side in sys.argv[2:]], np.float32)
decoding = Decoding(SessionCache(choose_device("cpu", 1), threads=1), pack.refine.decoder, Pace("refine", 9, None),
    CancelToken())
before = resident("VmRSS")
Path("/proc/self/clear_refs").write_text("5")
decoding.clip(latents, 4) if decoding.decoder.takes_clips else decoding.stills(latents)
print(resident("VmHWM") - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="no way to see what a process took here")
@pytest.mark.parametrize(
    ("name", "latents"), [("stable_diffusion", (1, 32, 48)), ("wan", (9, 32, 32)), ("ltx", (9, 32, 32))]
)
def test_what_is_said_before_is_near_what_was_taken(
    made: Callable[[str], Made], name: str, latents: tuple[int, int, int]
) -> None:
    pack = load_pack(made(name).converted)
    decoder = pack.refine.decoder
    assert decoder is not None
    frames, height, width = latents
    # In one window: what is drawn in several is decoded in as many.
    whole = replace(pack.draft, frames_max=1 + (frames - 1) * pack.draft.frames_per_latent)
    pack = replace(pack, draft=whole, refine=replace(pack.refine, strength=0.0))
    request = replace(
        make_request(pack, "", seed=0, duration_s=1.0),
        frame_count=1 + (frames - 1) * pack.draft.frames_per_latent,
        height=height * pack.draft.latent_scale,
        width=width * pack.draft.latent_scale,
    )
    sides = (request.height // decoder.scale, request.width // decoder.scale)
    said = stage_need(pack, request, "refine").total_bytes
    command = [sys.executable, "-c", MEASURE, str(pack.folder), *map(str, (frames, pack.draft.latent_channels, *sides))]
    taken = int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    print(f"\n{name}: said {said / 1e6:.0f} MB, taken {taken / 1e6:.0f} MB")
    assert (1 - WITHIN) * taken <= said <= (1 + WITHIN) * taken
