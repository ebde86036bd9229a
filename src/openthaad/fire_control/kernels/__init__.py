"""Compiled: what a track threatens, when it can be met, and what stands in the way."""
