"""Frozen, closed models of everything an author can write. No files, no clock, no SQL."""
