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
from sora_studio.training.encoder import WIDTH, Embedder
from sora_studio.training.lexicon_gathered import HELD_BACK, PLAIN_WORDS, TRAINED
from sora_studio.training.loop import learning_rate
from sora_studio.training.texts import NAME, PLAIN, UNDRAWABLE, Texts
from sora_studio.training.world.captions import caption
from sora_studio.training.world.scene_choice import sample_scene

STEPS, BATCH, PEAK_RATE = 900, 1024, 1.5e-3
# How often a batch holds pieces of undrawable nouns and of names; the rest is plain words.
UNDRAWABLE_SHARE, NAME_SHARE, NOISE, SMOOTHING = 0.3, 0.4, 0.4, 0.03
# The head is set to take this share of unseen names for undrawable.
ALARM_SHARE = 0.08


def train_heard(head: HeardHead, texts: Texts, embed: Embedder) -> None:
    """From single tokens, pieces of undrawable nouns and of names far more often than they occur."""
    rng = np.random.default_rng(5)
    unheard, names, plain = (np.flatnonzero(texts.kinds == kind) for kind in (UNDRAWABLE, NAME, PLAIN))
    few, many = int(BATCH * UNDRAWABLE_SHARE), int(BATCH * NAME_SHARE)
    targets = torch.cat([torch.zeros(few), torch.ones(BATCH - few)]) * (1 - 2 * SMOOTHING) + SMOOTHING
    spread = float(texts.tokens[:20000, :WIDTH].astype(np.float32).std())
    head.train()
    optimizer = torch.optim.AdamW(head.parameters(), PEAK_RATE, weight_decay=0.05)
    for step in range(STEPS):
        which = [rng.choice(unheard, few), rng.choice(names, many), rng.choice(plain, BATCH - few - many)]
        tokens = torch.from_numpy(texts.tokens[np.concatenate(which)].astype(np.float32))
        loss = F.binary_cross_entropy_with_logits(
            head.logits(tokens + torch.randn_like(tokens) * spread * NOISE), targets
        )
        optimizer.zero_grad()
        loss.backward()
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(PEAK_RATE, step, step / STEPS)
        optimizer.step()
        if step % 300 == 0:
            print(f"heard: step {step} of {STEPS}  loss {loss.item():.4f}", flush=True)
    head.eval()
    settle(head, embed)


def settle(head: HeardHead, embed: Embedder) -> None:
    """Moves the head's threshold to where few unseen names raise an alarm."""
    rng = np.random.default_rng(12)
    texts = [text for text, _, _ in unseen_names(rng)]
    lowest = [_lowest(head, embed, text, undrawable.drawable_spans(text)) for text in texts]
    with torch.no_grad():
        head.choice.bias.sub_(float(np.quantile(lowest, ALARM_SHARE)))


def _lowest(head: HeardHead, embed: Embedder, text: str, spans: list[tuple[int, int]]) -> float:
    """The logit of the least heard piece within the spans."""
    tokens, offsets = embed.with_offsets(text)
    with torch.no_grad():
        logits = head.logits(torch.from_numpy(tokens)).numpy()
    inside = [any(start < b and stop > a for a, b in spans) for start, stop in offsets]
    return float(logits[inside].min(initial=100.0))


def unseen_names(rng: np.random.Generator) -> list[tuple[str, str, str]]:
    """Short texts, each with one held-back name: (text, attribute, value)."""
    rows: list[tuple[str, str, str]] = []
    for name, table in HELD_BACK.items():
        other = "setting" if name == "subject" else "subject"
        for value, words in table.items():
            for word in words:
                beside = str(rng.choice([v for v in lexicon.PHRASES[other] if v != "none"]))
                known = str(rng.choice(lexicon.PHRASES[other][beside]))
                who, where = (word, known) if name == "subject" else (known, word)
                deed = f"{rng.choice(PLAIN_WORDS)}s {rng.choice(lexicon.WHERE)}"
                rows.append((f"a {who} {deed} the {where}", name, value))
    return rows


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
    for _ in range(300):
        text, _ = undrawable.sentence(rng, tuple(sorted(undrawable.HELD_BACK_NOUNS)))
        marks, spans = unheard(text), undrawable.unheard_spans(text)
        hits = [bool(marks[a:b].any()) for a, b in spans]
        nouns, noticed = nouns + len(hits), noticed + sum(hits)
        for a, b in spans:
            marks[a:b] = False
        wrong, right = wrong + alarms(text, marks), right + sum(hits)
    unseen = [(unheard(text), undrawable.drawable_spans(text)) for text, _, _ in unseen_names(rng)]
    captions = [caption(sample_scene(rng), rng)[0] for _ in range(200)]
    listed = [f"a {word}" for name in TRAINED for words in lexicon.PHRASES[name].values() for word in words[::4]]
    measured = {
        "held-back nouns noticed": noticed / nouns,
        "of what is marked, nouns": right / max(1, right + wrong),
        "held-back names with a false alarm": float(
            np.mean([marks[a:b].any() for marks, spans in unseen for a, b in spans])
        ),
        "captions with a false alarm": _share(captions, unheard),
        "lexicon words with a false alarm": _share(listed, unheard),
    }
    print("heard:", {name: round(value, 4) for name, value in measured.items()}, flush=True)
    return measured


def alarms(text: str, marks: np.ndarray) -> int:
    """How many words of the text hold a marked character."""
    starts = np.cumsum([0, *(len(word) + 1 for word in text.split(" "))])
    return sum(bool(marks[a : b - 1].any()) for a, b in pairwise(starts.tolist()))


def _share(texts: list[str], unheard: Callable[[str], np.ndarray]) -> float:
    return float(np.mean([unheard(text).any() for text in texts]))
