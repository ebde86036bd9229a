"""The battle in one compiled function: the one place where truth and picture meet."""
