"""Files written whole or not at all, what may stand where one is to be written, and text read.

A regular file is written beside its place and renamed when it is all there, so that a full disk
or an interrupt leaves what stood there before. A link is followed: its target is replaced, the
link stays. A pipe or a character device (`/dev/stdout`, `/dev/null`) is written to as it is.
"""

import os
import re
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from openthaad.errors import OpenThaadError, ScenarioError, StorageError
from openthaad.swapping import beside, clear

_DESCRIPTOR = re.compile(r"/dev/(?:stdin|stdout|stderr)|/(?:dev|proc/self)/fd/(\d+)")
STANDARD_OUTPUT = 1
MAX_BYTES = 1_000_000  # of a text file that a user writes
_NAMED = {"/dev/stdin": 0, "/dev/stdout": STANDARD_OUTPUT, "/dev/stderr": 2}
_REFUSED = {
    stat.S_IFDIR: "a folder",
    stat.S_IFSOCK: "a socket",
    stat.S_IFBLK: "a block device",
}


def write_file(path: Path, content: bytes, *, is_new: bool = False) -> Path:
    """Write a file, whole or not at all; a new one never over another.

    Raises
    ------
    ScenarioError
        The path names a folder, a socket or a block device, or a file where a new one is
        wanted.
    StorageError
        The disk is full or the place is not writable; what stood there before stays.
    """
    with _storage(path):
        if (number := descriptor(path)) is not None:
            _write_open(number, content)
            return path
        mode = _mode(path)
        _refuse_kind(path, mode)
        if mode is None or stat.S_ISREG(mode):
            _put(path.resolve(), content, is_new=is_new)
        else:
            with path.open("wb", buffering=0) as stream:
                _write_all(stream.fileno(), content)
    return path


def read_text(path: Path, what: str, wrong: type[OpenThaadError]) -> str:
    """Read a text file of a user's: UTF-8, at most `MAX_BYTES` long.

    Parameters
    ----------
    path : Path
    what : str
        What the file is, for messages: `a scenario`.
    wrong : type
        Error for a file that is none.

    Raises
    ------
    OpenThaadError
        Of the kind asked for: it is larger, or no text in UTF-8.
    StorageError
        It cannot be opened or read.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise StorageError(f"cannot read {path}: {_reason(error)}", key=str(path)) from error
    if len(data) > MAX_BYTES:
        size = f"{MAX_BYTES // 1_000_000} MB"
        text = f"{path} is larger than {size}; {what} is a few kilobytes"
        raise wrong(text, key=str(path), allowed=f"at most {MAX_BYTES} bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = f"{path} is not a text file in UTF-8 (byte {error.start}); {what} is text"
        text += _utf16_words(data)
        raise wrong(text, key=str(path), allowed="UTF-8 text") from error
    if "\0" in text:
        text = f"{path} is a binary file; {what} is text{_utf16_words(data)}"
        raise wrong(text, key=str(path), allowed="UTF-8 text")
    return text


def _utf16_words(data: bytes) -> str:
    """Say that bytes look like UTF-16, as some editors write it; empty where they do not."""
    halves = data[:200]
    is_marked = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    if is_marked or (len(halves) >= 4 and halves.count(b"\0") >= len(halves) // 3):
        return "; it looks like UTF-16: save it again as UTF-8"
    return ""


def descriptor(path: Path) -> int | None:
    """Return the number of this process's open file that a path names, None where none.

    Where standard output is a file, opening `/dev/stdout` anew would write over its beginning.

    >>> descriptor(Path("/dev/stdout")), descriptor(Path("/dev/fd/63")), descriptor(Path("x"))
    (1, 63, None)
    """
    found = _DESCRIPTOR.fullmatch(str(path))
    if found is None:
        return None
    return int(found[1]) if found[1] else _NAMED[str(path)]


def obstacle_to_file(path: Path) -> OpenThaadError | None:
    """Return the error that writing a file would end in, as far as it can be known before."""
    try:
        mode = _mode(path)
        if descriptor(path) is not None:
            return None
        _refuse_kind(path, mode)
        if mode is None or stat.S_ISREG(mode):
            return _obstacle_in(path.resolve().parent, path)
    except ScenarioError as error:
        return error
    except (OSError, ValueError, RuntimeError) as error:  # too long a name, a NUL, a loop
        return _cannot(path, _reason(error))
    return None


def obstacle_to_folder(path: Path) -> OpenThaadError | None:
    """Return the error that writing into a folder, made if need be, would end in."""
    try:
        if path.exists() and not path.is_dir():
            return ScenarioError(
                f"{path} is a file, not a folder", value=str(path), allowed="a folder"
            )
        return _obstacle_in(path.resolve(), path)
    except (OSError, ValueError, RuntimeError) as error:
        return _cannot(path, _reason(error))


def _mode(path: Path) -> int | None:
    """What stands at a path, its links followed; None where nothing does."""
    try:
        return path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None


def _refuse_kind(path: Path, mode: int | None) -> None:
    what = _REFUSED.get(stat.S_IFMT(mode or 0))
    if what is not None:
        raise ScenarioError(
            f"{path} is {what}; name a file to write",
            key="path",
            value=str(path),
            allowed="a file, a pipe or a character device such as /dev/stdout",
        )


def _obstacle_in(folder: Path, path: Path) -> StorageError | None:
    """Say why nothing can be put into a folder that is there or is to be made."""
    there = folder
    while not there.exists():
        there = there.parent
    if not there.is_dir():
        return _cannot(path, f"{there} is not a folder")
    if not os.access(there, os.W_OK | os.X_OK):
        return _cannot(path, f"{there} is not writable by this user")
    return None


def _cannot(path: Path, reason: str) -> StorageError:
    return StorageError(
        f"cannot write {path}: {reason}", key="path", value=str(path), hint=reason
    )


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error)


@contextmanager
def _storage(path: Path) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:  # whoever read has had enough
        raise
    except (OSError, ValueError, RuntimeError) as error:
        raise _cannot(path, _reason(error)) from error


def _put(path: Path, content: bytes, *, is_new: bool) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    clear(path)
    part = beside(path)
    try:
        part.write_bytes(content)
        if is_new:
            _name(part, path)
        else:
            if path.exists():
                shutil.copymode(path, part)
            part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _name(part: Path, path: Path) -> None:
    """Give a file a name that none has, in one step where the system can."""
    try:
        os.link(part, path)
    except FileExistsError as error:
        raise _exists(path) from error
    except OSError:  # a disk without links
        if path.exists():
            raise _exists(path) from None
        part.replace(path)


def _exists(path: Path) -> ScenarioError:
    return ScenarioError(
        f"{path.name} already exists and was left unchanged; choose another name",
        key="FILE",
        value=str(path),
        allowed="a new file",
    )


def _write_open(number: int, content: bytes) -> None:
    """Write to a file that is open already, after what was printed to it before."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    _write_all(number, content)


def _write_all(number: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(number, left) :]
