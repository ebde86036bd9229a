"""Compiled: forces on a missile, its flight, and the search for its aim."""
