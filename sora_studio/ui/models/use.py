"""Which models draw the open film and which its shots have of their own; the edits that choose others."""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from functools import partial
from operator import attrgetter

from sora_studio.timeline.edits import set_pack
from sora_studio.timeline.project import Project
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.language import translate


def use_for_film(document: FilmDocument, name: str, title: str) -> None:
    """Draw the film with this model, as one edit: all its shots but those that have one of their own."""

    def changed(project: Project) -> Project:
        return replace(project, settings=replace(project.settings, pack=name))

    document.edit(translate("Models", "Use model {name}").format(name=title), changed)


def use_for_shots(document: FilmDocument, name: str, title: str) -> None:
    """Draw the selected shots with this model, as one edit; with the film's they have none of their own."""
    shot_ids = _selected(document)
    own = "" if name == document.project.settings.pack else name
    label = translate("Models", "Use model {name} for %n shot(s)", "", len(shot_ids)).format(name=title)
    document.edit(label, partial(set_pack, shot_ids=shot_ids, pack=own))


def selected_would_change(document: FilmDocument, name: str) -> bool:
    """Whether any of the selected shots is drawn with another model than this."""
    film = document.project.settings.pack
    found = (document.find(shot_id) for shot_id in _selected(document))
    return any((each[1].pack or film) != name for each in found if each is not None)


def shots_of_their_own(document: FilmDocument) -> Counter[str]:
    """How many shots have each model of their own, by its name."""
    used = Counter(map(attrgetter("pack"), document.strip.shots))
    del used[""]
    return used


def missing_text(document: FilmDocument, there: Collection[str]) -> str:
    """What is to be said of the film's model, or of shots', that isn't on this machine; "" where all are."""
    name = document.project.settings.pack
    if name not in there:
        return translate(
            "Models",
            "This film is drawn with the model “{name}”, which isn't on this machine any more. What it has made "
            "still plays. To render, add the folder it is in, or use another model.",
        ).format(name=name)
    for name, count in shots_of_their_own(document).items():
        if name not in there:
            return translate(
                "Models",
                "The model “{name}”, chosen for %n shot(s) of this film, isn't on this machine. What it has made "
                "still plays, and other shots can be rendered.",
                "",
                count,
            ).format(name=name)
    return ""


def _selected(document: FilmDocument) -> tuple[str, ...]:
    return tuple(shot_id for shot_id in document.selection.shot_ids if document.position(shot_id))
