"""The floor of everything compiled: plain numbers in, plain numbers out, no physics."""
