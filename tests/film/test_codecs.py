"""Every codec: the film that went in comes out, joined from segments that are kept, with its colours named."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

from sora_studio.errors import ExportError
from sora_studio.film import FilmReport, FilmShot, render_film
from sora_studio.film.codecs import AV1, H264, H265, PRORES_HQ, PRORES_PROXY, VideoCodec
from sora_studio.film.encoders import encoder_for, works
from sora_studio.film.plan import FilmSize
from sora_studio.film.sound import SAMPLE_RATE, Mix, PlacedSound
from sora_studio.film.soundtrack import Soundtrack
from sora_studio.storage.blobs import BlobStore
from sora_studio.timeline.shot import Transition
from sora_studio.timeline.time import FrameRate

CODECS = {
    "h264.mp4": (H264, "h264", "avc1", "yuv420p"),
    "h265.mp4": (H265, "hevc", "hvc1", "yuv420p"),
    "h265.mov": (H265, "hevc", "hvc1", "yuv420p"),
    "av1.mp4": (AV1, "av1", "av01", "yuv420p10le"),
    "hq.mov": (PRORES_HQ, "prores", "apch", "yuv422p10le"),
    "proxy.mov": (PRORES_PROXY, "prores", "apco", "yuv422p10le"),
}
RATE = FrameRate(24000, 1001)
SIZE = FilmSize(64, 64, RATE)


def shots(*starts: int, frames: int = 13) -> list[FilmShot]:
    """Shots whose every frame has a grey of its own; the second dissolves into the third."""
    made: list[FilmShot] = []
    for at, start in enumerate(starts):
        clip = np.stack([np.full((64, 64, 3), start + 2 * index, np.uint8) for index in range(frames)])
        transition = Transition("dissolve", 4) if at == 1 else Transition()
        shot = FilmShot(f"{start}", clip.copy, float(RATE.per_second), frames, transition=transition)
        made.append(shot)
    return made


def written(out: Path, codec: VideoCodec, film: list[FilmShot], **options: object) -> FilmReport:
    store = BlobStore(out.parent / "film.takes")
    size = {"frame_rate": RATE, "width": 64, "height": 64, "segments": store, "codec": codec, **options}
    return render_film(film, out, **size)  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("name", CODECS)
def test_the_film_comes_back_frame_by_frame_with_its_colours_named(tmp_path: Path, name: str) -> None:
    codec, decoder, tag, pixels = CODECS[name]
    film = shots(20, 60, 200, 100, 40)
    # A run of one frame, and one of two: no encoder may stumble over the shortest.
    film[3], film[4] = replace(film[3], duration_frames=1), replace(film[4], duration_frames=2)
    report = written(tmp_path / name, codec, film)
    assert (report.frames, report.segments_encoded, report.encoded_on) == (42, 6, "")
    with av.open(str(tmp_path / name)) as movie:
        track = movie.streams.video[0]
        context = track.codec_context
        assert (context.name.removeprefix("lib").removesuffix("dav1d") or "av1", context.codec_tag) == (decoder, tag)
        assert context.pix_fmt == pixels
        frames = list(movie.decode(track))
        assert track.average_rate == RATE.per_second
        times = [Fraction(frame.pts or 0) * (frame.time_base or 0) * RATE.per_second for frame in frames]
        assert times == list(range(42))
        greys = [float(frame.to_ndarray(format="rgb24").mean()) for frame in frames]
    assert greys[:13] == pytest.approx(range(20, 46, 2), abs=3)
    assert greys[39:] == pytest.approx([100, 40, 42], abs=3)
    for frame in (frames[0], frames[-1]):
        assert (frame.colorspace, frame.color_range) == (Colorspace.ITU709, ColorRange.MPEG)
        assert (frame.color_primaries, frame.color_trc) == (ColorPrimaries.BT709, ColorTrc.BT709)


@pytest.mark.parametrize("codec", [H264, H265, AV1, PRORES_HQ], ids=lambda codec: codec.title)
def test_only_what_changed_is_encoded_again_whatever_the_codec(tmp_path: Path, codec: VideoCodec) -> None:
    out = tmp_path / "film.mov" if codec is PRORES_HQ else tmp_path / "film.mp4"
    written(out, codec, shots(20, 60, 200, 100))
    first = out.read_bytes()
    again = written(out, codec, shots(20, 60, 200, 100))
    assert (again.segments_encoded, again.segments_reused) == (0, 5)
    assert out.read_bytes() == first
    assert written(out, codec, shots(20, 60, 200, 90)).segments_encoded == 1


def test_codecs_keep_their_pieces_apart(tmp_path: Path) -> None:
    assert written(tmp_path / "film.mp4", H264, shots(20, 60)).segments_encoded == 2
    assert written(tmp_path / "film.mp4", H265, shots(20, 60)).segments_encoded == 2
    assert written(tmp_path / "film.mp4", H264, shots(20, 60)).segments_encoded == 0


def test_prores_carries_its_sound_uncompressed(tmp_path: Path) -> None:
    ramp = np.arange(SAMPLE_RATE, dtype=np.int16)[:, None].repeat(2, axis=1) // 4

    class Ramp:
        def read(self, start: int, count: int) -> "np.ndarray[tuple[int, int], np.dtype[np.int16]]":
            return ramp[start : start + count]

    sound = Soundtrack(Mix([PlacedSound(Ramp(), "ramp", 0, SAMPLE_RATE)]), "ramp", 13, RATE)
    written(tmp_path / "film.mov", PRORES_HQ, shots(20), soundtrack=sound)
    with av.open(str(tmp_path / "film.mov")) as movie:
        track = movie.streams.audio[0]
        assert track.codec_context.name == "pcm_s24le"
        heard = np.concatenate([frame.to_ndarray().reshape(-1, 2) for frame in movie.decode(track)])
    assert len(heard) == 13 * SAMPLE_RATE * 1001 // 24000
    np.testing.assert_allclose(heard[:, 0] / 65536, ramp[: len(heard), 0], atol=1)


def test_a_missing_encoder_is_told_in_words(tmp_path: Path) -> None:
    without = VideoCodec("H.267", replace(H265.software, name="libx267"))
    with pytest.raises(ExportError, match=r"can't write H\.267"):
        written(tmp_path / "film.mp4", without, shots(20))
    assert not (tmp_path / "film.mp4").exists()


def test_hardware_is_used_where_it_has_shown_that_it_works(tmp_path: Path) -> None:
    card = replace(H264.software, on="Some graphics")
    absent = replace(card, name="h264_nothing", on="No graphics")
    # Options that leave groups open would give other headers or no pictures: such an encoder is passed over.
    broken = replace(card, options=(("crf", "51"), ("preset", "ultrafast")), on="Broken graphics")
    assert works(card, SIZE)
    assert not works(broken, SIZE)
    codec = replace(H264, hardware=(absent, broken, card))
    assert encoder_for(codec, SIZE, hardware=True) is card
    assert encoder_for(codec, SIZE) is codec.software
    report = written(tmp_path / "film.mp4", codec, shots(20), hardware=True)
    assert (report.encoder, report.encoded_on) == ("libx264", "Some graphics")


def test_graphics_cards_that_are_not_there_are_passed_over() -> None:
    for codec in (H264, H265, AV1):
        chosen = encoder_for(codec, SIZE, hardware=True)
        assert chosen in (codec.software, *(card for card in codec.hardware if works(card, SIZE)))
