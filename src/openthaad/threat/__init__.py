"""The threat: missiles, their flights, and how they are aimed."""
