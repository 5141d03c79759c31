"""Text to token ids, as the pack's tokenizer has it."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol, cast

import numpy as np
import numpy.typing as npt

from sora_studio.errors import PackError
from sora_studio.inference.clip_tokenizer import clip_tokenizer
from sora_studio.inference.pack import EncodeStage, ModelPack
from sora_studio.inference.pack_files import verify
from sora_studio.inference.pack_parts import PackFile


class _Encoding(Protocol):
    ids: list[int]
    offsets: list[tuple[int, int]]

    def truncate(self, max_length: int) -> None: ...


class _Tokenizer(Protocol):
    """What is used of tokenizers.Tokenizer."""

    def encode(self, sequence: str, *, add_special_tokens: bool) -> _Encoding: ...
    def token_to_id(self, token: str) -> int | None: ...
    def num_special_tokens_to_add(self, is_pair: bool) -> int: ...
    def post_process(self, encoding: _Encoding) -> _Encoding: ...
    def no_truncation(self) -> None: ...
    def no_padding(self) -> None: ...


@dataclass(frozen=True, slots=True)
class TokenCount:
    """How long a text is, in tokens, the encoder's own marks included, and how many the encoder reads."""

    tokens: int
    limit: int

    @property
    def truncated(self) -> bool:
        """Whether the end of the text is not seen."""
        return self.tokens > self.limit


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """The ids (1, n) of what fits, where each stands in the text, (0, 0) for the encoder's marks; the count of all."""

    ids: npt.NDArray[np.int64]
    offsets: tuple[tuple[int, int], ...]
    count: TokenCount


def count_tokens(pack: ModelPack, text: str) -> TokenCount:
    """How much of the encoder's room `text` takes. Raises PackError."""
    return tokenize(pack.encode.longest, text).count


def tokenize(stage: EncodeStage, text: str) -> Tokens:
    """The text as the encoder reads it; the closing mark stays where the text is cut. Raises PackError."""
    tokenizer = _tokenizer(stage.tokenizer)
    limit = stage.max_tokens
    marks = tokenizer.num_special_tokens_to_add(False)
    # Half a surrogate pair, as pasted from broken files, is no text to the tokenizer.
    encoding = tokenizer.encode(text.encode("utf-8", "replace").decode(), add_special_tokens=False)
    count = TokenCount(len(encoding.ids) + marks, limit)
    encoding.truncate(limit - marks)
    encoding = tokenizer.post_process(encoding)
    return Tokens(np.array([encoding.ids], np.int64), tuple(encoding.offsets), count)


def token_id(file: PackFile, token: str) -> int | None:
    """The number of a token in a tokenizer; None where it has no such. Raises PackError."""
    return _tokenizer(file).token_to_id(token)


@lru_cache(maxsize=8)
def _tokenizer(file: PackFile) -> _Tokenizer:
    """From a tokenizer.json; or, where the file comes in parts, from a vocab.json and its merges.txt."""
    from tokenizers import Tokenizer

    verify(file)
    try:
        made = clip_tokenizer(file.path, file.parts[0].path) if file.parts else Tokenizer.from_file(str(file.path))
        tokenizer = cast(_Tokenizer, made)
    except Exception as error:  # tokenizers raises Exception itself for whatever is wrong with the file
        raise PackError(f"{file.path.name} is not a tokenizer: {error}.", "Install the pack again.") from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
