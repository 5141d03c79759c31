"""What is said of sounds whose files are gone."""

from sora_studio.studio.sound import FilmSound
from sora_studio.ui.language import translate


def missing_words(sound: FilmSound) -> str:
    """One sentence; "" where all are there."""
    if not sound.missing:
        return ""
    if len(sound.missing) == 1:
        said = translate("Sound", "The sound “{name}” is missing. Import the file again.")
    else:
        said = translate(
            "Sound", "%n sounds are missing, such as “{name}”. Import their files again.", "", len(sound.missing)
        )
    return said.format(name=sound.missing[0])
