"""The radar: its equation term by term, its search, and what a dwell makes of the truth."""
