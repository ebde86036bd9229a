"""Fire control: what a battery decides, from tracks alone, and what limits it."""
