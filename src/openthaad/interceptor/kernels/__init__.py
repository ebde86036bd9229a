"""Compiled: fly-out, guidance, seeker and endgame of an interceptor."""
