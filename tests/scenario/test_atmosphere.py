import pytest

from openthaad.errors import ScenarioError
from openthaad.scenario import load_scenario
from openthaad.scenario.world import surroundings

NRLMSIS = 'environment.atmosphere={model="nrlmsis", place="seongju"}'


def loaded(*sets):
    return load_scenario("korea-2017", sets=list(sets))


def test_the_standard_atmosphere_is_written_as_its_name():
    assert loaded().document()["environment"]["atmosphere"] == "us76"


def test_nrlmsis_gives_other_air_to_the_same_scenario():
    pytest.importorskip("pymsis")
    usual, other = surroundings(loaded()), surroundings(loaded(NRLMSIS))
    assert other.earth == usual.earth
    change = other.air["ln_density"][160] - usual.air["ln_density"][160]
    assert 0.02 < abs(change) < 0.4


def test_the_date_is_the_epoch_unless_given():
    pytest.importorskip("pymsis")
    dated = NRLMSIS.replace("}", ", date=2017-01-15T00:00:00Z}")
    winter, usual = surroundings(loaded(dated)), surroundings(loaded(NRLMSIS))
    assert winter.air["ln_density"][160] != usual.air["ln_density"][160]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ('{model="nrlmsis"}', "nrlmsis needs a place"),
        ('{model="nrlmsi", place="seongju"}', "did you mean nrlmsis"),
        ('{model="nrlmsis", place="seonju"}', "did you mean seongju"),
        ('{model="us76", place="seongju"}', "it takes no place"),
        ('{model="nrlmsis", place="seongju", f107=9}', "at least 50"),
        ('{model="nrlmsis", place="seongju", day=9}', "unknown key"),
        ('"us77"', "did you mean us76"),
        ("3", "must be a table"),
    ],
)
def test_what_is_wrong_with_an_atmosphere_is_said(value, words):
    with pytest.raises(ScenarioError, match=words):
        loaded(f"environment.atmosphere={value}")
