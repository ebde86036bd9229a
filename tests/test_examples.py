"""What the README and `examples/` show, runs."""

import re
import runpy
from pathlib import Path

import numba
import pytest

ROOT = Path(__file__).parents[1]
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))

pytestmark = pytest.mark.skipif(
    numba.config.DISABLE_JIT, reason="whole battles; many minutes uncompiled"
)


def readme_block():
    text = (ROOT / "README.md").read_text("utf-8")
    (block,) = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    return block


def test_the_example_of_the_readme_runs(capsys):
    exec(readme_block(), {})  # noqa: S102 (our own page)
    said = capsys.readouterr().out.splitlines()
    assert len(said) == 14
    assert said[-2].endswith("of 12 got through")


def test_the_example_of_the_readme_is_short():
    assert len(readme_block().splitlines()) <= 12


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_runs(path, capsys):
    runpy.run_path(str(path), run_name="__main__")
    assert len(capsys.readouterr().out.splitlines()) >= 2
