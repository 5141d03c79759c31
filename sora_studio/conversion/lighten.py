# pyright: basic, reportMissingImports=false
"""An ONNX file made quicker or smaller: ONNX Runtime's fused operators, and weights of eight bits.

The fusions are those of onnxscript, written for graphs of the exporter used here: onnxruntime.transformers knows the
older exporter's, and finds no attention in these.
"""

from pathlib import Path

import onnx
import onnx_ir
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxscript.rewriter.ort_fusions import optimize_for_ort

# Beside a model that is too large for one file, as torch's exporter calls it.
WEIGHTS_SUFFIX = ".data"
FUSED_DOMAIN = "com.microsoft"
_QUANTISED = "MatMulInteger"


def fused(model: Path, target: Path) -> bool:
    """Write the model with what is found of ONNX Runtime's patterns as one operator each; False where there is none."""
    changed, _ = optimize_for_ort(onnx_ir.load(model))
    if not any(node.domain == FUSED_DOMAIN for node in changed.graph.all_nodes()):
        return False
    onnx_ir.save(changed, target, external_data=_weights_beside(model, target))
    return True


def quantised(model: Path, target: Path) -> bool:
    """Write the model with the weights of its matrix products in eight bits, a scale for each column.

    Convolutions keep theirs. False where there is no such product.
    """
    whole = onnx.load(model)
    # Shapes the exporter noted, of weights that are turned about here.
    del whole.graph.value_info[:]
    quantize_dynamic(
        whole,
        target,
        op_types_to_quantize=["MatMul", "Gemm"],
        per_channel=True,
        weight_type=QuantType.QInt8,
        use_external_data_format=_weights_beside(model, target) is not None,
        # A product of two activations, as in attention, has no weights; past a fused operator no types are inferred.
        extra_options={"MatMulConstBOnly": True, "DefaultTensorType": onnx.TensorProto.FLOAT},
    )
    return any(node.op_type == _QUANTISED for node in onnx_ir.load(target).graph.all_nodes())


def _weights_beside(model: Path, target: Path) -> str | None:
    has_more = model.with_name(model.name + WEIGHTS_SUFFIX).is_file()
    return target.name + WEIGHTS_SUFFIX if has_more else None
