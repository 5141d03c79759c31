"""How much a film's sound is raised or lowered to the loudness it is exported with."""

from sora_studio.inference.cancel import CancelToken
from sora_studio.studio.sound import FilmSound
from sora_studio.timeline.project import Project

__all__ = ["CancelToken", "level_gain"]


def level_gain(project: Project, sound: FilmSound, cancel: CancelToken) -> float:
    """Linear; ten minutes of film take about two seconds to measure, on any thread. Raises StorageError, Cancelled."""
    if not project.loudness_lufs or sound.silent:
        return 1.0
    from sora_studio.film.loudness import gain_to

    return gain_to(project.loudness_lufs, sound, sound.sample_at(project.duration_frames), cancel.check)
