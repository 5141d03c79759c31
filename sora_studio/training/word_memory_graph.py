# pyright: basic, reportMissingImports=false
"""The word memory as part of the encoder's ONNX graph: each token's embedding is followed by its word's vector.

Integer operators alone find a vector, so that every runtime finds the same one to the bit.
"""

from pathlib import Path
from typing import Any

import numpy as np

from sora_studio.errors import PackError
from sora_studio.training.word_memory import FACTOR, MOST_PIECES, PRIME, WordMemory, find_places

PREFIX = "memory."


class _Steps:
    """Collects nodes; every call names an operator and gives the name of what it results in."""

    def __init__(self) -> None:
        self.nodes, self.weights = [], []

    def __call__(self, operator: str, *inputs: str, **attributes: Any) -> str:
        from onnx import helper

        result = f"{PREFIX}{operator.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [result], result, **attributes))
        return result

    def constant(self, name: str, values: np.ndarray) -> str:
        from onnx import numpy_helper

        self.weights.append(numpy_helper.from_array(values, PREFIX + name))
        return PREFIX + name


def add_memory(encoder: Path, memory: WordMemory, target: Path) -> None:
    """Makes `tokens` (1, n, C) of the encoder (1, n, C + MEANING)."""
    import onnx
    from onnx import TensorProto, helper

    model = onnx.load(encoder)
    graph, step = model.graph, _Steps()
    embedded = PREFIX + "embedded"
    for node in graph.node:
        for names in (node.input, node.output):
            for i, name in enumerate(names):
                if name == "tokens":
                    names[i] = embedded
    vectors = _vectors(step, memory)
    step.nodes.append(helper.make_node("Concat", [embedded, vectors], ["tokens"], PREFIX + "join", axis=-1))
    graph.node.extend(step.nodes)
    graph.initializer.extend(step.weights)
    shape = graph.output[0].type.tensor_type.shape.dim
    whole = shape[2].dim_value + len(memory.scales)
    sizes = [shape[0].dim_value or 1, shape[1].dim_param or "n", whole]
    graph.output[0].CopyFrom(helper.make_tensor_value_info("tokens", TensorProto.FLOAT, sizes))
    onnx.checker.check_model(model)
    onnx.save(model, target)


def _vectors(step: _Steps, memory: WordMemory) -> str:
    """From input_ids (1, n) to the words' vectors (1, n, MEANING)."""

    def number(name: str, value: int) -> str:
        return step.constant(name, np.array([value], np.int64))

    shifts, rows = find_places(memory.keys)
    continues = step.constant("continues", memory.continues)
    factor, prime = number("factor", FACTOR), number("prime", PRIME)
    zero, one, end = number("zero", 0), number("one", 1), number("end", np.iinfo(np.int64).max)
    last = number("last", -1)

    ids = step("Reshape", "input_ids", last)
    starts = step("Not", step("Gather", continues, ids))
    # The pieces after each one join its key for as long as they continue its word; one too many makes a word unknown.
    key = step("Mod", step("Add", ids, one), prime)
    joined, piece = step("Equal", ids, ids), ids
    for _ in range(MOST_PIECES):
        piece = step("Concat", step("Slice", piece, one, end), zero, axis=0)
        joined = step("And", joined, step("Gather", continues, piece))
        longer = step("Mod", step("Add", step("Mul", key, factor), step("Add", piece, one)), prime)
        key = step("Where", joined, longer, key)
    buckets = number("bucket_count", len(shifts))
    shift = step("Gather", step.constant("shifts", shifts.astype(np.int32)), step("Mod", key, buckets))
    scattered = step("Mod", step("Mul", key, factor), prime)
    place = step("Mod", step("Add", scattered, step("Cast", shift, to=7)), number("place_count", len(rows)))
    row = step("Cast", step("Gather", step.constant("rows", rows.astype(np.int32)), place), to=7)
    known_key = step.constant("keys", _after_nought(memory.keys))
    known = step("And", step("Equal", step("Gather", known_key, row), key), starts)
    row = step("Where", known, row, zero)
    # A word's first piece tells the others.
    for _ in range(MOST_PIECES - 1):
        before = step("Concat", zero, step("Slice", row, zero, last), axis=0)
        row = step("Where", starts, row, before)
    used = step("Where", step("Less", number("use_count", len(memory.uses)), row), zero, row)
    use = step("Gather", step.constant("uses", _after_nought(memory.uses)), used)
    kind_of = _after_nought(memory.kind_of + 1)
    kind = step("Gather", step.constant("kind_of", kind_of), row)
    kind = step("Gather", step.constant("kinds", _after_nought(memory.kinds)), kind)
    vectors = step("Cast", step("Concat", use, kind, axis=-1), to=1)
    return step("Unsqueeze", step("Mul", vectors, step.constant("scales", memory.scales)), zero)


def _after_nought(rows: np.ndarray) -> np.ndarray:
    """The rows with one for the unknown before them."""
    return np.concatenate([np.zeros_like(rows[:1]), rows])


def read_memory(encode: Path) -> WordMemory:
    """The memory back from a file that add_memory, and perhaps a merge after it, has written.

    Raises PackError where there is none.
    """
    import onnx
    from onnx import numpy_helper

    kept = {
        weight.name.rpartition(PREFIX)[2]: numpy_helper.to_array(weight)
        for weight in onnx.load(encode).graph.initializer
        if PREFIX in weight.name
    }
    if "keys" not in kept:
        raise PackError(f"{encode} remembers no words.", "Use a pack these trainers exported.")
    tables = {name: kept[name][1:] for name in ("keys", "uses", "kinds")}
    return WordMemory(**tables, kind_of=kept["kind_of"][1:] - 1, scales=kept["scales"], continues=kept["continues"])
