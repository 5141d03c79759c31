"""Measures the bundled pack: judges trained on drawn pictures look at what it makes of a text.

Every figure of the card comes from here, by way of sora_studio.training.evaluate.
"""
