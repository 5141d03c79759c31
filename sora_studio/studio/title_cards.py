"""Title and end cards: shots whose one take is typeset when it is asked for, and never rendered."""

from dataclasses import replace
from itertools import count

from sora_studio.errors import EditError
from sora_studio.inference.digest import digest_of
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio import keeping
from sora_studio.timeline.ids import text_id, unused_id
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import Direction, Shot, Take

CARD_S = 3
LONGEST_TEXT = 2_000
SHOWN_LETTERS = 12


def card_shot(project: Project, store: BlobStore, text: str) -> Shot:
    """A new shot of three seconds, numbered T1, T2 …, that shows the text. EditError for no text, StorageError."""
    taken = {shot.id for _, shot in project.shots()}
    shot_id = unused_id(text_id("card", text), taken)
    numbers = {shot.number for _, shot in project.shots()}
    number = next(each for at in count(1) if (each := f"T{at}") not in numbers)
    shot = Shot(shot_id, Direction(), project.frame_rate.frames(CARD_S), number=number)
    return showing(project, store, shot, text)


def with_card(project: Project, store: BlobStore, shot_id: str, text: str) -> Project:
    """The film with that card saying something else. Raises EditError, StorageError."""
    _, shot = project.find(shot_id)
    return project.with_shot(showing(project, store, shot, text))


def showing(project: Project, store: BlobStore, shot: Shot, text: str) -> Shot:
    """The shot as a card of that text in the film's size, its picture kept."""
    if not text.strip() or len(text) > LONGEST_TEXT:
        raise EditError(
            "A title card needs some words." if not text.strip() else "That is too much text for a title card.",
            f"Write up to {LONGEST_TEXT:,} characters, or remove the card.",
        )
    from sora_studio.film.lettering import undrawable
    from sora_studio.film.title_card import VERSION, title_card

    if letters := undrawable(text):
        raise EditError(
            f"A title card can't be drawn with the letters {letters[:SHOWN_LETTERS]}.",
            "Draw the card in another program, and bring it in as a picture.",
        )

    recipe = {"title card": text, "width": project.width, "height": project.height, "version": VERSION}
    digest = digest_of(recipe)
    if not store.verify(keeping.TAKES, digest):
        frames = title_card(text, project.width, project.height)[None]
        keeping.keep(store, keeping.TAKES, digest, {"frames": frames}, {**recipe, "frames_per_second": 1.0})
    take = Take(digest, "refined", 0)
    return replace(shot, card=text, action=" ".join(text.split()), takes=(take,), pinned=digest, continues=False)
