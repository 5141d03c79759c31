"""Turns takes into a film: retimes them, joins them with cuts and transitions, encodes only what changed.

May import timeline and errors, and is the only importer of PyAV and OpenCV, which load at the first use.
"""

from sora_studio.film.assemble import FilmReport, render_film
from sora_studio.film.plan import FilmShot

__all__ = ["FilmReport", "FilmShot", "render_film"]
