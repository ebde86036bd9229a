"""How fast it is, beside others on the same work: `python -m benchmarks`."""
