"""Where compiled code is kept: in the user's cache directory, or under ``NUMBA_CACHE_DIR``.

In a folder named by a hash of every kernel source.  Says so without importing Numba, which
takes longer than all that a command does which compiles nothing.
"""

import os
import shutil
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from platformdirs import user_cache_dir

_PACKAGE = Path(__file__).parent.parent
# Where kernels are: those of each subsystem, and the engine that composes them.
_FOLDERS = ("kernels", "*/kernels", "engine")
_ROOM = 2**26  # bytes; all kernels together take less


def kernel_sources() -> list[Path]:
    """Return the file of every kernel module."""
    return sorted(path for folder in _FOLDERS for path in _PACKAGE.glob(f"{folder}/*.py"))


def _digest() -> str:
    """Hash of everything that the compiled code depends on.

    Numba's disk cache notices an edit to the file of the function it cached, but not to
    the files of the functions and constants that function uses: it would silently run
    old code.  So each state of the sources gets a cache directory of its own; and each place
    that they lie in, for Numba takes no code that was compiled from another place.
    """
    digest = sha256(f"{version('numba')} {version('numpy')} {_PACKAGE}".encode())
    for path in [*kernel_sources(), _PACKAGE / "constants.py"]:
        digest.update(path.relative_to(_PACKAGE).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


CACHE_DIRECTORY = (
    Path(os.environ.get("NUMBA_CACHE_DIR") or user_cache_dir("openthaad"))
    / f"kernels-{_digest()}"
)


def kernels_are_compiled(entry: str = "") -> bool:
    """Say whether the cache holds the entry kernel of that name (or any kernel at all)."""
    return next(CACHE_DIRECTORY.rglob(f"*{entry}-*.nbi"), None) is not None


def kernels_can_be_kept() -> bool:
    """Say whether what is compiled now will be found by another process."""
    try:
        CACHE_DIRECTORY.mkdir(parents=True, exist_ok=True)
        return (
            os.access(CACHE_DIRECTORY, os.W_OK | os.X_OK)
            and shutil.disk_usage(CACHE_DIRECTORY).free > _ROOM
        )
    except OSError:
        return False
