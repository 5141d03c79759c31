"""What a user should know of a shot: words cut short, or naming what the model can't draw; shots that can't be made."""

from collections.abc import Iterable, Iterator, Sequence

from sora_studio.inference.events import TextTruncated
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio import keeping
from sora_studio.studio.events import Notice
from sora_studio.studio.planning import FilmPlan, PlannedTake


def cut_short(take: PlannedTake, told: TextTruncated) -> Notice:
    return Notice(
        f"Shot {take.position}: the prompt is {told.tokens} tokens long and the model reads {told.limit}; "
        "the end of it is not seen."
    )


def unknown_words(planned: Iterable[PlannedTake], store: BlobStore) -> Iterator[Notice]:
    """One for each shot with words the model can't draw, known from its kept text; none where an artist has drawn."""
    shots = {take.shot_id: take for take in planned if not take.draft_is_given}
    for take in shots.values():
        words = keeping.unknown_words_of(store, take.request.text_digests[0])
        if words:
            yield Notice(f"Shot {take.position}: the model can't draw {_quoted(words)}; it draws what is nearest.")


def left_out_of(plan: FilmPlan) -> Iterator[Notice]:
    """One for each reason why shots that were asked for can't be made, whichever shots it holds for."""
    shots: dict[str, list[str]] = {}
    for each in plan.refused:
        shots.setdefault(f"{each.error.message} {each.error.hint}".strip(), []).append(str(each.position))
    for why, numbers in shots.items():
        listed = " and ".join([", ".join(numbers[:-1]), numbers[-1]] if len(numbers) > 1 else numbers)
        yield Notice(f"{'Shots' if len(numbers) > 1 else 'Shot'} {listed} can't be made: {why}")


def _quoted(words: Sequence[str]) -> str:
    quoted = [f"“{word}”" for word in words]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)
