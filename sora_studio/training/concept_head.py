# pyright: basic, reportMissingImports=false
"""Reads a text: what it asks for (per attribute one look over the words, then a choice) and which words it follows."""

import torch
from torch import Tensor, nn

from sora_studio.training.encoder import TOKEN_WIDTH

SHARPNESS = 1.5
CONTEXT, HEADS = 192, 4
# A scene never shows a figure twice: the companion avoids what the subject took, "unspecified" and "none" apart.
APART, APART_FROM, APART_STRENGTH = 1, 0, 8.0


class ConceptHead(nn.Module):
    """Tokens (B, n, TOKEN_WIDTH) with a mask (B, n) to probabilities (B, S), sharpened so that a sure answer is
    nearly one-hot, as the painters saw it in training.

    Where to look is decided in view of all words (whose colour is it?); what is seen is read from the word itself.
    """

    def __init__(self, sizes: tuple[int, ...], inner: int = 96) -> None:
        super().__init__()
        self.sizes = sizes
        self.narrow = nn.Linear(TOKEN_WIDTH, CONTEXT)
        self.query, self.key, self.value = (nn.Linear(CONTEXT, CONTEXT) for _ in range(3))
        self.looks = nn.Linear(2 * CONTEXT, len(sizes))
        self.drop = nn.Dropout(0.25)
        self.inner = nn.ModuleList([nn.Linear(2 * TOKEN_WIDTH, inner) for _ in sizes])
        self.choices = nn.ModuleList([nn.Linear(inner, size) for size in sizes])

    def logits(self, tokens: Tensor, mask: Tensor) -> list[Tensor]:
        hidden = torch.tanh(self.narrow(tokens))
        outside = (mask - 1.0) * 1e4
        query, key, value = (_heads(part(hidden)) for part in (self.query, self.key, self.value))
        near = (query @ key.transpose(-1, -2)) * (CONTEXT // HEADS) ** -0.5 + outside[:, None, None]
        others = (near.softmax(-1) @ value).transpose(1, 2).flatten(2)
        scores = self.looks(torch.cat([hidden, torch.tanh(others)], -1)) + outside.unsqueeze(-1)
        looked_at = scores.softmax(1).transpose(1, 2) @ tokens
        mean = (tokens * mask.unsqueeze(-1)).sum(1) / mask.sum(1, keepdim=True)
        results = []
        for i, (inner, choice) in enumerate(zip(self.inner, self.choices, strict=True)):
            seen = torch.cat([looked_at[:, i], mean], -1)
            results.append(choice(torch.relu(inner(self.drop(seen)))))
        return results

    def forward(self, tokens: Tensor, mask: Tensor) -> Tensor:
        logits = self.logits(tokens, mask)
        if self.sizes[APART] == self.sizes[APART_FROM]:
            taken = logits[APART_FROM].softmax(-1)
            free = torch.zeros_like(taken[:, :2])
            logits[APART] = logits[APART] - APART_STRENGTH * torch.cat([free, taken[:, 2:]], -1)
        return torch.cat([(SHARPNESS * part).softmax(-1) for part in logits], -1)


def _heads(x: Tensor) -> Tensor:
    """(B, n, C) to (B, HEADS, n, C / HEADS)."""
    return x.unflatten(-1, (HEADS, -1)).transpose(1, 2)


class HeardHead(nn.Module):
    """Tokens (B, n, TOKEN_WIDTH) to how surely (B, n) each is understood: 0 for a thing nobody can draw."""

    def __init__(self, inner: int = 192) -> None:
        super().__init__()
        self.inner = nn.Linear(TOKEN_WIDTH, inner)
        self.drop = nn.Dropout(0.2)
        self.choice = nn.Linear(inner, 1)

    def logits(self, tokens: Tensor) -> Tensor:
        return self.choice(self.drop(torch.relu(self.inner(tokens)))).squeeze(-1)

    def forward(self, tokens: Tensor) -> Tensor:
        return self.logits(tokens).sigmoid()


class TextHeads(nn.Module):
    """What stage A says of a text, learned apart and shipped together."""

    def __init__(self, sizes: tuple[int, ...]) -> None:
        super().__init__()
        self.concepts, self.heard = ConceptHead(sizes), HeardHead()
