"""The model packs this machine has: what each draws, what it may be used for, and whether it fits the machine."""
