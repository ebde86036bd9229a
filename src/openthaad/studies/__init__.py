"""The questions that are asked of the models, each with its own record."""
