"""Runs the three diffusion stages of a model pack on one device: text, draft, refined frames.
May import diffusion, errors, paths; the only importer of onnxruntime and tokenizers, both loaded when first needed."""
