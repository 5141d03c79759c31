"""A PyTorch checkpoint to a pack: each part exported to ONNX, compared with torch at two sizes, and described.

Imports torch, diffusers and onnx, which only the extra `convert` installs; imported by the command line alone, lazily.
"""
