"""Where the film is seen and played: the picture, what is drawn over it, and the controls under it."""
