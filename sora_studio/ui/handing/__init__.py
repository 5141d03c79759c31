"""The film for other programs: which format, and what of it that format can't carry. Imports studio and timeline."""
