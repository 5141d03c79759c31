"""A stranger's sound is decoded in a process of its own: the same samples, and a decoder that dies costs a sentence."""

import os
import threading
from pathlib import Path

import numpy as np
import pytest

from sora_studio.errors import Cancelled, SoraError
from sora_studio.film.sound import SAMPLE_RATE
from sora_studio.inference.cancel import CancelToken
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio import sound_decoding
from sora_studio.studio.sound_decoding import SoundReader, decoded_apart, decoded_here
from sora_studio.studio.sound_keeping import keep_media
from sora_studio.studio.sound_process import AHEAD
from tests.film.sounds import tone, write_sound, write_wav


@pytest.mark.parametrize(("name", "codec"), [("a.wav", "pcm_s24le"), ("a.mp3", "libmp3lame"), ("a.m4a", "aac")])
def test_the_samples_are_those_decoded_here(tmp_path: Path, name: str, codec: str) -> None:
    # Longer than what may lie in the pipe.
    path = write_sound(tmp_path / name, codec, "mono", tone(1.5 * AHEAD))
    apart, here = (
        np.concatenate(list(decode(path, CancelToken()))).astype(int) for decode in (decoded_apart, decoded_here)
    )
    assert np.array_equal(apart, here)
    assert len(apart) == pytest.approx(1.5 * AHEAD * SAMPLE_RATE, abs=5000)


def test_it_is_opened_by_another_process_and_by_one_for_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[int] = []
    started = sound_decoding.started

    def counted(path: Path, name: str, module: str) -> sound_decoding.ChildProcess:
        child = started(path, name, module)
        begun.append(child.pid)
        return child

    monkeypatch.setattr(sound_decoding, "started", counted)
    paths = [write_wav(tmp_path / f"{number}.wav", tone(0.1)) for number in range(3)]
    paths[1].write_bytes(b"RIFF\0\0\0\0WAVEfmt ")
    store = BlobStore(tmp_path / "film.takes")
    with SoundReader() as reader:
        keep_media(store, paths[0], decode=reader.decode)
        with pytest.raises(SoraError, match="can't be read"):
            keep_media(store, paths[1], decode=reader.decode)
        keep_media(store, paths[2], decode=reader.decode)
    assert len(begun) == 1
    assert begun[0] != os.getpid()


def test_a_decoder_that_crashes_costs_a_sentence_and_the_next_file_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, store = write_wav(tmp_path / "evil.wav", tone(0.1)), BlobStore(tmp_path / "film.takes")
    with SoundReader() as reader:
        with monkeypatch.context() as patched:
            patched.setattr(sound_decoding, "MODULE", "tests.studio.crashing_process")
            with pytest.raises(SoraError, match="the process that decodes it stopped"):
                keep_media(store, path, decode=reader.decode)
        assert not [left for left in store.folder.rglob("*") if left.is_file()]
        assert keep_media(store, path, decode=reader.decode).seconds == pytest.approx(0.1)


def test_decoding_is_stopped_in_the_middle(tmp_path: Path) -> None:
    path, cancel = write_wav(tmp_path / "long.wav", tone(60)), CancelToken()
    blocks = decoded_apart(path, cancel)
    next(blocks)
    threading.Timer(0.1, cancel.cancel).start()
    # Who keeps them is slow: the process waits, and is ended all the same.
    with pytest.raises(Cancelled):
        [threading.Event().wait(0.05) for _ in blocks]
