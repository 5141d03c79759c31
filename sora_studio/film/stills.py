"""One frame as a picture file."""

from pathlib import Path

from sora_studio.errors import ExportError
from sora_studio.film.plan import Frame
from sora_studio.film.target import replacing


def save_png(frame: Frame, out: Path) -> None:
    """Writes (h, w, 3) RGB as PNG. Raises ExportError."""
    import cv2

    # Through bytes: imwrite can't open every name on Windows, and says nothing of why it failed.
    encoded, data = cv2.imencode(".png", cv2.cvtColor(frame, cv2.COLOR_RGB2BGR))
    if not encoded:
        raise ExportError(f"{out.name} could not be drawn as PNG.", "Choose another frame.")
    with replacing(out) as partial:
        partial.write_bytes(data.tobytes())
