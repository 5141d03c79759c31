"""The command line: reads arguments, calls `studio`, prints what happened. May import `studio`, `timeline` and rich."""
