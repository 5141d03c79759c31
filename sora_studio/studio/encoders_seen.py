"""What films can be encoded as on this machine, and on what; an encoder of a graphics card is tried before it is told.

In the process it is asked in: a driver that crashes takes that along, so the window doesn't ask.
"""

from sora_studio.errors import ExportError
from sora_studio.studio.doctor import Finding

PROCESSOR = "the processor"


def encoders_seen() -> Finding:
    """One finding for all of them."""
    from sora_studio.film.codecs import AV1, H264, H265, PRORES_HQ
    from sora_studio.film.encoders import encoder_for
    from sora_studio.film.plan import FilmSize
    from sora_studio.timeline.time import FrameRate

    found: dict[str, list[str]] = {}
    missing: list[str] = []
    for codec in (H264, H265, AV1, PRORES_HQ):
        try:
            encoder = encoder_for(codec, FilmSize(1280, 720, FrameRate(24)), hardware=True)
        except ExportError:
            missing.append(codec.title)
        else:
            found.setdefault(encoder.on or PROCESSOR, []).append(codec.title)
    told = [f"{', '.join(titles)} on {where}" for where, titles in found.items()]
    told += [f"no {title}" for title in missing]
    fix = "Install the av package from PyPI, which has every encoder: pip install av" if missing else ""
    return Finding(not missing, "Film encoders", "; ".join(told), fix)
