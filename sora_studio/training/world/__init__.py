"""The drawn world: captioned clips of simple vector art, from which the bundled model is trained.

Needs numpy and OpenCV, and of Sora Studio only the words the timeline has for shots.
"""
