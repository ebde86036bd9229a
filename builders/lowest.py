"""Try the oldest versions of all that OpenTHAAD needs: what `pyproject.toml` allows must work.

`python builders/lowest.py` (`make lowest`) makes an environment with them in `.venv-lowest`
and gives one command of each kind.
"""

import os
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PLACE = ROOT / ".venv-lowest"
COMMANDS = (
    "run seoul --seed 1", "explain latest", "report latest", "export latest --format czml",
    "export latest --format kml", "export latest --format acmi",
    "export latest --format geojson", "export latest --format csv",
    "export latest --format dis", "export latest --format png",
    "footprint korea-2017 --missile scud-c --cells 12", "coverage seoul",
    "where busan --scenario korea-2017 --missile nodong",
    "fly nodong --from hwangju --to busan",
    "campaign seoul --runs 8", "radar an-tpy-2 --rcs-m2 0.01 --snr-db 13 --dwell-s 0.1",
    "catalogue show nodong",
)  # fmt: skip


def oldest() -> list[str]:
    """Return what pip is asked for: of each requirement the oldest version that it allows."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    pins = []
    for requirement in project["dependencies"]:
        name, _, versions = requirement.partition(">=")
        pins.append(f"{name}=={versions.partition(',')[0]}")
    return pins


def run(command: list[str], **given: Any) -> None:  # noqa: ANN401 - as subprocess takes it
    """Run a command; nothing of this checkout is found by accident."""
    environment = os.environ | given.pop("more", {})
    environment.pop("PYTHONPATH", None)
    subprocess.run(command, check=True, env=environment, **given)  # noqa: S603


def main() -> None:
    """Make the environment and give the commands; the first that fails ends it."""
    run([sys.executable, "-m", "venv", "--clear", str(PLACE)])
    folder = PLACE / ("Scripts" if os.name == "nt" else "bin")
    install = [str(folder / "python"), "-m", "pip", "install", "--quiet"]
    run([*install, *oldest()])
    run([*install, "--no-deps", str(ROOT)])
    with tempfile.TemporaryDirectory() as work:
        kernels = {"NUMBA_CACHE_DIR": str(Path(work) / "kernels")}
        for command in COMMANDS:
            print("thaad", command, flush=True)
            words = [str(folder / "thaad"), *command.split()]
            run(words, cwd=work, more=kernels, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
