"""Interceptors: mass, motor, seeker and divert; fly-out tables; odds of the endgame."""
