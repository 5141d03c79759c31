"""The timeline: the film along a ruler, painted and edited by hand. Files without Qt say what is where."""
