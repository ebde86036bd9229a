"""What holds for all tests."""

from hypothesis import settings

# The first call of a kernel may compile, so examples have no deadline; and a property test
# tries the same examples every time, so that a failure is everyone's.
settings.register_profile("openthaad", deadline=None, derandomize=True)
settings.load_profile("openthaad")
