"""A drawing or picture of the user's own that a shot begins with: read, kept beside the takes, fitted to the pack."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sora_studio.errors import GenerationError, SoraError, StorageError
from sora_studio.exchange.importing import PICTURE_ENDINGS
from sora_studio.inference.clip import Floats, Pictures, to_pictures
from sora_studio.inference.given_picture import picture_sides
from sora_studio.inference.stage import draft_shape
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio.planning import PlannedTake
from sora_studio.studio.shot_at import shot_at
from sora_studio.timeline.edits import set_sketch
from sora_studio.timeline.project import Project

DRAWINGS = "drawings"
LARGEST_DRAWING_BYTES = 200_000_000
DRAWING_ENDINGS = PICTURE_ENDINGS
_RGB = 3
_READ = "PNG, JPEG, WebP, BMP or TIFF"
# Of PNG, JPEG, WebP, BMP and TIFF in both orders of bytes; nothing else is handed to the decoder.
_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF", b"BM", b"II*\0", b"MM\0*")

# Each drawing's file by the position of its shot, None for the film's only one; no file takes the drawing off.
Drawings = Mapping[int | None, bytes | None]


def read_drawing(path: Path) -> bytes:
    """The file of a drawing that can be read. Raises SoraError where it can't."""
    try:
        with path.open("rb") as file:
            # One byte more than allowed tells a file that is too large from one that just fits.
            content = file.read(LARGEST_DRAWING_BYTES + 1)
    except FileNotFoundError as error:
        raise SoraError(f"There is no drawing at {path}.", "Check the name, or give the whole path.") from error
    except OSError as error:
        raise SoraError(f"The drawing {path} can't be read: {error.strerror}.", f"Name a picture: {_READ}.") from error
    if len(content) > LARGEST_DRAWING_BYTES:
        raise SoraError(
            f"The drawing {path} is larger than {LARGEST_DRAWING_BYTES // 1_000_000} MB.", "Save it smaller."
        )
    if _picture(content) is None:
        raise SoraError(f"{path} isn't a picture this program reads.", f"Save the drawing as {_READ}.")
    return content


def read_drawings(named: Iterable[tuple[int | None, Path | None]]) -> Drawings:
    """The files by shot; the last one named for a shot counts. Raises SoraError."""
    return {position: None if path is None else read_drawing(path) for position, path in named}


def with_sketches(project: Project, drawings: Drawings) -> Project:
    """The film with the drawings on their shots. Raises SoraError for a shot that isn't there, or isn't said."""
    shots = [shot for _, shot in project.shots()]
    for position, content in drawings.items():
        if position is None and len(shots) > 1:
            raise SoraError(
                f"The film has {len(shots)} shots, and the drawing can be of one.", "Say which: --sketch 1=FILE.png"
            )
        shot = shot_at(shots, position or 1)
        project = set_sketch(project, shot.id, "" if content is None else _name(content))
    return project


def keep_drawings(store: BlobStore, drawings: Drawings) -> None:
    """Put the files where `sketch_of` finds them. Raises StorageError."""
    for content in drawings.values():
        if content is not None:
            store.put(DRAWINGS, _name(content), lambda sink, content=content: sink.write(content))


def sketch_of(store: BlobStore, take: PlannedTake) -> Floats:
    """The take's drawing as a draft frame (4, h, w). Raises GenerationError when it is gone."""
    _, _, height, width = draft_shape(take.pack.draft, take.request)
    return fitted_sketch(_kept(store, take), width, height)


def picture_of(store: BlobStore, take: PlannedTake) -> Pictures:
    """The take's picture (H, W, 3) for its pack's encoder, on white paper. Raises GenerationError when it is gone."""
    height, width = picture_sides(take.pack, take.request)
    on_paper = fitted_sketch(_kept(store, take), width, height)[np.newaxis, :_RGB]
    picture = np.empty((1, height, width, _RGB), np.uint8)
    to_pictures(on_paper, picture)
    return picture[0]


def _kept(store: BlobStore, take: PlannedTake) -> NDArray[np.uint8]:
    try:
        picture = _picture(store.read(DRAWINGS, take.request.sketch))
    except StorageError:
        picture = None
    if picture is None:
        raise GenerationError(
            f"The drawing of shot {take.position} is missing or damaged.",
            "Choose the drawing again, or take it off; in a terminal, "
            f"--sketch {take.position}=FILE.png or --sketch {take.position}=none.",
        )
    return picture


def fitted_sketch(picture: NDArray[np.uint8], width: int, height: int) -> Floats:
    """A picture (H, W, 4) of red, green, blue and opacity as a draft frame (4, h, w) in [-1, 1].

    It fills the frame, cut at the sides where its shape is another. What is see-through is paper, and what is not is
    a figure; a picture with nothing see-through says nothing of figures.
    """
    import cv2

    own_height, own_width = picture.shape[:2]
    scale = max(width / own_width, height / own_height)
    inner_width, inner_height = (max(1, round(side / scale)) for side in (width, height))
    left, top = (own_width - inner_width) // 2, (own_height - inner_height) // 2
    cut = np.ascontiguousarray(picture[top : top + inner_height, left : left + inner_width])
    # Weighted by opacity before it is made smaller: what is see-through must not bleed into what is not.
    layers = cv2.multiply(cut, cv2.cvtColor(cut[..., 3], cv2.COLOR_GRAY2BGRA), scale=1 / 255)
    layers[..., 3] = cut[..., 3]
    kernel = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    frame = np.asarray(cv2.resize(layers, (width, height), interpolation=kernel), np.float32) / 255
    frame[..., :3] += 1 - frame[..., 3:]
    if (picture[..., 3] == 255).all():
        frame[..., 3] = 0
    return np.ascontiguousarray(np.clip(frame * 2 - 1, -1, 1).transpose(2, 0, 1), np.float32)


def _picture(content: bytes) -> NDArray[np.uint8] | None:
    """A picture's pixels (H, W, 4): red, green, blue, opacity; None for what isn't one of these."""
    import cv2
    from cv2.utils import logging

    if not content.startswith(_SIGNATURES) or (content.startswith(b"RIFF") and content[8:12] != b"WEBP"):
        return None
    data = np.frombuffer(content, np.uint8)
    # What it thinks of a damaged file is told in our own words.
    said_before = logging.setLogLevel(logging.LOG_LEVEL_SILENT)
    try:
        found = cv2.imdecode(data, cv2.IMREAD_UNCHANGED)
        if found is not None and (found.ndim != 3 or found.shape[2] != 4):
            # Read again as any picture without opacity is: in colour, and upright as the camera that took it says.
            found = cv2.imdecode(data, cv2.IMREAD_COLOR)
    except cv2.error:
        return None
    finally:
        logging.setLogLevel(said_before)
    if found is not None and found.dtype == np.uint16:
        found = (found // 257).astype(np.uint8)
    if found is None or found.dtype != np.uint8:
        return None  # A TIFF may hold numbers that are no colours.
    code = cv2.COLOR_BGRA2RGBA if found.shape[2] == 4 else cv2.COLOR_BGR2RGBA
    return np.asarray(cv2.cvtColor(found, code), np.uint8)


def _name(content: bytes) -> str:
    return sha256(content).hexdigest()
