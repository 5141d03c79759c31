"""A little ONNX model made on the spot: how far two tensors lie apart, for devices numpy can't reach."""

from functools import cache

from sora_studio.inference.onnx_writing import model, node, tensor


@cache
def distance_model(dtype: str = "float32") -> bytes:
    """A model with the inputs a, b of one shape and the output `distance` (), the mean of |a - b|."""
    nodes = [
        node("Sub", ["a", "b"], ["difference"]),
        node("Abs", ["difference"], ["apart"]),
        node("ReduceMean", ["apart"], ["distance"], keepdims=0),
    ]
    return model("distance", nodes, [tensor("a", dtype), tensor("b", dtype)], [tensor("distance", dtype)])
