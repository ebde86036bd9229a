"""Compiled numerics: plain numbers in, plain numbers out, no objects, no I/O.

The compiled code is kept in the user's cache directory, or under ``NUMBA_CACHE_DIR``
where that is set, in a folder named by a hash of every kernel source.
"""

import atexit
import os
import shutil
import tempfile
import warnings
from hashlib import sha256
from pathlib import Path

import numba
import numpy as np
from platformdirs import user_cache_dir

_HERE = Path(__file__).parent


def _digest() -> str:
    """Hash of everything that the compiled code depends on.

    Numba's disk cache notices an edit to the file of the function it cached, but not to
    the files of the functions and constants that function uses: it would silently run
    old code.  So each state of the sources gets a cache directory of its own; and each place
    that they lie in, for Numba takes no code that was compiled from another place.
    """
    digest = sha256(f"{numba.__version__} {np.__version__} {_HERE}".encode())
    for path in [*sorted(_HERE.rglob("*.py")), _HERE.parent / "constants.py"]:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _writable(directory: Path) -> bool:
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(directory, os.W_OK | os.X_OK)


def _cache_directory() -> Path:
    """Where compiled kernels go; a warning and a folder of this process if nowhere."""
    root = Path(os.environ.get("NUMBA_CACHE_DIR") or user_cache_dir("openthaad"))
    directory = root / f"kernels-{_digest()}"
    if _writable(directory):
        return directory
    # Left alone, Numba would go on to __pycache__ without a word, where the hash is lost.
    warnings.warn(
        f"cannot write compiled kernels to {directory}: they will be compiled again at every "
        "start; set NUMBA_CACHE_DIR to a folder that you may write to",
        RuntimeWarning,
        stacklevel=2,
    )
    temporary = tempfile.mkdtemp(prefix="openthaad-kernels-")
    atexit.register(shutil.rmtree, temporary, ignore_errors=True)
    return Path(temporary)


CACHE_DIRECTORY = _cache_directory()
numba.config.CACHE_DIR = str(CACHE_DIRECTORY)


def kernels_are_compiled(entry: str = "") -> bool:
    """Say whether the cache holds the entry kernel of that name (or any kernel at all)."""
    return next(CACHE_DIRECTORY.rglob(f"*{entry}-*.nbi"), None) is not None
