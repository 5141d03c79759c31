"""Writing the film: what is asked of the user, and what is told while it goes on."""
