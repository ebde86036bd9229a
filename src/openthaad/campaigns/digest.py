"""One number for a whole campaign: SHA-256 over its columns, however it was cut into parts."""

import hashlib

from openthaad.campaigns.rows import NAMES, Rows
from openthaad.engagement.digest import column_bytes


class Digest:
    """Takes rows in the order of the plan, part after part, and remembers none.

    Each column of `rows.NAMES`, in that order, has a hash of its own over its values in the
    byte form of `engagement.digest`; the digest is the hash of those, each after its name.
    """

    def __init__(self) -> None:
        self._columns = {name: hashlib.sha256() for name in NAMES}

    def add(self, rows: Rows) -> None:
        """Take in the next rows."""
        for name, column in self._columns.items():
            column.update(column_bytes(rows[name]))

    def value(self) -> str:
        """Return the digest of all rows so far, 64 hex digits."""
        whole = hashlib.sha256()
        for name, column in self._columns.items():
            whole.update(f"{name} {column.hexdigest()}\n".encode())
        return whole.hexdigest()


def digest_of(rows: Rows) -> str:
    """Return the digest of these rows alone."""
    digest = Digest()
    digest.add(rows)
    return digest.value()
