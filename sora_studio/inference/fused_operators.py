"""ONNX Runtime's own operators that a model may ask for, each by name.

Those its optimisers put in place of several, and those of weights in few bits (onnxruntime, docs/ContribOperators.md);
among the others of that domain are some that load code or compiled blobs a model names.
"""

FUSED_DOMAIN = "com.microsoft"

_ATTENTION = (
    "Attention",
    "GatedRelativePositionBias",
    "GroupQueryAttention",
    "MultiHeadAttention",
    "PackedAttention",
    "PackedMultiHeadAttention",
    "QAttention",
    "QOrderedAttention",
    "RelativePositionBias",
    "RemovePadding",
    "RestorePadding",
    "RotaryEmbedding",
)
_NORMALISATION = (
    "EmbedLayerNormalization",
    "GroupNorm",
    "QEmbedLayerNormalization",
    "SkipGroupNorm",
    "SkipLayerNormalization",
    "SkipSimplifiedLayerNormalization",
)
_ACTIVATION = ("BiasAdd", "BiasGelu", "BiasSoftmax", "BiasSplitGelu", "FastGelu", "Gelu", "QuickGelu")
_PRODUCT = (
    "FusedConv",
    "FusedGemm",
    "FusedMatMul",
    "FusedMatMulActivation",
    "GemmFastGelu",
    "GemmFloat8",
    "NhwcConv",
    "NhwcFusedConv",
    "NhwcMaxPool",
    "TransposeMatMul",
)
_FEW_BITS = (
    "DequantizeBFP",
    "DequantizeLinear",
    "DynamicQuantizeMatMul",
    "GatherBlockQuantized",
    "MatMulBnb4",
    "MatMulFpQ4",
    "MatMulInteger16",
    "MatMulIntegerToFloat",
    "MatMulNBits",
    "QGemm",
    "QLinearAdd",
    "QLinearAveragePool",
    "QLinearConcat",
    "QLinearConv",
    "QLinearGlobalAveragePool",
    "QLinearLeakyRelu",
    "QLinearMul",
    "QLinearReduceMean",
    "QLinearSigmoid",
    "QLinearSoftmax",
    "QLinearWhere",
    "QuantizeBFP",
    "QuantizeLinear",
)

FUSED_OPERATORS = frozenset((*_ATTENTION, *_NORMALISATION, *_ACTIVATION, *_PRODUCT, *_FEW_BITS))
