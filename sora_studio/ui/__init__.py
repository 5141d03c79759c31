"""The window: every view of the open film, drawn with PySide6 on what `studio` offers.

Imports errors, paths, timeline and studio, and is imported by nobody but the command that opens it.
"""
