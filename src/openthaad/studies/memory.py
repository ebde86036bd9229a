"""Numbers that took long, kept in a file as they come, so that an interrupt loses none."""

import hashlib
import json
import threading
from functools import cache
from pathlib import Path

from openthaad import catalogue
from openthaad.errors import StorageError
from openthaad.scenario import Scenario, settings_hash

_PACKAGE = Path(__file__).parents[1]


class Memory:
    """Rows of numbers by key, in a file of JSON lines; without a file, only for now.

    A line that an interrupt has torn is left out. Several threads may write.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._rows = {} if path is None else _read(path)

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    def get(self, key: str) -> tuple[float, ...] | None:
        """Return the row of a key, None where there is none."""
        return self._rows.get(key)

    def put(self, key: str, row: tuple[float, ...]) -> None:
        """Keep a row.

        Raises
        ------
        StorageError
            The file cannot be written.
        """
        with self._lock:
            self._rows[key] = row
            if self.path is None:
                return
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                with self.path.open("a", encoding="utf-8") as file:
                    file.write(json.dumps([key, *row]) + "\n")
            except OSError as error:
                raise StorageError(
                    f"cannot write to {self.path}: {error}", key="--out", value=str(self.path)
                ) from error


def memory_of(scenario: Scenario, folder: Path) -> Memory:
    """Open the memory of a scenario, its settings and this program, beside its runs."""
    name = f"{scenario.name}-{settings_hash(scenario)}-{program()}.jsonl"
    return Memory(folder / "influence" / name)


def _read(path: Path) -> dict[str, tuple[float, ...]]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise StorageError(
            f"cannot read {path}: {error}", key="--out", value=str(path), hint="remove it"
        ) from error
    rows = {}
    for line in lines:
        try:
            key, *row = json.loads(line)
            rows[str(key)] = tuple(float(number) for number in row)
        except (ValueError, TypeError):
            continue
    return rows


@cache
def program() -> str:
    """Hash of the program and its catalogue: what it found before holds while this stays."""
    digest = hashlib.sha256(catalogue.fingerprint().encode())
    for path in sorted(_PACKAGE.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:10]
