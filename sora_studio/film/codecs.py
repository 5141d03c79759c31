"""How a film's pictures and sound are compressed: each codec's encoders, on the processor and on graphics cards."""

from dataclasses import dataclass
from typing import Literal

SoundCodec = Literal["aac", "pcm_s24le"]


@dataclass(frozen=True, slots=True)
class VideoEncoder:
    """One of ffmpeg's encoders with the settings that make runs of frames which can be joined (closed groups).

    `reordered_frames` is how far its decoding runs ahead of its showing; `tag` is the name players know the stream by.
    `segment` is what its runs are kept in. `on` names the hardware it runs on, "" for the processor.
    `bits_per_pixel` is for encoders that know no quality.
    """

    name: str
    options: tuple[tuple[str, str], ...]
    pixel_format: str = "yuv420p"
    reordered_frames: int = 0
    tag: str = ""
    on: str = ""
    bits_per_pixel: float = 0.0
    segment: Literal["mp4", "mov"] = "mp4"


@dataclass(frozen=True, slots=True)
class VideoCodec:
    """A way to compress pictures: what people call it, the encoder on the processor, and those on graphics cards."""

    title: str
    software: VideoEncoder
    hardware: tuple[VideoEncoder, ...] = ()
    sound: SoundCodec = "aac"


def _x264(crf: int) -> VideoEncoder:
    # Two frames are reordered with a pyramid of B-frames (i_bframe_delay in x264).
    params = "bframes=3:b-pyramid=normal:open-gop=0:keyint=48:min-keyint=4:cpu-independent=1"
    options = (("crf", str(crf)), ("preset", "veryfast"), ("profile", "high"), ("x264-params", params))
    return VideoEncoder("libx264", options, reordered_frames=2, tag="avc1")


def _on_cards(name: str, quality: int, tag: str) -> tuple[VideoEncoder, ...]:
    """The encoders of graphics cards, at about the software's quality; none reorders frames."""
    group = (("g", "48"), ("bf", "0"))
    nvenc = (*group, ("preset", "p5"), ("rc", "vbr"), ("cq", str(quality)), ("b", "0"), ("forced-idr", "1"))
    amf = (*group, ("quality", "quality"), ("rc", "cqp"), ("qp_i", str(quality)), ("qp_p", str(quality + 2)))
    return (
        VideoEncoder(f"{name}_nvenc", nvenc, tag=tag, on="NVIDIA graphics"),
        VideoEncoder(f"{name}_qsv", (*group, ("global_quality", str(quality))), "nv12", tag=tag, on="Intel graphics"),
        VideoEncoder(f"{name}_amf", amf, "nv12", tag=tag, on="AMD graphics"),
        VideoEncoder(f"{name}_videotoolbox", group, tag=tag, on="Apple's media engine", bits_per_pixel=0.2),
    )


def _prores(profile: str, tag: str) -> VideoEncoder:
    return VideoEncoder("prores_ks", (("profile", profile), ("vendor", "apl0")), "yuv422p10le", tag=tag, segment="mov")


# One pool and one frame at a time: x265's choices depend on how many threads it has.
_X265_PARAMS = "bframes=3:b-pyramid=1:open-gop=0:keyint=48:min-keyint=4:pools=2:frame-threads=1:info=0:log-level=none"
_X265 = VideoEncoder(
    "libx265", (("crf", "20"), ("preset", "fast"), ("x265-params", _X265_PARAMS)), reordered_frames=2, tag="hvc1"
)
_SVT_AV1 = VideoEncoder(
    "libsvtav1",
    (("crf", "26"), ("preset", "8"), ("svtav1-params", "keyint=48:irefresh-type=2:lp=2")),
    "yuv420p10le",
    tag="av01",
)

H264 = VideoCodec("H.264", _x264(18), _on_cards("h264", 19, "avc1"))
H264_SMALL = VideoCodec("H.264", _x264(24), _on_cards("h264", 26, "avc1"))
H265 = VideoCodec("H.265", _X265, _on_cards("hevc", 22, "hvc1"))
AV1 = VideoCodec("AV1", _SVT_AV1, _on_cards("av1", 28, "av01")[:3])
PRORES_HQ = VideoCodec("ProRes 422 HQ", _prores("hq", "apch"), sound="pcm_s24le")
PRORES_PROXY = VideoCodec("ProRes 422 Proxy", _prores("proxy", "apco"), sound="pcm_s24le")
