"""What holds for all tests."""

import signal
import sys

import pytest
from hypothesis import settings

from openthaad.kernels.compiled import is_compiled

# The first call of a kernel may compile, so examples have no deadline; and a property test
# tries the same examples every time, so that a failure is everyone's.
settings.register_profile("openthaad", deadline=None, derandomize=True)
settings.load_profile("openthaad")

# A shell's background job hands on a deaf ear for interrupts, which the programs that tests
# start and interrupt would take over.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser):
    parser.addoption(
        "--long-commands",
        action="store_true",
        help="compare numbers of commands that take minutes",
    )


@pytest.fixture(scope="module")
def uncompiled(request):
    """Run kernels as the Python that they are written in, for as long as a module's tests.

    A kernel that is handed a battle compiles for most of a minute; a call takes a millisecond.
    """
    swapped = []
    ours = [each for name, each in sys.modules.items() if name.split(".")[0] == "openthaad"]
    for module in [request.module, *ours]:
        for word, kernel in list(vars(module).items()):
            if is_compiled(kernel):
                swapped.append((module, word, kernel))
                setattr(module, word, kernel.py_func)
    yield
    for module, word, kernel in swapped:
        setattr(module, word, kernel)


@pytest.fixture
def own_raid():
    """Return a scenario that names things of the catalogue in `tests/own_catalogue`."""
    return {
        "name": "hill",
        "epoch": "2017-09-07T00:00:00Z",
        "threats": [
            {"missile": "Light Nodong", "from": "hwangju", "to": "the hill"},
            {"missile": "nodong", "from": "hwangju", "to": "the hill"},
        ],
        "radars": {"eye": {"type": "big eye", "place": "my hill", "boresight_deg": 345}},
        "batteries": {"darts": {"type": "dart battery", "place": "my hill", "radars": ["eye"]}},
        "assets": {"hill": {"place": "my hill", "radius_km": 10}},
    }
