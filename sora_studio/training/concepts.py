# pyright: basic, reportMissingImports=false
"""Trains stage A's head: from the int8 encoder's view of many texts to what each of them asks for."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from sora_studio.training import lexicon
from sora_studio.training.concept_head import ConceptHead
from sora_studio.training.encoder import Embedder, check_similarities, export_encoder, load_encoder, model_folder
from sora_studio.training.layout import LAYOUT
from sora_studio.training.loop import learning_rate
from sora_studio.training.world.attributes import ATTRIBUTES, UNSPECIFIED, sample_scene
from sora_studio.training.world.captions import caption

TEXTS_PER_FILE = 2000
OWN_WORDS_SHARE = 0.45
EPOCHS, BATCH, PEAK_RATE = 5, 128, 1.5e-3
HELD_BACK = 0.04
# Noise on the embeddings, in units of their spread: widens what a word's neighbourhood means.
EMBEDDING_NOISE = 0.25


@dataclass(frozen=True, slots=True)
class Texts:
    """Token embeddings of many texts end to end (tokens, 384) float16, where each starts, and targets (n, A)."""

    tokens: np.ndarray
    starts: np.ndarray
    targets: np.ndarray

    def batch(self, which: np.ndarray) -> tuple[Tensor, Tensor, Tensor]:
        lengths = self.starts[which + 1] - self.starts[which]
        tokens = np.zeros((len(which), int(lengths.max()), self.tokens.shape[1]), np.float32)
        mask = np.zeros(tokens.shape[:2], np.float32)
        for row, (i, length) in enumerate(zip(which, lengths, strict=True)):
            tokens[row, :length] = self.tokens[self.starts[i] : self.starts[i] + length]
            mask[row, :length] = 1
        return torch.from_numpy(tokens), torch.from_numpy(mask), torch.from_numpy(self.targets[which])


def train_concepts(work: Path, minutes: float) -> None:
    """Embeds texts for `minutes` (going on where it stopped), then trains the head into `work`/concepts.pt."""
    torch.set_num_threads(1)
    weights = model_folder()
    encoder = work / "encoder.onnx"
    if not encoder.exists():
        export_encoder(load_encoder(weights), encoder)
    embed = Embedder(encoder, weights / "tokenizer.json")
    for pair, published, measured in check_similarities(embed):
        print(f"{pair}: published {published:.4f}, measured {measured:.4f}", flush=True)
    embed_texts(work / "texts", embed, minutes)
    head = train_head(read_texts(work / "texts"))
    torch.save(head.state_dict(), work / "concepts.pt")
    report_probes(head, embed)


def embed_texts(folder: Path, embed: Embedder, minutes: float) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + minutes * 60
    number = len(list(folder.glob("*.npz")))
    while time.monotonic() < deadline:
        rng = np.random.default_rng([7, number])
        tokens, targets = [], []
        for _ in range(TEXTS_PER_FILE):
            text, stated = lexicon.sentence(rng) if rng.random() < OWN_WORDS_SHARE else caption(sample_scene(rng), rng)
            tokens.append(embed(text).astype(np.float16))
            targets.append(target_of(stated))
        lengths = np.array([len(t) for t in tokens])
        np.savez(folder / f"{number:04}.npz", tokens=np.concatenate(tokens), lengths=lengths, targets=np.array(targets))
        number += 1
        print(f"{number * TEXTS_PER_FILE} texts", flush=True)


def target_of(stated: Mapping[str, str]) -> list[int]:
    """What the painters are told of a text: a place with nobody named is empty, one figure named stands alone."""
    asked = {name: value for name, value in stated.items() if value != UNSPECIFIED}
    if "setting" in asked:
        asked.setdefault("subject", "none")
    if "subject" in asked:
        asked.setdefault("companion", "none")
    return [values.index(asked.get(name, UNSPECIFIED)) for name, values in ATTRIBUTES.items()]


def read_texts(folder: Path) -> Texts:
    tokens, lengths, targets = [], [], []
    for file in sorted(folder.glob("*.npz")):
        with np.load(file) as arrays:
            tokens.append(arrays["tokens"])
            lengths.append(arrays["lengths"])
            targets.append(arrays["targets"])
    starts = np.concatenate([[0], np.cumsum(np.concatenate(lengths))])
    return Texts(np.concatenate(tokens), starts, np.concatenate(targets))


def train_head(texts: Texts) -> ConceptHead:
    rng = np.random.default_rng(3)
    order = rng.permutation(len(texts.targets))
    held = int(len(order) * HELD_BACK)
    test, train = order[:held], order[held:]
    head = ConceptHead(LAYOUT.sizes)
    optimizer = torch.optim.AdamW(head.parameters(), PEAK_RATE, weight_decay=0.02)
    spread = float(texts.tokens[:20000].astype(np.float32).std())
    steps = EPOCHS * (len(train) // BATCH)
    for step in range(steps):
        if step % (len(train) // BATCH) == 0:
            rng.shuffle(train)
        start = step % (len(train) // BATCH) * BATCH
        tokens, mask, targets = texts.batch(train[start : start + BATCH])
        tokens = tokens + torch.randn_like(tokens) * spread * EMBEDDING_NOISE
        logits = head.logits(tokens, mask)
        losses = [F.cross_entropy(part, targets[:, i], label_smoothing=0.02) for i, part in enumerate(logits)]
        loss = torch.stack(losses).sum()
        optimizer.zero_grad()
        loss.backward()
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(PEAK_RATE, step, step / steps)
        optimizer.step()
        if step % 200 == 0:
            print(f"step {step} of {steps}  loss {loss.item():.4f}", flush=True)
    head.eval()
    print("held-out texts read right:", accuracy(head, texts, test), flush=True)
    return head


def accuracy(head: ConceptHead, texts: Texts, which: np.ndarray) -> dict[str, float]:
    right = np.zeros(len(LAYOUT.names))
    with torch.no_grad():
        for start in range(0, len(which), 256):
            tokens, mask, targets = texts.batch(which[start : start + 256])
            for i, part in enumerate(head.logits(tokens, mask)):
                right[i] += float((part.argmax(-1) == targets[:, i]).sum())
    return {name: round(float(r / len(which)), 4) for name, r in zip(LAYOUT.names, right, strict=True)}


def report_probes(head: ConceptHead, embed: Embedder) -> tuple[int, int]:
    """Prints how each probe sentence is read; returns (wishes read right, wishes)."""

    def read(text: str) -> np.ndarray:
        tokens = torch.from_numpy(embed(text))[None]
        with torch.no_grad():
            return head(tokens, torch.ones(tokens.shape[:2]))[0].numpy()

    return judge_probes(read)


def judge_probes(read: "object") -> tuple[int, int]:
    right = wishes = 0
    for text, expected in lexicon.PROBES:
        concepts = read(text)  # pyright: ignore[reportCallIssue]
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


def load_head(file: Path) -> ConceptHead:
    head = ConceptHead(LAYOUT.sizes)
    head.load_state_dict(torch.load(file, weights_only=True))
    return head.eval()
