"""The matrix of what may never happen: kills, faults of the disk, damage, strangers' files; `./studio torture`."""
