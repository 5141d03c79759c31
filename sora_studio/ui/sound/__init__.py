"""The film's sound while it plays in the window."""
