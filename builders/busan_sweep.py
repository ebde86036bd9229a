"""Write the tables of docs/busan-lofted.md: where the battery has a shot at a steep Nodong.

    python builders/busan_sweep.py

Plays the two readings of the claim over apogees and directions of the radar, and writes the
tables between their marks in the page.
"""

from pathlib import Path

from openthaad import NoSolutionError, load_scenario, simulate

PAGE = Path(__file__).parents[1] / "docs" / "busan-lofted.md"
SEED = 7
BORESIGHTS = (270, 285, 315, 345, 0, 20, 30)
APOGEES = {
    "busan-lofted": (154, 180, 200, 220, 240, 260, 400, 586),
    "busan-lofted-hwangju": (122, 150, 180, 200, 220, 400, 602),
}


def cell(name: str, apogee: float, boresight: float) -> str:
    """Return opportunities and what became of the missile, in a run."""
    sets = [f"threats.0.apogee_km={apogee}", f"radars.seongju.boresight_deg={boresight}"]
    try:
        outcome = simulate(load_scenario(name, sets), seed=SEED)
    except NoSolutionError:
        return "no such flight"
    (threat,) = outcome.threats
    end = "hit" if threat["cause"] is None else threat["cause"].replace("_", " ")
    return f"{threat['opportunities']}, {end}"


def table(name: str) -> str:
    """Return one reading's table."""
    head = "| apogee km | " + " | ".join(f"{b} deg" for b in BORESIGHTS) + " |"
    rule = "|---" * (len(BORESIGHTS) + 1) + "|"
    rows = [
        f"| {apogee} | " + " | ".join(cell(name, apogee, b) for b in BORESIGHTS) + " |"
        for apogee in APOGEES[name]
    ]
    return "\n".join([head, rule, *rows])


def main() -> None:
    """Write both tables."""
    page = PAGE.read_text("utf-8")
    for name, apogees in APOGEES.items():
        begin, end = f"<!-- {name} -->\n", f"\n<!-- end of {name} -->"
        before, _, rest = page.partition(begin)
        after = rest.partition(end)[2]
        page = before + begin + table(name) + end + after
        print(f"{name}: {len(apogees) * len(BORESIGHTS)} runs")
    PAGE.write_text(page, "utf-8")


if __name__ == "__main__":
    main()
