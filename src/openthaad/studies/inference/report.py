"""What is reported of a test, and how far reports may be trusted."""

from dataclasses import dataclass
from datetime import datetime
from math import isfinite, pi

from openthaad.errors import ScenarioError
from openthaad.studies.inference.arcs import Spot
from openthaad.studies.inference.booster import PROPELLANTS

# Official reports of one event differ by up to 5 % in apogee, 10 to 20 % in range and two
# minutes in time: the flights in data/flights.toml; argued in docs/inference.md.
APOGEE_SCATTER = 0.05
RANGE_SCATTER = 0.15
TIME_SCATTER = 0.05
LEAST_TIME_SCATTER, MOST_TIME_SCATTER = 30.0, 120.0  # s

LIMITS = {
    "apogee_km": (1.0, 20_000.0),
    "range_km": (20.0, 40_075.0),
    "time_s": (10.0, 21_600.0),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A reported test, SI.

    Attributes
    ----------
    apogee, ground_range : float
        [m].
    time : float or None
        From launch to impact [s].
    launch : Spot or None
    bearing : float or None
        From launch to impact, clockwise from north [rad]; with `launch` or not at all.
    propellant : str or None
        `liquid` or `solid`, where it is known.
    date : datetime or None
        UTC; the air is then NRLMSIS above the launch place at that time, which must be known,
        instead of the standard atmosphere.
    """

    apogee: float
    ground_range: float
    time: float | None = None
    launch: Spot | None = None
    bearing: float | None = None
    propellant: str | None = None
    date: datetime | None = None

    def __post_init__(self) -> None:
        _require("apogee_km", self.apogee / 1e3)
        _require("range_km", self.ground_range / 1e3)
        if self.time is not None:
            _require("time_s", self.time)
        if self.propellant not in (None, *PROPELLANTS):
            raise ScenarioError(
                f"propellant must be one of {', '.join(PROPELLANTS)}, got {self.propellant!r}",
                key="propellant",
                value=self.propellant,
                allowed=list(PROPELLANTS),
            )
        if (self.launch is None) != (self.bearing is None):
            missing = "bearing_deg" if self.bearing is None else "from"
            raise ScenarioError(
                "launch place and bearing belong together: give both or neither",
                key=missing,
                allowed="both or neither",
            )
        if self.date is not None and self.launch is None:
            raise ScenarioError(
                "the air of a date is that above a place: give the launch place too",
                key="from",
                allowed="date with launch place and bearing",
            )
        if self.bearing is not None and not isfinite(self.bearing):
            raise ScenarioError(
                f"bearing_deg must be finite, got {self.bearing}",
                key="bearing_deg",
                value=self.bearing,
                allowed="a finite number of degrees",
            )

    @property
    def time_scatter(self) -> float:
        """How far the reported time may be off [s]."""
        share = TIME_SCATTER * (self.time or 0.0)
        return min(max(share, LEAST_TIME_SCATTER), MOST_TIME_SCATTER)

    @property
    def atmosphere(self) -> str:
        """Model of the air: `us76` or `nrlmsis`."""
        return "us76" if self.date is None else "nrlmsis"

    @property
    def turns_known(self) -> bool:
        """Whether place and bearing say what the Earth's rotation does."""
        return self.launch is not None


def _require(key: str, value: float) -> None:
    low, high = LIMITS[key]
    if not low <= value <= high:
        raise ScenarioError(
            f"{key} must be between {low:g} and {high:g}, got {value:g}",
            key=key,
            value=value,
            allowed=f"{low:g} to {high:g}",
        )


# Where nothing is said: eastward from 45 degrees north over an Earth at rest.
ASSUMED_LAUNCH = Spot(latitude=0.25 * pi, longitude=0.0)
ASSUMED_BEARING = 0.5 * pi
# How the rotation may act: the lowest latitude of the usual test ranges, all four ways.
ROTATION_LAUNCH = Spot(latitude=pi / 6.0, longitude=0.0)
ROTATION_BEARINGS = (0.0, 0.5 * pi, pi, 1.5 * pi)
