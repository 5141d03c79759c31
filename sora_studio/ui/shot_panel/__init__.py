"""The inspector at the right: what the film, a scene or the selected shots ask for, and the takes they have."""
