"""One number of a catalogue file: what is refused, how the refusal reads, how it is drawn."""

import pytest

from openthaad.catalogue.values import Value, from_si, parse, to_si
from openthaad.errors import CatalogueError
from openthaad.units import TO_SI

SOURCES = {"report": "A. Smith, Title, 2019, p. 12"}
GOOD = {
    "value": 2.0,
    "low": 1.0,
    "high": 3.0,
    "unit": "km",
    "basis": "stated",
    "source": "report",
}


def changed(**fields):
    return parse("f.toml: range", GOOD | fields, SOURCES)


def test_values_become_si():
    assert changed().high == 3000.0


def test_decibels_become_a_ratio():
    assert changed(unit="dB", value=10.0, low=0.0, high=20.0).value == pytest.approx(10.0)


@pytest.mark.parametrize("unit", [*TO_SI, "dB"])
def test_every_unit_comes_back_from_si_as_it_was_written(unit):
    assert from_si(to_si(0.35, unit), unit) == 0.35


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"unit": "furlong"}, "f.toml: range has unknown unit 'furlong'"),
        ({"source": "rumour"}, "f.toml: range cites 'rumour', absent from"),
        ({"basis": "guess"}, "f.toml: range has basis 'guess'"),
        ({"basis": "set"}, "f.toml: range has basis 'set'"),
        ({"low": 2.5}, "f.toml: range must have low <= value <= high"),
        ({"sigma": 1.0}, "f.toml: range has unknown key sigma"),
        ({"value": float("nan")}, "f.toml: range has value nan, which is not a finite number"),
        ({"high": float("inf")}, "f.toml: range has high inf, which is not a finite number"),
        ({"value": "two"}, "f.toml: range has value 'two'"),
        ({"value": True}, "f.toml: range has value True"),
        ({"distribution": "gamma"}, "f.toml: range has distribution 'gamma'"),
        (
            {"distribution": "log-triangular", "low": 0.0},
            "log-triangular, so low must be above",
        ),
    ],
)
def test_bad_values_are_named(fields, complaint):
    with pytest.raises(CatalogueError, match=complaint):
        changed(**fields)


@pytest.mark.parametrize("field", sorted(GOOD))
def test_every_field_is_required(field):
    table = {key: item for key, item in GOOD.items() if key != field}
    with pytest.raises(CatalogueError, match=f"lacks {field}"):
        parse("f.toml: range", table, SOURCES)


def test_a_bare_number_is_refused():
    with pytest.raises(CatalogueError, match="must be a table with value"):
        parse("f.toml: range", 2.0, SOURCES)


def value(low, mode, high, distribution="triangular"):
    return Value(
        value=mode,
        low=low,
        high=high,
        unit="m",
        basis="stated",
        source="report",
        distribution=distribution,
    )


@pytest.mark.parametrize("shape", ["triangular", "uniform", "log-triangular"])
def test_quantiles_run_from_low_to_high(shape):
    item = value(1.0, 2.0, 4.0, shape)
    assert item.quantile(0.0) == pytest.approx(1.0)
    assert item.quantile(1.0) == pytest.approx(4.0)


def test_triangular_quantile_at_the_mode_is_the_share_below_it():
    # The area left of the mode of a triangle over (1, 2, 4) is 1/3.
    assert value(1.0, 2.0, 4.0).quantile(1.0 / 3.0) == pytest.approx(2.0)


def test_a_value_without_range_is_itself():
    assert value(2.0, 2.0, 2.0).quantile(0.9) == 2.0


def test_a_value_at_the_end_of_its_range_can_be_drawn():
    assert 1.0 <= value(1.0, 1.0, 4.0).quantile(0.5) <= 4.0
    assert 1.0 <= value(1.0, 4.0, 4.0).quantile(0.5) <= 4.0
