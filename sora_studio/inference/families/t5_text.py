"""The part of stage A that reads with T5's encoder (Raffel et al. 2020)."""

from dataclasses import replace

from sora_studio.inference.families.clip_text import padding
from sora_studio.inference.graph_file import GraphFile
from sora_studio.inference.pack import EncodeStage
from sora_studio.inference.pipeline_folder import PipelineFolder

_PAD = "<pad>"


def read_t5(folder: PipelineFolder, tokenizer_part: str, graph: GraphFile, max_tokens: int) -> EncodeStage:
    """The states of its last layer for texts filled up to `max_tokens`, or to as many as the graph has.

    Raises PackError.
    """
    tokenizer = folder.file(f"{tokenizer_part}/tokenizer.json")
    if tokenizer is None:
        raise folder.lacks(
            f"{tokenizer_part}/tokenizer.json",
            "Copy the folder again, whole. Where it has a spiece.model, transformers writes the other: "
            "AutoTokenizer.from_pretrained(FOLDER).save_pretrained(FOLDER)",
        )
    ids = graph.input("input_ids", rank=2)
    inputs = {"input_ids": ids}
    if "attention_mask" in graph.inputs:
        inputs["attention_mask"] = "attention_mask"
    graph.refuse_other_inputs(*inputs.values())
    stage = EncodeStage(
        model=graph.file,
        tokenizer=tokenizer,
        max_tokens=graph.side(ids, 1) or max_tokens,
        inputs=inputs,
        output=graph.output("last_hidden_state", rank=3),
    )
    return replace(stage, padding=padding(folder, tokenizer_part, tokenizer, _PAD))
