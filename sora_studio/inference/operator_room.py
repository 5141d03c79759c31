"""What an operator takes for itself while it runs, beside what it reads and gives.

Of those models are made of, only fused attention takes much: it lays queries, keys and values head by head, and where
some are not to be seen, or are to be kept, it writes down how much each token heeds each other one, and its results
head by head (onnxruntime, contrib_ops/cpu/bert/multihead_attention.cc and attention_cpu_base.h).
"""

from collections.abc import Mapping
from math import prod

from sora_studio.inference.graph_nodes import Node
from sora_studio.inference.shape_rules import Shape

_FLOAT_BYTES = 4
# Its inputs from here on are masks, and what was seen before.
_MASKS = 4


def own_bytes(node: Node, shapes: Mapping[str, Shape]) -> int:
    """As far as it can be said: 0 where the shapes of what it reads aren't known."""
    if node.operator != "MultiHeadAttention":
        return 0
    taken = [shapes[name] for name in node.inputs[:3] if name in shapes]
    if len(taken) < 3:
        return 0
    query, key, value = taken
    # Keys and values with an axis of heads lie as they are wanted.
    room = prod(query) + sum(prod(each) for each in (key, value) if len(each) == len(query))
    if any(node.inputs[_MASKS:]) or len(node.outputs) > 1 or len(key) > len(query):
        batch, tokens, _ = query
        room += batch * (node.number("num_heads") + 1) * tokens * key[-2] + prod(query)
    return room * _FLOAT_BYTES
