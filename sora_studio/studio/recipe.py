"""What a take was made from, in words, and what is asked for now where that differs."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import cast

from sora_studio.errors import StorageError
from sora_studio.inference.request import GenerationRequest
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio import keeping
from sora_studio.timeline.shot import Take


@dataclass(frozen=True, slots=True)
class RecipeLine:
    """One thing the picture depends on; `now` is what would be asked today, None where it is the same."""

    label: str
    value: str
    now: str | None = None


@dataclass(frozen=True, slots=True)
class Recipe:
    """A kept take's recipe, line by line; `problem` says why there is none."""

    lines: tuple[RecipeLine, ...]
    problem: str = ""

    @property
    def text(self) -> str:
        """The recipe to paste elsewhere."""
        return "\n".join(
            f"{line.label}: {line.value}" + (f"  (now: {line.now})" if line.now is not None else "")
            for line in self.lines
        )

    @property
    def changes(self) -> tuple[RecipeLine, ...]:
        return tuple(line for line in self.lines if line.now is not None)


def is_stale(request: GenerationRequest | None, take: Take) -> bool:
    """Whether the take is no longer what is asked for, its seed aside; False where nothing can be asked."""
    if request is None:
        return False
    now = replace(request, seed=take.seed)
    return take.digest != (now.draft_digest if take.stage == "draft" else now.refined_digest)


def read_recipe(store: BlobStore, take: Take, request: GenerationRequest | None = None) -> Recipe:
    """The recipe of a kept take beside what `request` asks for now; a take that can't be read says why."""
    try:
        made = keeping.recipe_of(store, take)
    except StorageError as error:
        return Recipe((), f"{error.message} {error.hint}".strip())
    now = asdict(replace(request, seed=take.seed)) if request is not None else {}
    was, would = _spelled(made, take), _spelled(now, take) if now else {}
    return Recipe(
        tuple(
            RecipeLine(label, value, would[label] if would.get(label, value) != value else None)
            for label, value in was.items()
        )
    )


def _spelled(made: Mapping[str, object], take: Take) -> dict[str, str]:
    if "title card" in made:
        return {"Title card": _text(made, "title card")}
    frames, rate = made.get("frame_count", 0), made.get("frames_per_second", 0)
    seconds = (frames - 1) / rate if isinstance(frames, int) and isinstance(rate, int | float) and rate else 0
    lines = {
        "Prompt": _text(made, "prompt"),
        "Negative": _text(made, "negative") or "nothing",
        "Seed": _text(made, "seed"),
        "Picture": f"{made.get('width', 0)} × {made.get('height', 0)}",
        "Length": f"{seconds:g} s, {frames} pictures at {rate:g} a second",
        "Begins with": _beginning(made),
        "Draft": f"{_text(made, 'sampler')}, {made.get('steps', 0)} steps, guidance {made.get('guidance', 0):g}",
        "Sketch or picture": _short(_text(made, "sketch")) or "none",
        "Step cache": f"{cache:g}" if (cache := made.get("step_cache", 0.0)) else "off",
    }
    if "left_out" in made:
        lines["Steps left out"] = _text(made, "left_out")
    if take.stage == "refined":
        lines["Refined"] = f"{_text(made, 'refine_sampler')}, {made.get('refine_steps', 0)} steps"
    digests = made.get("pack_digest")
    if isinstance(digests, Mapping):
        digests = cast("Mapping[str, object]", digests)
        used = ("encode", "draft") if take.stage == "draft" else ("encode", "draft", "refine")
        lines["Models"] = " · ".join(f"{stage} {_short(str(digests.get(stage, '')))}" for stage in used)
    return lines


def _beginning(made: Mapping[str, object]) -> str:
    strength = made.get("strength", 0.0)
    over = f", drawn over at {strength:.0%}" if isinstance(strength, float) and strength else ""
    if made.get("sketch"):
        return f"the sketch or picture{over}"
    before = _short(_text(made, "first_frame"))
    return f"the last picture of the shot before ({before}){over}" if before else "noise"


def _text(made: Mapping[str, object], field: str) -> str:
    return str(made.get(field, ""))


def _short(digest: str) -> str:
    return digest[:8]
