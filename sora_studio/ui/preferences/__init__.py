"""The preferences: what is true of this machine and this person, whatever the film."""
