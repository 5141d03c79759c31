"""Sora Studio: storyboard a film offline, a prompt per shot, with three local diffusion stages."""

import os

__version__ = "0.1.0"

# ONNX Runtime's own builds report to their maker from 1.29 on unless told not to before they are loaded
# (onnxruntime, docs/Privacy.md; the second name is that of later versions). Processes started here inherit it.
os.environ.update({"ORT_DISABLE_TELEMETRY": "1", "ORT_TELEMETRY_DISABLED": "1"})
