"""The drawn world: captioned clips of simple vector art, from which the bundled model is trained.

Needs only numpy and OpenCV; imports nothing else of Sora Studio.
"""
