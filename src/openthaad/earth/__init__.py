"""The Earth: its shape and gravity, its air, and what air does to rays and to bodies."""
