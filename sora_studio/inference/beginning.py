"""What a model is told of the frame a clip begins with: as it was drawn, as encoders give it, or that there is none."""

import numpy as np

from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.clip import Floats, refuse_blank
from sora_studio.inference.pack import DraftStage
from sora_studio.inference.pack_parts import PictureEncoder, PictureReader
from sora_studio.inference.runtime import Array
from sora_studio.inference.session import SessionCache
from sora_studio.inference.stage import Roles


def beginning(
    sessions: SessionCache,
    stage: DraftStage,
    first_frame: Floats | None,
    shape: tuple[int, ...],
    cancel: CancelToken,
) -> Roles:
    """The roles of a clip of latents `shape` (F, C, h, w) that begins with `first_frame`, if any.

    That is a frame as it was drawn (C, h, w), or a picture in [-1, 1] (3, H, W) where the stage begins with pictures.
    Raises PackError, GenerationError, Cancelled.
    """
    if first_frame is None:
        return no_beginning(stage, shape)
    encoder, reader = stage.encoder, stage.reader
    given = first_frame[np.newaxis]
    if encoder is None or not stage.begins_with_pictures:
        return {"first_frame": given, "has_first_frame": _told(True)}
    states = {} if reader is None else {"picture_states": read(sessions, reader, given, cancel)}
    # What encodes a clip latent by latent makes one turn at least.
    first = encoded(sessions, encoder, given, cancel, 1 + max(1, shape[0] - 1) * stage.frames_per_latent)
    if encoder.given:
        first = first[:, :, : shape[0]]
    return {"first_frame": first, "has_first_frame": _told(True), **states}


def no_beginning(stage: DraftStage, shape: tuple[int, ...]) -> Roles:
    """The roles of a clip of latents (F, C, h, w) that begins with nothing given: zeros."""
    frames, channels, *sides = shape
    of_clip = stage.encoder is not None and stage.encoder.given
    states = {} if stage.reader is None else {"picture_states": np.zeros((1, *stage.reader.shape), np.float32)}
    first = np.zeros((1, channels, *([frames] if of_clip else []), *sides), np.float32)
    return {"first_frame": first, "has_first_frame": _told(False), **states}


def encoded(
    sessions: SessionCache, encoder: PictureEncoder, picture: Floats, cancel: CancelToken, frame_count: int = 1
) -> Floats:
    """The latent (1, C, h, w) of a picture (1, 3, H, W), or of a clip with it in front the latents (1, C, F, h, w).

    Raises PackError, GenerationError, Cancelled.
    """
    given = np.zeros(frame_count, np.float32)
    given[0] = 1.0
    tensors = {encoder.picture: picture, **({encoder.given: given} if encoder.given else {})}
    with sessions.lease(encoder.model) as model:
        model.require(encoder.inputs, encoder.output)
        [latent] = model.run_on(tensors, [encoder.output], cancel)
    own = _whole(latent)[:, : encoder.channels or None]
    return (own - np.float32(encoder.shift)) * np.float32(encoder.scaling)


def read(sessions: SessionCache, reader: PictureReader, picture: Floats, cancel: CancelToken) -> Floats:
    """What is to be seen in a picture (1, 3, H, W), as states (1, n, w).

    Raises PackError, GenerationError, Cancelled.
    """
    with sessions.lease(reader.model) as model:
        model.require([reader.picture], reader.output)
        [states] = model.run_on({reader.picture: picture}, [reader.output], cancel)
    return _whole(states)


def _whole(given: Array) -> Floats:
    refuse_blank(given, "draft")
    return np.asarray(given, np.float32)


def _told(is_given: bool) -> Floats:
    return np.array([is_given], np.float32)
