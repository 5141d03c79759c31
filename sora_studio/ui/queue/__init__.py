"""The takes that are being made, wait, failed or are done: watched, reordered and stopped here."""
