"""Everything a picture depends on, in one frozen value whose digests are the names of what it makes."""

import math
from dataclasses import dataclass

from sora_studio.diffusion import StepCache
from sora_studio.errors import GenerationError, PackError
from sora_studio.inference.digest import digest_of
from sora_studio.inference.pack import DraftStage, ModelPack, PackDigest, native_size


@dataclass(frozen=True, slots=True)
class GenerationRequest:
    """One take, fully stated: no field is left to a default. Same digest, same picture.

    `width`, `height` are the pack's native picture size; `frames_per_second` the pack's own rate, or slower;
    `first_frame` names the draft frame the clip begins with, `sketch` the drawing in the draft's place by its file's
    sha256 ("" for none); either is drawn over from the share `strength` of the way to noise, 0 for the pack's own, by a
    model that isn't told of it. `step_cache` is the threshold of `diffusion.StepCache`.
    """

    prompt: str
    negative: str
    seed: int
    width: int
    height: int
    frame_count: int
    frames_per_second: float
    sampler: str
    steps: int
    guidance: float
    refine_sampler: str
    refine_steps: int
    pack_digest: PackDigest
    first_frame: str = ""
    sketch: str = ""
    strength: float = 0.0
    step_cache: float = 0.0

    @property
    def text_digests(self) -> tuple[str, str]:
        """The names of Stage A's results: of the prompt, of the negative prompt."""
        return text_digest(self.pack_digest, self.prompt), text_digest(self.pack_digest, self.negative)

    @property
    def draft_digest(self) -> str:
        """The name of Stage B's result: the texts and everything the draft is drawn from."""
        fields = ("seed", "width", "height", "frame_count", "frames_per_second", "sampler", "steps", "guidance")
        conditioning = ("first_frame", "sketch")
        values = {field: getattr(self, field) for field in (*fields, *conditioning)}
        # Exact takes are called what they were called before there was a cache.
        cached = {"step_cache": self.step_cache} if self.step_cache else {}
        # And those at the pack's own strength, which its digest knows, what they were before there was a choice.
        over = {"strength": self.strength} if self.strength else {}
        return digest_of({"texts": self.text_digests, "draft": self.pack_digest.draft, **values, **cached, **over})

    @property
    def refined_digest(self) -> str:
        """The name of Stage C's result: the draft and how it is refined."""
        return digest_of(
            {
                "draft": self.draft_digest,
                "refine": self.pack_digest.refine,
                "sampler": self.refine_sampler,
                "steps": self.refine_steps,
            }
        )


def make_request(
    pack: ModelPack,
    prompt: str,
    *,
    seed: int,
    duration_s: float,
    film_size: tuple[int, int] | None = None,
    negative: str = "",
    sampler: str = "",
    steps: int = 0,
    guidance: float = -1.0,
    refine_steps: int = 0,
    first_frame: str = "",
    sketch: str = "",
    strength: float = 0.0,
    step_cache: float = 0.0,
) -> GenerationRequest:
    """The request for `duration_s` of film: "", 0 and -1 stand for the pack's own defaults and are filled in here.

    The picture is the pack's native size nearest in shape to `film_size`; the clip gets one frame more than its
    duration holds, so that every moment lies between two of its frames. A model of stills gives one, which is held; one
    whose clips can't be gone on from gives its longest, which is slowed down.
    Raises GenerationError for a duration, a number of steps or a step cache that cannot be.
    """
    if duration_s <= 0 or steps < 0 or refine_steps < 0:
        raise GenerationError(
            f"A clip of {duration_s:g} s in {steps} steps can't be made.", "Give it a positive duration and steps."
        )
    draft, refine = pack.draft, pack.refine
    width, height = native_size(pack, film_size)
    frame_count, frames_per_second = _frames(draft, duration_s)
    return GenerationRequest(
        prompt=prompt,
        negative=negative,
        seed=seed,
        width=width,
        height=height,
        frame_count=frame_count,
        frames_per_second=frames_per_second,
        sampler=sampler or draft.diffusion.sampler,
        steps=steps or draft.diffusion.steps,
        guidance=draft.guidance if guidance < 0 else guidance,
        refine_sampler=refine.diffusion.sampler,
        refine_steps=refine_steps or refine.diffusion.steps,
        pack_digest=pack.digest,
        first_frame=first_frame,
        sketch=sketch,
        strength=_strength(draft, strength) if first_frame or sketch else 0.0,
        step_cache=StepCache(step_cache).threshold,
    )


def _strength(draft: DraftStage, asked: float) -> float:
    """What is asked for, where the pack draws over what it begins with, at another strength than its own."""
    return 0.0 if not draft.draws_over or asked == draft.first_frame_strength else asked


def _frames(draft: DraftStage, duration_s: float) -> tuple[int, float]:
    """How many frames, and how many a second: a clip that can't be gone on from is slowed down, not cut short."""
    if draft.frames_max == 1:
        return 1, draft.frames_per_second
    count = math.ceil(duration_s * draft.frames_per_second - 1e-6) + 1
    if count <= draft.frames_max or draft.is_told_first_frame or draft.scene_shape:
        return count, draft.frames_per_second
    return draft.frames_max, (draft.frames_max - 1) / duration_s


def text_digest(pack: PackDigest, text: str) -> str:
    """The name of `text` as this pack's encoder reads it."""
    return digest_of({"encode": pack.encode, "text": text})


def refuse_other_pack(pack: ModelPack, request: GenerationRequest) -> None:
    """Raise PackError when the request was made for another state of the pack: its digests name other pictures."""
    if request.pack_digest != pack.digest:
        raise PackError(f"The pack `{pack.name}` has changed since the shot was planned.", "Render again.")
