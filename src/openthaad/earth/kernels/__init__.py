"""Compiled: frames, gravity, air, drag and bending."""
