"""What pages, stories, replays and exports read grows as the raid does, not as its square."""

import pytest

from openthaad.console.folders import _description
from openthaad.exports import acmi, czml, dis, geojson, kml
from openthaad.plots import battle_picture
from openthaad.reports import page
from openthaad.reports.story import explain
from openthaad.runs import Run, as_run

MAKERS = {
    "story": explain,
    "page": page.render,
    "report": page.report,
    "replay": czml.document,
    "picture": lambda run: battle_picture(run, "svg"),
    "console": lambda run: _description("run", run),
    "acmi": acmi.document,
    "dis": dis.document,
    "geojson": geojson.document,
    "kml": kml.document,
}


@pytest.fixture
def rows_read(monkeypatch):
    """Count the rows that are read from a run's tables."""
    count = [0]

    def counting(read):
        def counted(run, table, *columns):
            count[0] += run.tables[table].num_rows
            return read(run, table, *columns)

        return counted

    monkeypatch.setattr(Run, "numbers", counting(Run.numbers))
    monkeypatch.setattr(Run, "rows", counting(Run.rows))
    return count


@pytest.mark.parametrize("name", MAKERS)
def test_twice_the_raid_is_at_most_2_2_times_the_rows(battle, rows_read, name):
    read = []
    for times in (3, 6):  # 24 missiles and 48
        run = as_run(battle.make_outcome(battle.RAID * times))
        rows_read[0] = 0
        MAKERS[name](run)
        read.append(rows_read[0])
    assert 0 < read[1] <= 2.2 * read[0]
