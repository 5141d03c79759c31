"""Plays the film's sound at its own speed, and tells the pictures how far it is."""

from time import monotonic
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from sora_studio.studio.sound import FilmSound, film_sound
from sora_studio.studio.studio import Studio
from sora_studio.timeline.project import Project
from sora_studio.ui.language import translate
from sora_studio.ui.sound.level import FilmLevel, heard_alike
from sora_studio.ui.sound.missing import missing_words
from sora_studio.ui.sound.mix_ahead import MixAhead, Read
from sora_studio.ui.sound.output import NoOutput, Output, output_problem
from sora_studio.ui.transport import Transport

# The device tells its place in steps: in between time goes on, as far as one step.
STEP_S = 0.05
# A device that wakes slowly, as wireless ones do, is not waited for: the pictures go on, and the sound joins them.
STALL_S = 0.25
# One that never answers is given up.
PATIENCE_S = 6.0
# Jumps closer than this are a scrub: sound waits until it rests.
SCRUB_S, REST_MS = 0.15, 80
# What a device takes at once when it starts, and how long the window waits for it to be mixed.
FIRST_BITE_S, FIRST_WAIT_S = 0.2, 0.03


class Playable(Protocol):
    """What the player needs of a document."""

    @property
    def project(self) -> Project: ...
    @property
    def studio(self) -> Studio: ...


class SoundPlayer(QObject):
    """Use it from the window's thread. Nothing to hear, or nothing to hear it with, is no failure: the film goes on.

    `problem_changed` tells in one sentence why there is no sound, or less of it; "" once all is well.
    """

    problem_changed = Signal(str)

    def __init__(self, document: Playable, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._transport: Transport | None = None
        self._start_frame: int | None = None
        self._sound: FilmSound | None = None
        self._mix: MixAhead | None = None
        self._output: Output | None = None
        self._volume = 1.0
        self._problem = ""
        self._told = self._skipped = 0
        self._started_at = self._told_at = self._jumped_at = 0.0
        self._stalled = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._restart)
        self._level = FilmLevel(self)
        self._level.found.connect(self._on_level)

    # What can be heard

    @property
    def available(self) -> bool:
        """Whether there is a device to hear the film with; looks for one, which takes a moment the first time."""
        return not output_problem()

    @property
    def problem(self) -> str:
        """Why there is no sound, or less than the film has; "" when all is well."""
        return self._problem

    @property
    def sounding(self) -> bool:
        """Whether a device plays the film just now."""
        return self._output is not None

    @property
    def volume(self) -> float:
        """How loud the window plays, 0 to 1; the film itself stays as mixed."""
        return self._volume

    @volume.setter
    def volume(self, volume: float) -> None:
        self._volume = min(max(volume, 0.0), 1.0)
        if self._output is not None:
            self._output.set_volume(self._volume)

    # Playing

    def start(self, frame: int) -> None:
        """Play from a film frame on, at the film's own speed."""
        self.stop()
        self._start_frame = frame
        self._sound = film_sound(self._document.project, self._document.studio.store)
        if self._sound.silent:
            self._tell(missing_words(self._sound))
            return
        try:
            self._output = Output(self)
        except NoOutput as problem:
            self._tell(str(problem))
            return
        self._tell(missing_words(self._sound))
        rate = self._output.sample_rate
        self._mix = MixAhead(self._reader(self._sound, rate), self._sound.sample_at(frame, rate), rate)
        self._mix.wait(FIRST_WAIT_S, FIRST_BITE_S)
        self._told = self._skipped = 0
        self._started_at = self._told_at = monotonic()
        self._stalled = False
        self._output.play(self._mix, self._volume)

    def stop(self) -> None:
        """Be silent at once."""
        self._rest.stop()
        self._start_frame = self._sound = None
        self._silence()

    def _reader(self, sound: FilmSound, sample_rate: int) -> Read:
        return sound.reader(sample_rate, self._level.gain(self._document.project, sound))

    @Slot()
    def _on_level(self) -> None:
        """The loudness the film is exported with is known: go on with it."""
        if self._mix is not None and self._output is not None and self._sound is not None:
            self._mix.change(self._reader(self._sound, self._output.sample_rate))

    def clock_frame(self) -> float | None:
        """The film frame heard now; None while nothing is heard, then the wall clock counts."""
        if self._output is None or self._mix is None or self._start_frame is None:
            return None
        if self._mix.problem:
            return self._give_up(self._mix.problem)
        now = monotonic()
        self._listen(self._output, self._mix, now)
        since_step = now - self._told_at
        if self._output.failed or since_step > PATIENCE_S:
            problem = translate("Sound", "The sound device doesn't answer, so the film plays without sound.")
            return self._give_up(problem)
        self._stalled = since_step > STALL_S
        if self._stalled:
            return None
        heard = self._heard_s(self._output) + (min(since_step, STEP_S) if self._told else 0)
        return self._start_frame + heard * float(self._document.project.frame_rate.per_second)

    def _listen(self, output: Output, mix: MixAhead, now: float) -> None:
        """Note how far the device is; after a stall leave out what it is late by."""
        played = max(0, output.played - mix.starved)
        if played == self._told:
            return
        self._told, self._told_at = played, now
        late = round((now - self._started_at - self._heard_s(output)) * output.sample_rate)
        if self._stalled and late > 0:
            mix.skip(late)
            self._skipped += late

    def _heard_s(self, output: Output) -> float:
        """How much of the film has passed since the start, by the device's own count."""
        return (self._told + self._skipped) / output.sample_rate

    def _silence(self) -> None:
        if self._output is not None:
            self._output.close()
        if self._mix is not None:
            self._mix.close()
        self._output = self._mix = None

    def _give_up(self, problem: str) -> None:
        self._silence()
        self._tell(problem)

    def _tell(self, problem: str) -> None:
        if problem != self._problem:
            self._problem = problem
            self.problem_changed.emit(problem)

    # Following the playhead and the film

    def follow(self, transport: Transport) -> None:
        """Play whenever the playhead goes at the film's own speed, and lead its pictures."""
        self._transport = transport
        transport.state_changed.connect(self._on_state)
        transport.jumped.connect(self._on_jump)
        transport.follow(self.clock_frame)
        self._level.prepare(self._document.project, self._document.studio)

    @Slot(object, object)
    def on_project_changed(self, before: Project, after: Project) -> None:
        """Let an edit be heard at once. Connect `FilmDocument.project_changed` to it."""
        if heard_alike(before, after):
            return
        if self._start_frame is None:
            self._level.prepare(after, self._document.studio)
            return
        if before.frame_rate != after.frame_rate or self._mix is None or self._output is None:
            self._restart()
            return
        self._sound = film_sound(after, self._document.studio.store)
        self._tell(missing_words(self._sound))
        self._mix.change(self._reader(self._sound, self._output.sample_rate))

    @Slot()
    def _on_state(self) -> None:
        playing = self._transport is not None and self._transport.speed == 1
        if playing and self._start_frame is None and not self._rest.isActive():
            self._restart()
        elif not playing:
            self.stop()

    @Slot(int)
    def _on_jump(self, frame: int) -> None:
        if self._transport is None or self._transport.speed != 1:
            return
        if frame == self._start_frame and not self._told:
            return  # It starts there already.
        now = monotonic()
        scrubbing, self._jumped_at = now - self._jumped_at < SCRUB_S, now
        if scrubbing:
            self.stop()
            self._rest.start()
        else:
            self.start(frame)

    @Slot()
    def _restart(self) -> None:
        if self._transport is not None and self._transport.speed == 1:
            self.start(self._transport.frame)
        elif self._transport is None and self._start_frame is not None:
            heard = self.clock_frame()
            self.start(self._start_frame if heard is None else int(heard))
