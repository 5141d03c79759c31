"""The application with no window: plans what a film needs, runs the queue, keeps takes, writes the film.
May import every package below it; is imported by `ui` and `cli`."""
