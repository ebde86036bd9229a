"""The import contracts hold, and they fail where they should."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import openthaad

pytest.importorskip("importlinter")
ROOT = Path(__file__).parents[1]
PACKAGE = Path(openthaad.__file__).parent
BARRIER = "The information barrier"


def contracts(sources):
    """Names of the contracts that are kept and of those that are broken."""
    command = [
        sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()",
        "--config", str(ROOT / "pyproject.toml"), "--no-cache",
    ]  # fmt: skip
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd=sources,
        env={**os.environ, "PYTHONPATH": str(sources), "PYTHONIOENCODING": "utf-8"},
    )
    lines = done.stdout.splitlines()
    kept = {line.partition(" KEPT")[0] for line in lines if " KEPT" in line}
    broken = {line.partition(" BROKEN")[0] for line in lines if line.endswith(" BROKEN")}
    assert kept | broken, done.stdout + done.stderr
    return kept, broken


@pytest.fixture
def sources(tmp_path):
    """A copy of the package's sources."""
    shutil.copytree(PACKAGE, tmp_path / "openthaad", ignore=shutil.ignore_patterns("*.pyc"))
    return tmp_path


def plant(sources, module, line):
    """Put an import at the head of a module, new or old."""
    path = sources / "openthaad" / module
    text = path.read_text(encoding="utf-8") if path.exists() else '"""Planted."""\n'
    path.write_text(f"{line}\n{text}", encoding="utf-8")


def test_every_contract_is_kept(sources):
    kept, broken = contracts(sources)
    assert broken == set()
    assert BARRIER in kept


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("tracking/kernels/tracks.py", "from openthaad.threat.kernels import flight"),
        ("tracking/kernels/tracks.py", "from openthaad.radar.kernels import dwell"),
        ("fire_control/kernels/firing.py", "from openthaad.engine import truth"),
        ("interceptor/kernels/guidance.py", "from openthaad.threat.kernels import dynamics"),
    ],
)
def test_a_kernel_that_imports_truth_breaks_the_barrier(sources, module, line):
    plant(sources, module, line)
    assert BARRIER in contracts(sources)[1]


def test_a_way_round_through_another_module_breaks_the_barrier(sources):
    plant(sources, "radar/kernels/between.py", "from openthaad.threat.kernels import flight")
    plant(sources, "tracking/kernels/tracks.py", "from openthaad.radar.kernels import between")
    assert BARRIER in contracts(sources)[1]


def test_an_import_that_points_up_breaks_the_layers(sources):
    plant(sources, "radar/model.py", "from openthaad.scenario import schema")
    assert "Imports point down" in contracts(sources)[1]
