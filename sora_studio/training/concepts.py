# pyright: basic, reportMissingImports=false
"""Trains stage A's heads: from the int8 encoder's view of many texts to what each asks for and what it can't draw."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from sora_studio.training.concept_head import ConceptHead, TextHeads
from sora_studio.training.encoder import WIDTH, Embedder, check_similarities, model_folder, ready_encoder
from sora_studio.training.free_language import FREE_LANGUAGE
from sora_studio.training.heard import report_heard, train_heard, unseen_names
from sora_studio.training.layout import LAYOUT
from sora_studio.training.lexicon_gathered import TRAINED
from sora_studio.training.loop import learning_rate
from sora_studio.training.probes import PROBES
from sora_studio.training.texts import Texts, embed_texts, read_texts
from sora_studio.training.word_memory import USE
from sora_studio.training.world.attributes import ATTRIBUTES, UNSPECIFIED

EPOCHS, BATCH, PEAK_RATE = 4, 160, 1.5e-3
HELD_BACK, SPLIT_SEED = 0.04, 3
COMPANION_COST = 0.0005
# Noise on the embeddings, in units of their spread: widens what a word's neighbourhood means.
EMBEDDING_NOISE = 0.35
# How often a word loses what the encoder makes of it, how it is used, and what kind of thing it names.
FORGOTTEN = ((slice(0, WIDTH), 0.3), (slice(WIDTH, WIDTH + USE), 0.1), (slice(WIDTH + USE, None), 0.2))


def train_concepts(work: Path, minutes: float) -> None:
    """Embeds texts for `minutes` (going on where it stopped), then trains both heads into `work`/concepts.pt."""
    torch.set_num_threads(1)
    embed = Embedder(ready_encoder(work), model_folder() / "tokenizer.json")
    for pair, published, measured in check_similarities(embed):
        print(f"{pair}: published {published:.4f}, measured {measured:.4f}", flush=True)
    embed_texts(work / "texts", embed, minutes)
    texts = read_texts(work / "texts")
    heads = TextHeads(LAYOUT.sizes)
    train_head(heads.concepts, texts)
    settle_choices(heads.concepts, texts, embed)
    settle_companion(heads.concepts, texts)
    train_heard(heads.heard, texts, embed)
    save_heads(heads, work / "concepts.pt")
    print("held-back names read right:", held_back_share(heads.concepts, embed), flush=True)
    report_probes(heads.concepts, embed)
    report_heard(heads.heard, embed)


def train_head(head: ConceptHead, texts: Texts) -> None:
    rng = np.random.default_rng(SPLIT_SEED)
    test, train = parted_texts(texts, rng)
    head.train()
    optimizer = torch.optim.AdamW(head.parameters(), PEAK_RATE, weight_decay=0.02)
    spread = float(texts.tokens[:20000, :WIDTH].astype(np.float32).std())
    batches = [batch for _ in range(EPOCHS) for batch in _batches(texts, train, rng)]
    for step, which in enumerate(batches):
        tokens, mask, targets = texts.batch(which)
        tokens = forget(tokens + torch.randn_like(tokens) * spread * EMBEDDING_NOISE)
        logits = head.logits(tokens, mask)
        losses = [F.cross_entropy(part, targets[:, i], label_smoothing=0.03) for i, part in enumerate(logits)]
        loss = torch.stack(losses).sum()
        optimizer.zero_grad()
        loss.backward()
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(PEAK_RATE, step, step / len(batches))
        optimizer.step()
        if step % 200 == 0:
            print(f"step {step} of {len(batches)}  loss {loss.item():.4f}", flush=True)
    head.eval()
    print("held-out texts read right:", accuracy(head, texts, test), flush=True)


def parted_texts(texts: Texts, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The texts held back, and those to learn from."""
    order = rng.permutation(len(texts.targets))
    held = int(len(order) * HELD_BACK)
    return order[:held], order[held:]


def names_nothing(name: str) -> torch.Tensor:
    """1 for each value of an attribute that says that nothing is asked for, else 0."""
    return torch.tensor([value in (UNSPECIFIED, "none") for value in ATTRIBUTES[name]], dtype=torch.float32)


def make_less_likely(head: ConceptHead, attribute: int, by: torch.Tensor) -> None:
    """Takes `by` off the logits of an attribute's values."""
    with torch.no_grad():
        dict(head.choices[attribute].named_parameters())["bias"].sub_(by)


def forget(tokens: torch.Tensor) -> torch.Tensor:
    """Tokens (B, n, TOKEN_WIDTH) some of whose sources are silent, so that the head learns to read each alone."""
    tokens = tokens.clone()
    for part, share in FORGOTTEN:
        tokens[..., part] *= torch.rand(*tokens.shape[:2], 1) >= share
    return tokens


def settle_choices(head: ConceptHead, texts: Texts, embed: Embedder) -> None:
    """Makes "nothing named" less likely as far as that reads more unseen names right than it costs known texts."""
    held_out, _ = parted_texts(texts, np.random.default_rng(SPLIT_SEED))
    rows: list[tuple[list[torch.Tensor], np.ndarray, bool]] = []
    with torch.no_grad():
        for which in held_out.tolist():
            tokens, mask, targets = texts.batch(np.array([which]))
            rows.append((head.logits(tokens, mask), targets[0].numpy(), False))
        for text, name, value in unseen_names(np.random.default_rng(14)):
            tokens = torch.from_numpy(embed(text))[None]
            target = np.full(len(LAYOUT.names), -1)
            target[LAYOUT.names.index(name)] = ATTRIBUTES[name].index(value)
            rows.append((head.logits(tokens, torch.ones(tokens.shape[:2])), target, True))
        for name in TRAINED:
            i = LAYOUT.names.index(name)
            asked = [row for row in rows if row[1][i] >= 0]
            logits = torch.cat([parts[i] for parts, _, _ in asked])
            targets = torch.tensor([int(target[i]) for _, target, _ in asked])
            unseen = torch.tensor([is_unseen for _, _, is_unseen in asked])
            nothing = names_nothing(name)

            def right(shift: float) -> float:
                hit = ((logits - shift * nothing).argmax(-1) == targets).float()  # noqa: B023
                return float(hit[unseen].mean() + 2 * hit[~unseen].mean())  # noqa: B023

            best = max(np.arange(0, 3.1, 0.2).tolist(), key=right)
            print(f"{name}: nothing named is {best:.1f} less likely: {right(0.0):.3f} to {right(best):.3f}", flush=True)
            make_less_likely(head, i, best * nothing)


def settle_companion(head: ConceptHead, texts: Texts) -> None:
    """Makes "nobody beside" less likely as far as that costs known texts nothing: a figure left out is a worse mistake
    than one too many."""
    held_out, _ = parted_texts(texts, np.random.default_rng(SPLIT_SEED))
    i = LAYOUT.names.index("companion")
    parts: list[torch.Tensor] = []
    wanted: list[torch.Tensor] = []
    with torch.no_grad():
        for start in range(0, len(held_out), 256):
            tokens, mask, targets = texts.batch(held_out[start : start + 256])
            parts.append(head.logits(tokens, mask)[i])
            wanted.append(targets[:, i])
    logits, targets = torch.cat(parts), torch.cat(wanted)
    nobody = names_nothing("companion")

    def right(shift: float) -> float:
        return float(((logits - shift * nobody).argmax(-1) == targets).float().mean())

    shifts = np.arange(0, 2.1, 0.2).tolist()
    best = max(shift for shift in shifts if right(shift) >= right(0.0) - COMPANION_COST)
    print(f"companion: nobody beside is {best:.1f} less likely: {right(0.0):.4f} to {right(best):.4f}", flush=True)
    make_less_likely(head, i, best * nobody)


def _batches(texts: Texts, which: np.ndarray, rng: np.random.Generator) -> list[np.ndarray]:
    """All of `which` in batches of texts about equally long, which need little padding; in random order."""
    order = rng.permutation(which)
    order = order[np.argsort(texts.lengths[order] + rng.random(len(order)) * 4, kind="stable")]
    batches = [order[start : start + BATCH] for start in range(0, len(order) - BATCH + 1, BATCH)]
    return [batches[i] for i in rng.permutation(len(batches))]


def accuracy(head: ConceptHead, texts: Texts, which: np.ndarray) -> dict[str, float]:
    right = np.zeros(len(LAYOUT.names))
    with torch.no_grad():
        for start in range(0, len(which), 256):
            tokens, mask, targets = texts.batch(which[start : start + 256])
            for i, part in enumerate(head.logits(tokens, mask)):
                right[i] += float((part.argmax(-1) == targets[:, i]).sum())
    return {name: round(float(r / len(which)), 4) for name, r in zip(LAYOUT.names, right, strict=True)}


def report_probes(head: ConceptHead, embed: Embedder) -> tuple[int, int]:
    """Prints how each probe sentence and how much free language is read; returns (wishes read right, wishes)."""

    def read(text: str) -> np.ndarray:
        tokens = torch.from_numpy(embed(text))[None]
        with torch.no_grad():
            return head(tokens, torch.ones(tokens.shape[:2]))[0].numpy()

    print(f"free language: {free_language_share(read):.2f} of prompts with subject and setting right", flush=True)
    return judge_probes(read)


def free_language_share(read: Callable[[str], np.ndarray]) -> float:
    """The share of prompts in words never trained on whose subject and setting are both read right."""
    right = 0
    for text, subject, setting in FREE_LANGUAGE:
        got = best_values(read(text))
        right += (got["subject"], got["setting"]) == (subject, setting)
    return right / len(FREE_LANGUAGE)


def judge_probes(read: Callable[[str], np.ndarray]) -> tuple[int, int]:
    right = wishes = 0
    for text, expected in PROBES:
        concepts = read(text)
        got = best_values(concepts)
        misses = {name: (value, got[name]) for name, value in expected.items() if got[name] != value}
        if not expected:
            misses = {name: (UNSPECIFIED, value) for name, value in got.items() if value != UNSPECIFIED}
        wishes += max(1, len(expected))
        right += max(1, len(expected)) - len(misses)
        shown = " ".join(f"{name}={value}" for name, value in got.items() if value not in (UNSPECIFIED, "none"))
        print(f"{'ok  ' if not misses else 'MISS'} {text!r}: {shown} {misses or ''}", flush=True)
    print(f"probes: {right} of {wishes} wishes read right", flush=True)
    return right, wishes


def best_values(concepts: np.ndarray) -> dict[str, str]:
    """The likeliest value of every attribute in concepts (S,)."""
    parts = zip(ATTRIBUTES.items(), LAYOUT.slices(), strict=True)
    return {name: values[int(concepts[part].argmax())] for (name, values), part in parts}


def held_back_share(head: ConceptHead, embed: Embedder) -> dict[str, float]:
    """Per attribute the share of names never trained on that are read right, each in a short text."""
    hits: dict[str, list[bool]] = {}
    for text, name, value in unseen_names(np.random.default_rng(13)):
        tokens = torch.from_numpy(embed(text))[None]
        with torch.no_grad():
            got = best_values(head(tokens, torch.ones(tokens.shape[:2]))[0].numpy())
        hits.setdefault(name, []).append(got[name] == value)
    return {name: round(float(np.mean(hit)), 4) for name, hit in hits.items()}


def save_heads(heads: TextHeads, file: Path) -> None:
    """Whole or not at all: another process may be reading it."""
    part = file.with_suffix(".part")
    torch.save(heads.state_dict(), part)
    part.replace(file)


def load_heads(file: Path) -> TextHeads:
    heads = TextHeads(LAYOUT.sizes)
    heads.load_state_dict(torch.load(file, weights_only=True))
    return heads.eval()
