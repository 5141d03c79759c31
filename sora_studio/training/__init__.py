"""How the bundled pack was made: drawn data, trainers of the three stages, evaluation and export.

Imported by no other package; needs the `train` extra (torch, onnx, the packaged MiniLM weights).
"""
