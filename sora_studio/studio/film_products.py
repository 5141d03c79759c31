"""The film from the takes its shots show, as whatever a preset says: a movie, an animation, pictures, sound."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sora_studio.errors import ExportError
from sora_studio.exchange.shot_names import shot_names
from sora_studio.film.assemble import FilmReport
from sora_studio.film.overlays import Overlay
from sora_studio.film.presets import DEFAULT, PRESETS, SILENT, Preset, checked_preset, preset_for
from sora_studio.film.take_frames import TakeFrames
from sora_studio.film.target import replacing, replacing_folder
from sora_studio.inference.cancel import CancelToken
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio.film_making import film_overlays, film_shots, film_size, shown_frames, soundtrack_of, write_film
from sora_studio.studio.screening import PLAIN, Screening, captions_of, screening_overlays
from sora_studio.studio.showing import ShownShot
from sora_studio.timeline.ids import unused_id
from sora_studio.timeline.project import Project
from sora_studio.timeline.sound import audible_tracks

if TYPE_CHECKING:
    from sora_studio.film.soundtrack import Soundtrack

__all__ = ["DEFAULT", "PRESETS", "SILENT", "FilmReport", "FilmWriting", "Preset", "checked_preset", "preset_for"]

_NOT_IN_NAMES = re.compile(r"[^\w-]+")
NO_SOUND = "The film has no sound that is heard."


@dataclass(frozen=True, slots=True)
class FilmWriting:
    """One film to write: what it is made of, what as, where to. `write` raises SoraError, Cancelled."""

    project: Project
    shown: Sequence[ShownShot]
    store: BlobStore
    out: Path
    preset: Preset
    on_progress: Callable[[int, int], None]
    cancel: CancelToken
    screening: Screening = PLAIN

    def write(self) -> FilmReport:
        match self.preset.product:
            case "film":
                return self._film()
            case "sound":
                return self._sound()
            case "stems":
                return self._stems()
            case _:
                return self._pictures()

    def _film(self) -> FilmReport:
        assert self.preset.codec is not None
        return write_film(
            self.project,
            self.shown,
            self.store,
            self.out,
            on_progress=self.on_progress,
            cancel=self.cancel,
            codec=self.preset.codec,
            hardware=True,
            overlays=self._overlays(),
            captions=captions_of(self.project, self.shown) if self.screening.subtitles == "track" else (),
        )

    def _overlays(self) -> tuple[Overlay, ...]:
        over_film = film_overlays(self.project, shown_frames(self.shown))
        return (*over_film, *screening_overlays(self.project, self.shown, self.screening))

    def _pictures(self) -> FilmReport:
        from sora_studio.film.animation import write_animation
        from sora_studio.film.picture_files import write_sequence, write_stills

        project, preset, ending = self.project, self.preset, self.out.suffix.lower()
        size = film_size(project)
        shots, target = film_shots(self.shown, self.store), preset.target(self.out)
        if preset.product == "stills":
            every = shot_names(project)
            names = [every[each.shot.id] for each in self.shown if each.shown is not None]
            progress, cancel = self.on_progress, self.cancel
            return write_stills(shots, target, names, ending, size, on_progress=progress, cancel=cancel)
        work = TakeFrames(shots, size, self.on_progress, self.cancel, self._overlays())
        if preset.product == "pictures":
            return write_sequence(work, target, self.out.stem, ending)
        return write_animation(work, target, preset.step(project.frame_rate))

    def _sound(self) -> FilmReport:
        sound = soundtrack_of(self.project, self.shown, self.store)
        if sound is None:
            raise ExportError(NO_SOUND, "Add a sound, or unmute one, first.")
        with replacing(self.out) as partial:
            _write_wav(sound, partial, self.cancel)
            return FilmReport(sound.frames, 0, 0, partial.stat().st_size, "pcm_s24le")

    def _stems(self) -> FilmReport:
        """A WAV for each track that is heard, all of the film's length: they line up at its first frame."""
        tracks = [track for track in audible_tracks(self.project.tracks) if track.cues]
        if not tracks:
            raise ExportError(NO_SOUND, "Add a sound, or unmute one, first.")
        frames = length_bytes = 0
        taken: set[str] = set()
        with replacing_folder(self.preset.target(self.out), lambda name: name.endswith(".wav")) as folder:
            for done, track in enumerate(tracks, start=1):
                # As mixed: brought to one loudness each, they would no longer add up to the film.
                sound = soundtrack_of(replace(self.project, loudness_lufs=0.0), self.shown, self.store, track.id)
                if sound is None:
                    continue  # All it has lies in shots that are left out.
                name = unused_id(_NOT_IN_NAMES.sub("-", track.name).strip("-").casefold() or "track", taken)
                taken.add(name)
                file = folder / f"{self.out.stem} {name}.wav"
                _write_wav(sound, file, self.cancel)
                frames, length_bytes = sound.frames, length_bytes + file.stat().st_size
                self.on_progress(done, len(tracks))
        return FilmReport(frames, 0, 0, length_bytes, "pcm_s24le")


def _write_wav(sound: "Soundtrack", file: Path, cancel: CancelToken) -> None:
    from sora_studio.film.soundtrack import write_sound

    # "file:" keeps a colon in the name from being read as a protocol.
    write_sound(sound, f"file:{file}", "wav", "pcm_s24le", cancel.check)
