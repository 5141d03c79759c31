"""The timeline: the film along a ruler, painted and edited by hand. The files without Qt say where things are and what a drag means."""
