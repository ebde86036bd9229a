"""Names beside a place for what is not whole yet, what is left of them, and the last step.

A file or folder is made under a name beside its own and put in place in one step. The name
holds the machine and the process, so that the next writer knows what nobody will finish.
"""

import ctypes
import hashlib
import os
import shutil
import socket
import sys
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from uuid import uuid4

from openthaad.processes import is_running

# A part that another machine writes to, or one that cannot be asked for, is left alone so long.
_PATIENCE_S = 3600.0
_AT_FDCWD = -100
_LINUX_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)
_MACOS_SWAP = 2  # RENAME_SWAP of renamex_np(2)


def beside(path: Path, what: str = "part") -> Path:
    """Return a name beside a path that no other thread, process or machine takes."""
    token = f"{_machine()}-{os.getpid()}-{uuid4().hex[:8]}"
    return path.with_name(f"{_stem(path, what)}{token}")


def leftovers(path: Path, what: str = "part") -> list[Path]:
    """List what writers of a path left beside it that they will not finish, oldest first."""
    try:
        names = sorted(path.parent.iterdir(), key=lambda left: left.name)
    except FileNotFoundError:
        return []
    stem = _stem(path, what)
    return [left for left in names if left.name.startswith(stem) and _is_abandoned(left, stem)]


def clear(path: Path, what: str = "part") -> None:
    """Remove what writers of a path left beside it."""
    for left in leftovers(path, what):
        remove(left)


def remove(path: Path) -> None:
    """Remove a file or a folder, if it is there and can be removed."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()


def put_folder(part: Path, folder: Path) -> None:
    """Put a folder in the place of another, if there is one, and remove that.

    Where the system can exchange two names, there is a whole folder at the place at every
    moment. Elsewhere the old one is moved aside first; `bring_back` undoes that.
    """
    try:
        part.rename(folder)
    except OSError:
        if not folder.is_dir():
            raise
        if not _exchange(part, folder):
            _move_aside(part, folder)
        remove(part)


def bring_back(folder: Path) -> None:
    """Bring back a folder that an interrupted writer had moved aside."""
    if not folder.exists():
        for left in leftovers(folder, "old")[-1:]:
            left.rename(folder)
    clear(folder, "old")


def _move_aside(part: Path, folder: Path) -> None:
    old = beside(folder, "old")
    folder.rename(old)
    try:
        part.rename(folder)
    except BaseException:
        old.rename(folder)
        raise
    remove(old)


def _stem(path: Path, what: str) -> str:
    return f".{path.name[:40]}.{what}-"


def _is_abandoned(left: Path, stem: str) -> bool:
    machine, _, process = left.name.removeprefix(stem).rpartition("-")[0].partition("-")
    if machine == _machine() and process.isdigit():
        return not is_running(int(process))
    with suppress(OSError):
        return time.time() - left.stat().st_mtime > _PATIENCE_S
    return False


@cache
def _machine() -> str:
    """Eight hex digits for the machine, a container being one of its own."""
    words = socket.gethostname()
    with suppress(OSError):
        words += str(Path("/proc/self/ns/pid").readlink())
    return hashlib.sha256(words.encode()).hexdigest()[:8]


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step; False where the system cannot."""
    names = os.fsencode(one), os.fsencode(other)
    with suppress(OSError, AttributeError, TypeError):  # Windows has neither
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            return bool(library.renamex_np(*names, _MACOS_SWAP) == 0)
        arguments = (_AT_FDCWD, names[0], _AT_FDCWD, names[1], _LINUX_EXCHANGE)
        return bool(library.renameat2(*arguments) == 0)
    return False
