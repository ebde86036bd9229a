"""The tracker: settings, kernels, and the harness that says whether it is consistent."""
