"""Catalogue files: loading, refusals, overrides, draws."""

import re
from pathlib import Path

import pytest

from openthaad.catalogue import fingerprint, kinds, load, load_table, names, reading
from openthaad.errors import CatalogueError

ROOT = Path(__file__).parents[2]
ENTRIES = [(kind, name) for kind in kinds() for name in names(kind)]

GOOD = """
name = "Example"
[about]
propellant = "liquid"
[sources]
report = "A. Smith, Title, 2019"
[values]
[values.payload_mass]
value = 2.0
low = 1.0
high = 3.0
unit = "t"
basis = "stated"
source = "report"
"""


def read(text):
    return reading.read_entry(text, kind="missiles", name="example")


def test_a_good_file_loads_in_si():
    assert read(GOOD).nominal() == {"payload_mass": 2000.0}


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('propellant = "liquid"', 'propelant = "x"', "propelant; did you mean propellant"),
        ('propellant = "liquid"', "propellant = 3", "about.propellant must be a str"),
        ('report = "A. Smith, Title, 2019"', "report = 3", "source report must be a reference"),
        ("[sources]", '[sources]\nother = "B"', "source other is not cited by any value"),
        ("[about]", "[abuot]", "has unknown section abuot; did you mean about"),
        ("[values]\n", "[colours]\n[values]\n", "has unknown section colours"),
        ('name = "Example"', "name = ", "example.toml is not valid TOML"),
    ],
)  # fmt: skip
def test_a_bad_file_says_what_is_wrong(old, new, complaint):
    with pytest.raises(CatalogueError, match=complaint):
        read(GOOD.replace(old, new))


def test_a_value_that_no_entry_has_is_refused_with_the_nearest():
    with pytest.raises(CatalogueError, match="unknown value payload_mas; did you mean payload"):
        read(GOOD.replace("payload_mass", "payload_mas"))


def test_a_file_is_held_to_what_a_value_may_be():
    text = r"payload_mass must be 0.001 to 100 t, got high = 300"
    with pytest.raises(CatalogueError, match=text):
        read(GOOD.replace("high = 3.0", "high = 300.0"))


def test_a_misspelt_entry_gets_the_nearest_name():
    with pytest.raises(CatalogueError, match="did you mean nodong"):
        load("missiles", "nodon")


def test_a_misspelt_kind_gets_the_nearest_kind():
    with pytest.raises(CatalogueError, match="did you mean missiles"):
        load("missile", "nodong")


def test_a_path_is_not_a_name():
    with pytest.raises(CatalogueError, match="no missiles entry"):
        load("missiles", "../radars/an-tpy-2")


def test_draws_belong_to_the_keys_in_sorted_order():
    entry = load("missiles", "nodong")
    keys = sorted(entry.values)
    uniforms = [0.5] * len(keys)
    uniforms[keys.index("diameter")] = 1.0
    drawn = entry.sample(uniforms)
    assert drawn["diameter"] == pytest.approx(entry.values["diameter"].high)
    assert set(drawn) == set(keys)


def test_a_draw_needs_one_uniform_per_value():
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        load("missiles", "nodong").sample([0.5])


def test_an_override_is_in_the_units_of_the_file():
    entry = load("missiles", "nodong").with_overrides({"published_range": 900})
    assert entry.nominal()["published_range"] == 900e3
    assert entry.values["published_range"].basis == "set"


def test_an_override_may_name_the_unit():
    entry = load("missiles", "nodong").with_overrides({"diameter_m": 1.4})
    assert entry.nominal()["diameter"] == 1.4


@pytest.mark.parametrize(
    ("key", "number", "complaint"),
    [
        ("diametre", 1.0, "has no value 'diametre'; did you mean diameter"),
        ("diameter", -1.0, "scud-b.diameter must be 0.1 to 10 m, got -1"),
        ("diameter", 0.0, "must be 0.1 to 10 m, got 0"),
        ("spiral_lift_coefficient", -0.1, "must be 0 to 2, got -0.1"),
        ("diameter", float("nan"), "must be 0.1 to 10 m, got nan"),
        (
            "stage1_isp_sea_level",
            500.0,
            r"must be 50 to 45\d\.?\d* s, got 500: stage1_isp_vacuum",
        ),
        ("diameter", "wide", "must be a number"),
        ("diameter_km", 1.0, "has no value 'diameter_km'; did you mean diameter"),
    ],
)
def test_a_bad_override_is_refused(key, number, complaint):
    with pytest.raises(CatalogueError, match=complaint):
        load("missiles", "scud-b").with_overrides({key: number})


def refusal(entry, key, number):
    """Ends that the refusal of a number states, nothing where it is taken."""
    try:
        entry.with_overrides({key: number})
    except CatalogueError as error:
        low, _, high = error.allowed.removeprefix("a whole number from ").partition(" to ")
        return [float(low), float(high.split()[0])]
    return []


@pytest.mark.parametrize(("kind", "name"), ENTRIES)
def test_the_ends_that_a_refusal_states_can_be_set(kind, name):
    entry = load(kind, name)
    for key in entry.values:
        for end in refusal(entry, key, 1e300):
            # At its own end it may take another value with it beyond that one's.
            nearer = refusal(entry, key, end)
            assert not any(refusal(entry, key, number) for number in nearer)


def test_overrides_leave_the_entry_as_it_was():
    before = load("missiles", "nodong").nominal()
    load("missiles", "nodong").with_overrides({"diameter": 9.0})
    assert load("missiles", "nodong").nominal() == before


def test_the_fingerprint_is_a_sha256():
    assert re.fullmatch("[0-9a-f]{64}", fingerprint())


@pytest.mark.parametrize(("kind", "name"), ENTRIES)
def test_every_entry_loads_and_cites_every_source(kind, name):
    entry = load(kind, name)
    cited = {value.source for value in entry.values.values()}
    assert set(entry.sources) == cited | (
        {entry.about["aliases_source"]} if entry.aliases else set()
    )


def heading(source):
    found = re.search(r'(docs/\S+\.md), section "(.+)"', source)
    return found.groups() if found else None


@pytest.mark.parametrize(("kind", "name"), ENTRIES)
def test_every_assumed_value_is_argued_in_the_docs(kind, name):
    entry = load(kind, name)
    assumed = {v.source for v in entry.values.values() if v.basis == "assumed"}
    for source in assumed:
        path, section = heading(entry.sources[source])
        assert f"## {section}\n" in (ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize(("kind", "name"), ENTRIES)
def test_every_assumed_value_has_a_range_or_is_a_count(kind, name):
    fixed = {
        key
        for key, v in load(kind, name).values.items()
        if v.basis == "assumed" and v.low == v.high
    }
    assert fixed <= {"module_count", "cep_range"}


@pytest.mark.parametrize(("kind", "name"), ENTRIES)
def test_every_curve_named_is_there(kind, name):
    curves = [v for k, v in load(kind, name).about.items() if k.endswith("_drag_curve")]
    for curve in curves:
        assert load_table(curve).columns["cd"].min() > 0.0


def test_a_table_that_is_not_there_is_named():
    with pytest.raises(CatalogueError, match="did you mean v2-ascent"):
        load_table("v2-accent")
