# pyright: basic, reportMissingImports=false
"""Trains and measures the head that knows which words of a text name things nobody can draw."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import torch
import torch.nn.functional as F

from sora_studio.inference.words import HEARD
from sora_studio.training import lexicon, undrawable
from sora_studio.training.concept_head import HeardHead
from sora_studio.training.encoder import Embedder
from sora_studio.training.free_language import FREE_LANGUAGE
from sora_studio.training.loop import learning_rate
from sora_studio.training.texts import Texts
from sora_studio.training.world.attributes import sample_scene
from sora_studio.training.world.captions import caption

STEPS, BATCH, PEAK_RATE = 1500, 2048, 1e-3
UNHEARD_SHARE, NOISE, SMOOTHING = 0.35, 0.25, 0.02


def train_heard(head: HeardHead, texts: Texts) -> None:
    """From single tokens, undrawable ones far more often than they occur."""
    rng = np.random.default_rng(5)
    known, unknown = np.flatnonzero(texts.heard), np.flatnonzero(~texts.heard)
    few = int(BATCH * UNHEARD_SHARE)
    targets = torch.cat([torch.zeros(few), torch.ones(BATCH - few)]) * (1 - 2 * SMOOTHING) + SMOOTHING
    spread = float(texts.tokens[:20000].astype(np.float32).std())
    head.train()
    optimizer = torch.optim.AdamW(head.parameters(), PEAK_RATE, weight_decay=0.05)
    for step in range(STEPS):
        which = np.concatenate([rng.choice(unknown, few), rng.choice(known, BATCH - few)])
        tokens = torch.from_numpy(texts.tokens[which].astype(np.float32))
        loss = F.binary_cross_entropy_with_logits(
            head.logits(tokens + torch.randn_like(tokens) * spread * NOISE), targets
        )
        optimizer.zero_grad()
        loss.backward()
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(PEAK_RATE, step, step / STEPS)
        optimizer.step()
        if step % 500 == 0:
            print(f"heard: step {step} of {STEPS}  loss {loss.item():.4f}", flush=True)
    head.eval()


def report_heard(head: HeardHead, embed: Embedder) -> dict[str, float]:
    """Shares: held-back nouns noticed, and how often a word that can be drawn or names nothing is taken for one."""

    def unheard(text: str) -> np.ndarray:
        """Per character of the text, whether it is a piece that is not heard."""
        tokens, offsets = embed.with_offsets(text)
        with torch.no_grad():
            sure = head(torch.from_numpy(tokens)[None])[0].numpy()
        marks = np.zeros(len(text), bool)
        for (start, stop), value in zip(offsets, sure, strict=True):
            marks[start:stop] |= value < HEARD
        return marks

    rng = np.random.default_rng(11)
    noticed = nouns = wrong = right = 0
    for _ in range(600):
        text, _ = undrawable.sentence(rng, tuple(sorted(undrawable.HELD_BACK_NOUNS)))
        marks, spans = unheard(text), undrawable.unheard_spans(text)
        hits = [bool(marks[a:b].any()) for a, b in spans]
        nouns, noticed = nouns + len(hits), noticed + sum(hits)
        for a, b in spans:
            marks[a:b] = False
        wrong, right = wrong + alarms(text, marks), right + sum(hits)
    captions = [caption(sample_scene(rng), rng)[0] for _ in range(400)]
    words = [f"a {phrase}" for name in ("subject", "setting") for ps in lexicon.PHRASES[name].values() for phrase in ps]
    sentences = [lexicon.sentence(rng)[0] for _ in range(400)]
    measured = {
        "held-back nouns noticed": noticed / nouns,
        "of what is marked, nouns": right / max(1, right + wrong),
        "captions with a false alarm": _share(captions, unheard),
        "lexicon words with a false alarm": _share(words, unheard),
        "lexicon sentences with a false alarm": _share(sentences, unheard),
        "free language with an alarm": _share([text for text, _, _ in FREE_LANGUAGE], unheard),
    }
    print("heard:", {name: round(value, 4) for name, value in measured.items()}, flush=True)
    return measured


def alarms(text: str, marks: np.ndarray) -> int:
    """How many words of the text hold a marked character."""
    starts = np.cumsum([0, *(len(word) + 1 for word in text.split(" "))])
    return sum(bool(marks[a : b - 1].any()) for a, b in pairwise(starts.tolist()))


def _share(texts: list[str], unheard: Callable[[str], np.ndarray]) -> float:
    return float(np.mean([unheard(text).any() for text in texts]))
