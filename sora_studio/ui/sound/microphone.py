"""The microphone: opened when something is to be recorded, heard as 16-bit samples of one channel."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QIODevice, QObject

from sora_studio.ui.sound.output import quietly

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioDevice, QAudioFormat

SAMPLE_RATE = 48_000


class NoInput(Exception):
    """Nothing can be recorded; says why."""


def input_problem() -> str:
    """Why nothing can be recorded; "" where something can."""
    try:
        with quietly():
            _format(_device())
    except NoInput as problem:
        return str(problem)
    return ""


class Microphone:
    """Listens from the beginning on; `heard` is called on the window's thread with what comes."""

    def __init__(self, heard: Callable[[bytes], object], parent: QObject) -> None:
        """Raises NoInput."""
        with quietly():
            device = _device()
            wanted = _format(device)
            from PySide6.QtMultimedia import QAudioSource

            self.sample_rate = wanted.sampleRate()
            self._source: QAudioSource = QAudioSource(device, wanted, parent)
            self._ear = _Ear(heard, self._source)
            self._ear.open(QIODevice.OpenModeFlag.WriteOnly | QIODevice.OpenModeFlag.Unbuffered)
            self._source.start(self._ear)

    @property
    def failed(self) -> bool:
        """Whether the device has gone or refused."""
        from PySide6.QtMultimedia import QtAudio

        return self._source.error() in (QtAudio.Error.OpenError, QtAudio.Error.IOError, QtAudio.Error.FatalError)

    def close(self) -> None:
        with quietly():
            self._source.stop()
        self._ear.close()
        self._source.deleteLater()


class _Ear(QIODevice):
    def __init__(self, heard: Callable[[bytes], object], parent: QObject) -> None:
        super().__init__(parent)
        self._heard = heard

    def writeData(self, data: bytes, length: int = 0) -> int:
        self._heard(bytes(data))
        return len(data)

    def readData(self, maxlen: int) -> bytes:
        return b""

    def isSequential(self) -> bool:
        return True


def _device() -> "QAudioDevice":
    try:
        from PySide6.QtMultimedia import QMediaDevices
    except ImportError as error:
        raise NoInput(_tr("This computer lacks the libraries that sound needs.")) from error
    device = QMediaDevices.defaultAudioInput()
    if device.isNull():
        raise NoInput(_tr("No microphone was found."))
    return device


def _format(device: "QAudioDevice") -> "QAudioFormat":
    """One channel in 16 bits at our own rate, else at the device's."""
    from PySide6.QtMultimedia import QAudioFormat

    wanted = QAudioFormat()
    wanted.setChannelCount(1)
    wanted.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    for rate in (SAMPLE_RATE, device.preferredFormat().sampleRate()):
        wanted.setSampleRate(rate)
        if device.isFormatSupported(wanted):
            return wanted
    raise NoInput(_tr("“{name}” can't be recorded from.").format(name=device.description()))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Recording", text)
