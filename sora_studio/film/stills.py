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


def jpeg(frame: Frame, quality: int = 85) -> bytes:
    """(h, w, 3) RGB as JPEG. Raises ExportError."""
    import cv2

    encoded, data = cv2.imencode(".jpg", cv2.cvtColor(frame, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not encoded:
        raise ExportError("A frame could not be drawn as JPEG.", "Render its shot again.")
    return data.tobytes()
