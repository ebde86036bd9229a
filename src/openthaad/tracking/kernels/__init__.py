"""Compiled: filters, association, and the path that a track predicts."""
