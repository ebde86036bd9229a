"""A commented scenario to start from."""

from pathlib import Path

from openthaad.errors import ScenarioError, StorageError

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
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(_TEMPLATE.read_text(encoding="utf-8"))
    except FileExistsError as error:
        raise ScenarioError(
            f"{path} already exists and was left unchanged; choose another name",
            key="FILE",
            value=str(path),
            allowed="a new file",
        ) from error
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
        raise ScenarioError(
            f"there is no folder {path.parent} to write {path.name} to",
            key="FILE",
            value=str(path),
            allowed="a file in a folder that exists",
        ) from error
    except OSError as error:
        raise StorageError(
            f"cannot write {path}: {error.strerror or error}", key=str(path)
        ) from error
    return path
