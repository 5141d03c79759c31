"""What the window shows while no film is open: recent films, and every way to begin one."""
