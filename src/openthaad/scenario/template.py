"""A commented scenario to start from."""

from pathlib import Path

from openthaad.errors import ScenarioError
from openthaad.files import write_file

_TEMPLATE = Path(__file__).parent / "template.toml"


def write_template(path: Path) -> Path:
    """Write the commented template to a new file, and return its path.

    Raises
    ------
    ScenarioError
        The file is there already, or its folder is not; nothing is overwritten.
    StorageError
        It cannot be written.
    """
    if not path.parent.is_dir():
        raise ScenarioError(
            f"there is no folder {path.parent} to write {path.name} to",
            key="FILE",
            value=str(path),
            allowed="a file in a folder that exists",
        )
    return write_file(path, _TEMPLATE.read_bytes(), is_new=True)
