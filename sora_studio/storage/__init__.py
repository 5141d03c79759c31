"""Keeps what must survive: the project file (SQLite), the take store beside it, the queue of jobs.

May import timeline and errors; nothing else imports the SQLite binding.
"""
