"""The sound device: opened when something is to be heard, silent about what it thinks of the machine."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QIODevice, QObject, qInstallMessageHandler

from sora_studio.ui.sound.mix_ahead import SAMPLE_BYTES, MixAhead

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioDevice, QAudioFormat

SAMPLE_RATE = 48_000
# Long enough for the longest stall of the window's thread that we allow ourselves, thrice over.
BUFFER_S = 0.1


class NoOutput(Exception):
    """Nothing can be heard; says why."""


def output_problem() -> str:
    """Why nothing can be heard; "" where something can."""
    try:
        with quietly():
            _format(_device())
    except NoOutput as problem:
        return str(problem)
    return ""


class Output:
    """A mix being played. Made and used on the window's thread."""

    def __init__(self, parent: QObject) -> None:
        """Raises NoOutput."""
        with quietly():
            device = _device()
            wanted = _format(device)
            from PySide6.QtMultimedia import QAudioSink

            self.sample_rate = wanted.sampleRate()
            self._sink: QAudioSink = QAudioSink(device, wanted, parent)
        self._sink.setBufferSize(round(BUFFER_S * self.sample_rate) * SAMPLE_BYTES)
        self._feed: _Feed | None = None

    def play(self, mix: MixAhead, volume: float) -> None:
        self._feed = _Feed(mix, self._sink)
        self._feed.open(QIODevice.OpenModeFlag.ReadOnly | QIODevice.OpenModeFlag.Unbuffered)
        self._sink.setVolume(volume)
        with quietly():
            self._sink.start(self._feed)

    def set_volume(self, volume: float) -> None:
        self._sink.setVolume(volume)

    @property
    def played(self) -> int:
        """Samples that have left for the loudspeakers."""
        return self._sink.processedUSecs() * self.sample_rate // 1_000_000

    @property
    def failed(self) -> bool:
        """Whether the device has gone or refused."""
        from PySide6.QtMultimedia import QtAudio

        return self._sink.error() in (QtAudio.Error.OpenError, QtAudio.Error.IOError, QtAudio.Error.FatalError)

    def close(self) -> None:
        with quietly():
            self._sink.reset()
            self._sink.stop()
        if self._feed is not None:
            self._feed.close()
        self._sink.deleteLater()


class _Feed(QIODevice):
    """Hands the mix to the device whenever it asks."""

    def __init__(self, mix: MixAhead, parent: QObject) -> None:
        super().__init__(parent)
        self._mix = mix

    def readData(self, maxlen: int) -> bytes:
        return self._mix.take(maxlen)

    def writeData(self, data: object, length: int = 0) -> int:
        return -1

    def isSequential(self) -> bool:
        return True

    def bytesAvailable(self) -> int:
        return SAMPLE_RATE * SAMPLE_BYTES


def _device() -> "QAudioDevice":
    try:
        from PySide6.QtMultimedia import QMediaDevices
    except ImportError as error:
        raise NoOutput("This computer lacks the libraries that sound needs, so the film plays without.") from error
    device = QMediaDevices.defaultAudioOutput()
    if device.isNull():
        raise NoOutput("No sound device was found, so the film plays without sound.")
    return device


def _format(device: "QAudioDevice") -> "QAudioFormat":
    """Stereo in 16 bits at our own rate, else at the device's."""
    from PySide6.QtMultimedia import QAudioFormat

    wanted = QAudioFormat()
    wanted.setChannelCount(2)
    wanted.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    for rate in (SAMPLE_RATE, device.preferredFormat().sampleRate()):
        wanted.setSampleRate(rate)
        if device.isFormatSupported(wanted):
            return wanted
    raise NoOutput(f"“{device.description()}” plays no stereo sound, so the film plays without.")


@contextmanager
def quietly() -> Generator[None]:
    """What Qt says of missing sound servers while it looks for one is no warning: the window tells in its own words."""
    before = qInstallMessageHandler(lambda *_: None)
    try:
        yield
    finally:
        qInstallMessageHandler(before)
