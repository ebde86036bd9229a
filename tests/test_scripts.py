"""The rules of the house for what browsers run, held by the commands of `make check`."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from openthaad.reports.scripts import joined

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "openthaad"
FOLDERS = (PACKAGE / "console" / "static", PACKAGE / "reports" / "assets")
CLIENT = [
    path
    for folder in FOLDERS
    for kind in ("js", "css", "html")
    for path in sorted(folder.rglob(f"*.{kind}"))
]
PAGE = sorted((FOLDERS[1] / "page").glob("*.js"))
LONGEST = 110


def run(tool, *arguments):
    """Run a command of `make check`, which lies beside this Python."""
    path = shutil.which(tool, path=str(Path(sys.executable).parent))
    if path is None:
        pytest.skip(f"{tool} is not installed: pip install -e '.[dev]'")
    config = ROOT / f".{tool}rc.json"
    return subprocess.run(
        [path, "--config", config, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )


@pytest.mark.parametrize("path", CLIENT, ids=lambda path: "/".join(path.parts[-2:]))
def test_no_line_is_longer_than_a_screen_is_wide(path):
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        assert len(line) <= LONGEST, f"{path.name}:{number}"


FAULTS = {
    "no-unused-vars": "const unused = 1;\nexport const used = 2;\n",
    "no-undef": "export const used = elsewhere;\n",
    "eqeqeq": "export const same = (a, b) => a == b;\n",
    "no-var": "export function three() {\n  var a = 3;\n  return a;\n}\n",
    "prefer-const": "export function four() {\n  let a = 4;\n  return a;\n}\n",
    "no-cycle": 'import { there } from "./other.js";\nexport const here = () => there();\n',
    "max-lines": "export const a = 1;\n" + "// more\n" * 150,
}
OTHER = 'import { here } from "./planted.js";\n\nexport const there = () => here();\n'


@pytest.mark.parametrize("rule", FAULTS)
def test_the_linter_refuses(rule, tmp_path):
    (tmp_path / "other.js").write_text(OTHER if rule == "no-cycle" else "export const b = 1;\n")
    (tmp_path / "planted.js").write_text(FAULTS[rule])
    done = run("oxlint", tmp_path)
    assert done.returncode != 0
    assert rule in done.stdout


@pytest.mark.parametrize("text", ["const a  =  1;\n", f"const a = {['long'] * 30};\n"])
def test_the_formatter_refuses(text, tmp_path):
    (tmp_path / "planted.js").write_text(text)
    assert run("oxfmt", "--check", tmp_path).returncode != 0


def test_what_browsers_run_is_clean():
    for done in (run("oxlint", *FOLDERS), run("oxfmt", "--check", *FOLDERS)):
        assert done.returncode == 0, done.stdout


def test_the_page_is_one_script_in_which_nothing_is_imported():
    script = joined()
    assert not re.search(r"^\s*(import|export)\b", script, re.MULTILINE)
    assert "</" not in script
    assert script.count("modules[") == len(
        re.findall(r"^import ", "\n".join(map(Path.read_text, PAGE)), re.MULTILINE)
    ) + len(PAGE)


def test_a_module_stands_after_those_that_it_imports():
    stood = re.findall(r'^modules\["(.+?)"\] = ', joined(), re.MULTILINE)
    assert sorted(stood) == sorted(path.name for path in PAGE)
    for path in PAGE:
        for other in re.findall(r'from "\./(.+?)"', path.read_text("utf-8")):
            assert stood.index(other) < stood.index(path.name)
