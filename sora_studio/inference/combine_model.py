"""A little ONNX model made on the spot: Σ weights[i]·tensors[i], for devices numpy can't reach."""

from functools import cache

from sora_studio.inference.onnx_writing import model, node, tensor


@cache
def combine_model(terms: int, dtype: str = "float32") -> bytes:
    """A model with the inputs weights (terms,), x0, x1 ... of one shape, and the output `combined` of that shape.

    The sum is taken from left to right, so that it is equal to numpy's to the last bit.
    """
    names = [f"w{term}" for term in range(terms)]
    nodes = [node("Split", ["weights"], names) if terms > 1 else node("Identity", ["weights"], names)]
    nodes += [node("Mul", [f"x{term}", f"w{term}"], [f"p{term}" if term else "s0"]) for term in range(terms)]
    nodes += [node("Add", [f"s{term - 1}", f"p{term}"], [f"s{term}"]) for term in range(1, terms)]
    nodes.append(node("Identity", [f"s{terms - 1}"], ["combined"]))
    inputs = [tensor("weights", dtype, terms), *(tensor(f"x{term}", dtype) for term in range(terms))]
    return model("combine", nodes, inputs, [tensor("combined", dtype)])
