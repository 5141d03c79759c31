"""One frame as a picture file."""

from pathlib import Path

from sora_studio.errors import ExportError
from sora_studio.film.plan import Frame
from sora_studio.film.target import replacing

JPEG_QUALITY = 95


def encoded_picture(frame: Frame, name: Path, jpeg_quality: int = JPEG_QUALITY) -> bytes:
    """(h, w, 3) RGB as the PNG or JPEG that the name's ending asks for. Raises ExportError."""
    import cv2

    # Through bytes: imwrite can't open every name on Windows, and says nothing of why it failed.
    quality = [cv2.IMWRITE_JPEG_QUALITY, jpeg_quality] if name.suffix.lower() in (".jpg", ".jpeg") else []
    encoded, data = cv2.imencode(name.suffix.lower(), cv2.cvtColor(frame, cv2.COLOR_RGB2BGR), quality)
    if not encoded:
        raise ExportError(f"{name.name} could not be drawn.", "Choose another frame, or PNG.")
    return data.tobytes()


def save_png(frame: Frame, out: Path) -> None:
    """Writes (h, w, 3) RGB as PNG. Raises ExportError."""
    data = encoded_picture(frame, out.with_suffix(".png"))
    with replacing(out) as partial:
        partial.write_bytes(data)


def jpeg(frame: Frame, quality: int = 85) -> bytes:
    """(h, w, 3) RGB as JPEG. Raises ExportError."""
    return encoded_picture(frame, Path("frame.jpg"), quality)
