"""What a wrong option is answered: what it takes, what it got, and the nearest right one."""

import pytest

from openthaad.cli import main


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["run", "--seed", "seven"], "--seed must be a whole number from 0 to"),
        (["run", "--seed", "seven"], "got 'seven'"),
        (
            ["footprint", "--cells", "2"],
            "--cells must be a whole number from 4 to 400, got '2'",
        ),
        (["coverage", "--mode", "terminalx"], "got 'terminalx'; did you mean terminal?"),
        (["export", ".", "--format", "kmz"], "did you mean kml?"),
        (["infer", "--apogee-km", "4475000", "--range-km", "950"], "did you mean 4475?"),
        (["compare", "korea-2017"], "name another scenario as B"),
    ],
)
def test_a_wrong_option_is_told_what_to_try(words, told, capsys):
    with pytest.raises(SystemExit) as stop:
        main(words)
    assert stop.value.code == 2
    assert told in " ".join(capsys.readouterr().err.split())
