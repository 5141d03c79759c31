"""Little ONNX models made on the spot: one sample twice, and a pair in its parts, for devices numpy can't reach."""

from functools import cache

from sora_studio.inference.onnx_writing import model, node, tensor


@cache
def twice_model(dtype: str = "float32") -> bytes:
    """A model with the input x0 (1, ...) and the output `both` (2, ...), x0 and x0 again."""
    nodes = [node("Concat", ["x0", "x0"], ["both"], axis=0)]
    return model("twice", nodes, [tensor("x0", dtype)], [tensor("both", dtype)])


@cache
def parted_model(dtype: str = "float32") -> bytes:
    """A model with the input `both` (2, ...) and the outputs x0, x1 (1, ...)."""
    outputs = ["x0", "x1"]
    nodes = [node("Split", ["both"], outputs, axis=0)]
    return model("parted", nodes, [tensor("both", dtype)], [tensor(name, dtype) for name in outputs])
