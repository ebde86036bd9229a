"""What differs between systems about processes: cores, who runs, and ending with a parent.

Linux tells which cores a process may use; macOS and Windows tell how many there are.  Windows
has no signal that only asks.
"""

import ctypes
import os
import sys
import threading

# Of Windows: what a process is opened for, and what its exit code is while it runs.
_QUERY = 0x1000
_STILL_ACTIVE = 259


def cores() -> int:
    """How many cores this process may use, as far as the system tells; at least one."""
    if hasattr(os, "sched_getaffinity"):
        return max(len(os.sched_getaffinity(0)), 1)
    return os.cpu_count() or 1


def is_running(process: int) -> bool:
    """Say whether a process of this number runs."""
    if sys.platform == "win32":
        return _runs_on_windows(process)
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # somebody else's, but there
        return True
    return True


def _runs_on_windows(process: int) -> bool:
    # There `os.kill` ends the process, whatever the signal.
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined, unused-ignore]
    handle = kernel.OpenProcess(_QUERY, 0, process)
    if not handle:
        return False
    code = ctypes.c_ulong()
    is_told = kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return bool(is_told) and code.value == _STILL_ACTIVE


# Given to a Python that is started with a pipe as its standard input.
ENDING_WITH_PARENT = "from openthaad.processes import end_with_parent; end_with_parent(); "


def end_with_parent() -> None:
    """End this process when the one that started it ends, however that ends.

    For a process whose standard input is a pipe that its parent holds open and never writes to:
    the system closes it when the parent is gone.
    """
    threading.Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    try:
        while os.read(0, 1):
            pass
    except OSError:
        pass
    os._exit(1)
