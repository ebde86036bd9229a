"""The rules of the house, as tests."""

import ast
import re
import subprocess
import sys
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path
from pkgutil import resolve_name

import pytest

import openthaad
from openthaad import catalogue
from openthaad.cli.application import thaad
from openthaad.kernels.store import kernel_sources

SRC = Path(openthaad.__file__).parent
ROOT = Path(__file__).parents[1]
FILES = sorted(SRC.rglob("*.py"))
KERNELS = kernel_sources()
ENTRIES = [(kind, name) for kind in catalogue.kinds() for name in catalogue.names(kind)]

MAX_FILE_LINES = 600
MAX_FUNCTION_LINES = 60
# Drawer names: a module is one noun, and these are where things go to be forgotten.
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "base", "tools"}
# What must not be in a public file, in pieces so that this file may be tracked too: folders
# and registries of one machine, and unfinished work.
FORBIDDEN = re.compile(
    "|".join(
        (
            "/wo" + "rk/",
            "/op" + "t/",
            "/ro" + "ot/",
            "/ho" + "me/[a-z]",
            "extra-in" + "dex-url",
            "find-li" + "nks",
            r"pypi\.o" + "rg",
            r"\bTO" + r"DO\b",
            r"\bFIX" + r"ME\b",
        )
    )
)
TEXT = {".py", ".pyi", ".toml", ".md", ".txt", ".csv", ".json", ".js", ".css", ".html", ""}


def relative(path):
    return str(path.relative_to(SRC))


def functions(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [n for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))]


def code_lines(node):
    doc = node.body[0] if ast.get_docstring(node) else None
    lines = node.end_lineno - node.lineno + 1
    return lines - (doc.end_lineno - doc.lineno + 1 if doc else 0)


PUBLIC = [
    "Campaign",
    "CatalogueError",
    "Comparison",
    "Detections",
    "Footprint",
    "Inference",
    "NoSolutionError",
    "OpenThaadError",
    "Outcome",
    "PropagationError",
    "Scenario",
    "ScenarioError",
    "StorageError",
    "campaign",
    "compare",
    "detections",
    "footprint",
    "infer",
    "load_scenario",
    "scenario_from",
    "simulate",
    "write_run",
]


def test_the_public_names_are_these():
    assert openthaad.__all__ == PUBLIC
    assert set(PUBLIC) <= set(dir(openthaad))


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_name_is_the_one_of_the_module_that_defines_it(name):
    thing = getattr(openthaad, name)
    assert getattr(sys.modules[thing.__module__], name) is thing


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'simulat'"):
        _ = openthaad.simulat


def test_importing_the_package_imports_nothing_heavy():
    code = "import sys, openthaad; sys.exit('numpy' in sys.modules or 'numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("modules", "heavy"),
    [
        (
            "openthaad.reports.page, openthaad.runs, openthaad.run_folder",
            "numba pandas scipy matplotlib jinja2",
        ),
        ("openthaad.exports", "numba pandas matplotlib"),
        ("openthaad.scenario, openthaad.cli", "numba pandas scipy matplotlib pyarrow"),
        ("openthaad.studies.footprint, openthaad.studies.place", "pandas matplotlib pyarrow"),
        ("openthaad.reports.footprint, openthaad.reports.place", "pandas matplotlib pyarrow"),
    ],
)
def test_an_import_brings_no_more_than_it_needs(modules, heavy):
    code = f"import sys, {modules}; print(*set({heavy.split()}) & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []


def test_the_version_is_that_of_the_project_file():
    assert f'version = "{openthaad.__version__}"' in (ROOT / "pyproject.toml").read_text()


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_files_and_functions_keep_under_their_caps(path):
    assert path.read_text(encoding="utf-8").count("\n") <= MAX_FILE_LINES
    long = {
        f.name: code_lines(f) for f in functions(path) if code_lines(f) > MAX_FUNCTION_LINES
    }
    assert not long, "split these"


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_a_module_is_named_for_what_it_is(path):
    assert path.stem not in DRAWERS
    assert path.parent.name not in DRAWERS


@pytest.mark.parametrize("path", KERNELS, ids=relative)
def test_kernels_are_compiled_in_one_of_three_ways(path):
    """Plain where only kernels call, or folded into them; kept on disk where Python enters."""
    allowed = {
        "njit",
        "njit(fold=True)",
        "njit(cache=True)",
        "njit(cache=True, nogil=True)",
    }
    for function in functions(path):
        for decorator in function.decorator_list:
            text = ast.unparse(decorator)
            assert text in allowed or "njit" not in text, f"{function.name}: @{text}"


def kernels():
    """Every kernel: its file's name and its definition."""
    for path in KERNELS:
        for function in functions(path):
            if any("njit" in ast.unparse(d) for d in function.decorator_list):
                yield f"{relative(path)}: {function.name}", function


def test_a_kernel_takes_few_arguments():
    counts = {name: len(f.args.args) for name, f in kernels()}
    assert [name for name, count in counts.items() if count > 8] == []
    assert sum(count > 6 for count in counts.values()) < 0.05 * len(counts)


def test_few_kernels_are_folded_into_their_callers():
    """That costs size and time to compile, and pays only where a function is arithmetic."""
    folded = [
        name for name, f in kernels() if any("fold" in ast.unparse(d) for d in f.decorator_list)
    ]
    assert len(folded) <= 20


def test_no_folder_holds_more_than_15_percent_of_the_lines():
    lines = {}
    for path in FILES:
        folder = relative(path).partition("/")[0]
        lines[folder] = lines.get(folder, 0) + path.read_text("utf-8").count("\n")
    assert max(lines.values()) < 0.15 * sum(lines.values())


def without_entry(path):
    """Names of the kernels of a file that are not kept on disk for Python."""
    return {
        f.name
        for f in functions(path)
        if {"njit", "njit(fold=True)"} & {ast.unparse(d) for d in f.decorator_list}
    }


CLOSED = {
    ".".join(path.relative_to(SRC.parent).with_suffix("").parts): without_entry(path)
    for path in KERNELS
}


def kernels_used(path):
    """Pairs of kernel module and name that a file of Python takes from the kernels."""
    modules = {}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                modules[alias.asname or alias.name] = f"{node.module}.{alias.name}"
                yield node.module, alias.name
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield modules.get(node.value.id, ""), node.attr


@pytest.mark.parametrize("path", [p for p in FILES if p not in KERNELS], ids=relative)
def test_python_calls_no_kernel_without_an_entry(path):
    """Such a call would compile in every process: see openthaad.kernels.compiled."""
    compiling = [(m, n) for m, n in kernels_used(path) if n in CLOSED.get(m, ())]
    assert not compiling


@pytest.mark.parametrize("path", KERNELS, ids=relative)
def test_kernels_import_kernels_and_constants_alone(path):
    ours = {
        ".".join(p.relative_to(SRC.parent).with_suffix("").parts).removesuffix(".__init__")
        for p in [*KERNELS, SRC / "constants.py"]
    }
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("openthaad"):
            for alias in node.names:
                assert {node.module, f"{node.module}.{alias.name}"} & ours, alias.name


@pytest.mark.parametrize(("kind", "name"), ENTRIES, ids=str)
def test_every_catalogue_entry_loads(kind, name):
    assert catalogue.load(kind, name).values


def tracked_files():
    command = ["git", "ls-files", "-z"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a clone")
    paths = [ROOT / name for name in done.stdout.split("\0") if name]
    return [path for path in paths if path.suffix in TEXT and path.is_file()]


def test_no_tracked_file_names_a_machine_a_registry_or_unfinished_work():
    found = []
    for path in tracked_files():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if FORBIDDEN.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}")
    assert not found


def test_public_records_are_a_line_in_a_session():
    for name in ("Campaign", "Comparison", "Detections", "Footprint", "Inference", "Outcome"):
        assert "__repr__" in vars(getattr(openthaad, name)), name
        assert getattr(openthaad, name).__repr__.__doc__, name
    assert "\n" not in repr(openthaad.load_scenario("korea-2017"))
    assert len(repr(openthaad.load_scenario("korea-2017"))) < 120


GUIDES = ("ARCHITECTURE.md", "CONTRIBUTING.md")
# What a guide names: files and folders, by their path or its end; functions; commands.
NAMED_PATH = re.compile(
    r"`(?:python )?((?:[\w<>*.-]+/)*(?:[\w<>*.-]+\.(?:py|js|toml|html|md|csv|txt)|[\w.-]+/))`"
)
LAYERS = "|".join(path.name for path in SRC.glob("[a-z]*/"))
NAMED_FUNCTION = re.compile(rf"`((?:{LAYERS})(?:\.\w+)+)`")
NAMED_TARGET = re.compile(r"(?:^    |`)make ([a-z-]+)", re.MULTILINE)
NAMED_COMMAND = re.compile(r"(?:^    |`)thaad ([a-z]+)", re.MULTILINE)


def guide(name):
    return (ROOT / name).read_text(encoding="utf-8")


def named(pattern):
    return [
        (page, name) for page in GUIDES for name in sorted(set(pattern.findall(guide(page))))
    ]


def ending_in(name):
    """Pattern of the paths that a guide may mean; the reader fills in what stands in <>."""
    ending = re.sub("<[^>]*>", "*", name.rstrip("/"))
    return f"*{ending}" if ending.startswith(".") else f"*/{ending}"


@pytest.mark.parametrize(("page", "name"), named(NAMED_PATH))
def test_a_file_that_a_guide_names_exists(page, name):
    paths = [f"/{path.relative_to(ROOT).as_posix()}" for path in tracked_files()]
    if name.endswith("/"):
        paths = [str(folder) for path in paths for folder in Path(path).parents]
    assert any(fnmatchcase(path, ending_in(name)) for path in paths), page


@pytest.mark.parametrize(("page", "name"), named(NAMED_FUNCTION))
def test_a_function_that_a_guide_names_exists(page, name):
    assert resolve_name(f"openthaad.{name}"), page


@pytest.mark.parametrize(("page", "name"), named(NAMED_TARGET))
def test_a_target_of_make_that_a_guide_names_exists(page, name):
    assert re.search(rf"^{name}:", guide("Makefile"), re.MULTILINE), page


@pytest.mark.parametrize(("page", "name"), named(NAMED_COMMAND))
def test_a_command_that_a_guide_names_exists(page, name):
    assert name in thaad.list_commands(None), page


def test_the_guide_lists_the_layers_that_the_import_contract_has():
    contracts = tomllib.loads(guide("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    layers = next(c["layers"] for c in contracts if c["type"] == "layers")
    held = [set(layer.split(" | ")) for layer in layers if not layer.startswith("(")]
    table = guide("ARCHITECTURE.md").partition("| layer |")[2].partition("\n\n")[0]
    rows = [row.split("|")[1] for row in table.splitlines()[2:]]
    assert [set(re.findall(r"`(\w+)`", row)) for row in rows] == held


PROGRAMS = sorted(
    p for d in ("benchmarks", "builders", "design") for p in (ROOT / d).glob("*.py")
)


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_program_beside_the_package_imports_what_there_is(path):
    """No test runs all of them, and a renamed function would be noticed by its user."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("openthaad"):
            for alias in node.names:
                assert resolve_name(f"{node.module}:{alias.name}") is not None
