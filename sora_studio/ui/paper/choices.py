"""How the boards are to look: what the dialog asks, as a value that can be remembered. No Qt."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace

from sora_studio.ui.paper.layout import PAPERS, PER_PAGE, SHEET_COLUMNS

# What a panel can say beside its number, in the order it is said.
FIELDS = ("scene", "framing", "duration", "dialogue", "action", "prompt", "notes", "transition", "timecode")
USUAL = ("scene", "framing", "duration", "dialogue", "action", "notes", "transition", "timecode")


@dataclass(frozen=True, slots=True)
class PaperChoices:
    """`sheet`: a contact sheet in place of boards. `pairs`: first and last frame where the camera moves."""

    sheet: bool = False
    paper: str = "A4"
    landscape: bool = True
    per_page: int = 6
    columns: int = 5
    beside: bool = False
    pairs: bool = True
    arrows: bool = True
    fields: tuple[str, ...] = USUAL
    version: str = ""


def to_words(choices: PaperChoices) -> dict[str, str]:
    """As settings keep it."""
    return {name: " ".join(value) if name == "fields" else str(value) for name, value in asdict(choices).items()}


def from_words(words: Mapping[str, str]) -> PaperChoices:
    """As settings kept it; what they say wrong is as usual."""
    choices = PaperChoices()
    for each in fields(PaperChoices):
        said = words.get(each.name)
        if said is not None:
            choices = replace(choices, **{each.name: _read(each.name, said, getattr(choices, each.name))})
    return choices


_ALLOWED: Mapping[str, tuple[object, ...]] = {
    "paper": tuple(PAPERS),
    "per_page": PER_PAGE,
    "columns": SHEET_COLUMNS,
}


def _read(name: str, said: str, usual: object) -> object:
    if name == "fields":
        return tuple(field for field in FIELDS if field in said.split())
    if isinstance(usual, bool):
        return {"True": True, "False": False}.get(said, usual)
    value: object = int(said) if isinstance(usual, int) and said.isascii() and said.isdigit() else said
    return usual if value not in _ALLOWED.get(name, (value,)) else value
