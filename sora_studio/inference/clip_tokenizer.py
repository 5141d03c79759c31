"""CLIP's tokenizer from the two files it was published in (github.com/openai/CLIP, simple_tokenizer.py).

Lower case, blanks as one, words cut into letters, single digits and other marks; byte pairs within a word, whose last
piece ends in </w>.
"""

from pathlib import Path
from typing import Any

START, END = "<|startoftext|>", "<|endoftext|>"
_WORDS = r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"


def clip_tokenizer(vocabulary: Path, merges: Path) -> Any:
    """A tokenizers.Tokenizer. Raises whatever tokenizers does for files that are none."""
    from tokenizers import Regex, Tokenizer
    from tokenizers.models import BPE
    from tokenizers.normalizers import NFC, Lowercase, Replace, Sequence
    from tokenizers.pre_tokenizers import ByteLevel, Split
    from tokenizers.pre_tokenizers import Sequence as Splits
    from tokenizers.processors import RobertaProcessing

    read: Any = BPE.from_file  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    model = read(str(vocabulary), str(merges), unk_token=END, end_of_word_suffix="</w>")
    tokenizer = Tokenizer(model)
    start, end = tokenizer.token_to_id(START), tokenizer.token_to_id(END)
    if start is None or end is None:
        raise ValueError(f"{vocabulary.name} has no {START} or no {END}")
    tokenizer.normalizer = Sequence([NFC(), Replace(Regex(r"\s+"), " "), Lowercase()])
    words = Split(Regex(_WORDS), behavior="removed", invert=True)
    tokenizer.pre_tokenizer = Splits([words, ByteLevel(add_prefix_space=False)])
    tokenizer.post_processor = RobertaProcessing((END, end), (START, start), trim_offsets=False, add_prefix_space=False)
    return tokenizer
