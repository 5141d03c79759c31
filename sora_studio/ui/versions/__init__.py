"""Versions of the open film: kept under a name, looked through, gone back to."""
