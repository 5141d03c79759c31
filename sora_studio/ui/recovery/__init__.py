"""What the window says after damage or a crash, and the ways out it offers."""
