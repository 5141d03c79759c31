"""Stage A of models that read their texts with CLIP: a part with the model, and a part with its tokenizer."""

from sora_studio.errors import PackError
from sora_studio.inference.clip_tokenizer import END
from sora_studio.inference.graph_file import GraphFile
from sora_studio.inference.pack import EncodeStage
from sora_studio.inference.pack_parts import PackFile
from sora_studio.inference.pipeline_folder import COPY_AGAIN, PipelineFolder
from sora_studio.inference.tokenizer import token_id
from sora_studio.inference.toml_table import TomlTable

# Our exporter's name for the states wanted; Optimum numbers those of every layer, the embedding's as 0.
_PENULTIMATE, _NUMBERED = "penultimate_hidden_state", "hidden_states."
# CLIP has no room for more (Radford et al. 2021).
_MAX_TOKENS = 77


def read_clip(folder: PipelineFolder, tokenizer_part: str, graph: GraphFile, states: str) -> EncodeStage:
    """The output `states`, for texts filled up to the length CLIP was taught at. Raises PackError."""
    tokenizer = read_tokenizer(folder, tokenizer_part)
    inputs = {"input_ids": graph.input("input_ids", rank=2)}
    if "attention_mask" in graph.inputs:
        inputs["attention_mask"] = "attention_mask"
    graph.refuse_other_inputs(*inputs.values())
    return EncodeStage(
        model=graph.file,
        tokenizer=tokenizer,
        max_tokens=graph.side("input_ids", 1) or _MAX_TOKENS,
        inputs=inputs,
        output=states,
        padding=padding(folder, tokenizer_part, tokenizer, END),
    )


def read_tokenizer(folder: PipelineFolder, part: str) -> PackFile:
    """tokenizer.json, or vocab.json with merges.txt as its part. Raises PackError."""
    whole = folder.file(f"{part}/tokenizer.json")
    if whole is not None:
        return whole
    vocabulary, merges = folder.file(f"{part}/vocab.json"), folder.file(f"{part}/merges.txt")
    if vocabulary is None or merges is None:
        missing = "merges.txt" if vocabulary else "tokenizer.json, nor a vocab.json with its merges.txt"
        raise folder.lacks(f"{part}/{missing}")
    return PackFile(vocabulary.path, vocabulary.sha256, vocabulary.size_bytes, (merges,))


def penultimate(graph: GraphFile) -> str:
    """The tensor with the states of the last layer but one. Raises PackError."""
    numbered = sorted(
        (name for name in graph.outputs if name.startswith(_NUMBERED)),
        key=lambda name: int(name.removeprefix(_NUMBERED)),
    )
    return graph.output(numbered[-2] if len(numbered) > 1 else _PENULTIMATE, rank=3)


def padding(folder: PipelineFolder, part: str, tokenizer: PackFile, token: str) -> int:
    """The id a text is filled up with: that of `token`, unless the tokenizer's settings name another."""
    for name in ("special_tokens_map.json", "tokenizer_config.json"):
        token = _token(folder.settings_if_there(f"{part}/{name}"), "pad_token") or token
    found = token_id(tokenizer, token)
    if found is None:
        raise PackError(f"{folder.root.name}/{part}: the tokenizer has no token {token!r} to fill up with.", COPY_AGAIN)
    return found


def _token(table: TomlTable, key: str) -> str:
    """A token, which is written as a text or as a table with its content."""
    if not table.has(key):
        return ""
    return table.table(key).text("content") if table.holds_table(key) else table.text(key)
