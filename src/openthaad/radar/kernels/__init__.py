"""Compiled: sight, signal, search and dwells of a radar."""
