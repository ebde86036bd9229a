"""Whether a report is one that a ballistic missile can have flown, and why."""

from math import hypot, sqrt
from typing import NamedTuple

from openthaad.constants import EARTH_GM, EARTH_MEAN_RADIUS
from openthaad.studies.inference.ellipse import HALF_WAY, Ellipse, minimum_energy
from openthaad.studies.inference.report import Report
from openthaad.studies.inference.spread import Bounds

# Below this the air carries a missile that steers by fins and body lift; the KN-23 class is
# reported at 25 to 60 km: flights.toml and docs/inference.md.
AIR_CARRIES = 60e3  # m
# An apogee below this share of the minimum-energy one is called depressed.
DEPRESSED, LOFTED = 0.7, 1.4


class Verdict(NamedTuple):
    """Whether the report is consistent, what kind of flight it is, and why."""

    consistent: bool
    kind: str
    why: str


def judge(report: Report, time: Bounds | None, ellipse: Ellipse | None) -> Verdict:
    """Judge a report.

    Parameters
    ----------
    report : Report
    time : Bounds or None
        Flight time of the true flights with the reported apogee and range [s]; None where
        there is none.
    ellipse : Ellipse or None
        The vacuum arc; None where the range is more than half of the circumference.
    """
    if ellipse is None:
        return Verdict(
            consistent=False,
            kind="impossible",
            why=f"{report.ground_range / 1e3:,.0f} km is more than half of the Earth's "
            f"circumference ({HALF_WAY / 1e3:,.0f} km): no two places lie so far apart, and a "
            "flight the long way round is an orbit",
        )
    lowest = minimum_energy(report.ground_range)[1]
    if report.apogee < min(DEPRESSED * lowest, AIR_CARRIES):
        return Verdict(consistent=False, kind="glide", why=_glide(report, lowest))
    if time is None:
        return Verdict(
            consistent=False, kind="impossible", why=_no_arc(report, ellipse, lowest)
        )
    kind = kind_of(report.apogee, lowest)
    if report.time is not None:
        return _judge_time(report, time, ellipse, kind)
    return Verdict(consistent=True, kind=kind, why=_shape(report, lowest, kind))


def kind_of(apogee: float, lowest: float) -> str:
    """Name a flight by its apogee over that of minimum energy [m]."""
    if apogee > LOFTED * lowest:
        return "lofted"
    return "depressed" if apogee < DEPRESSED * lowest else "near minimum energy"


def _shape(report: Report, lowest: float, kind: str) -> str:
    words = (
        f"a ballistic flight can do this; {kind}: the minimum-energy arc over "
        f"{report.ground_range / 1e3:,.0f} km is {lowest / 1e3:,.0f} km high"
    )
    if kind == "depressed":
        words += (
            ", so this missile flew a depressed path or glided; if it glided, its speed and "
            "range are less"
        )
    return words


def _glide(report: Report, lowest: float) -> str:
    return (
        f"{report.apogee / 1e3:,.0f} km is lower than a ballistic arc of "
        f"{report.ground_range / 1e3:,.0f} km, which is {lowest / 1e3:,.0f} km high at minimum "
        f"energy; a flight that stays below {AIR_CARRIES / 1e3:.0f} km is carried and steered "
        "by the air: a glide or a depressed path with lift, as in the KN-23 class. The figures "
        "assume a ballistic flight and are too high for a glide"
    )


def _no_arc(report: Report, ellipse: Ellipse, lowest: float) -> str:
    circular = sqrt(EARTH_GM / (EARTH_MEAN_RADIUS + report.apogee))
    low = (
        f"no ballistic flight that climbs only to {report.apogee / 1e3:,.0f} km goes "
        f"{report.ground_range / 1e3:,.0f} km"
    )
    if report.apogee < lowest:
        return (
            f"{low}: none was found with air and a boost of finite length; the minimum-energy "
            f"arc is {lowest / 1e3:,.0f} km high, and in vacuum this one would need "
            f"{ellipse.speed / 1e3:.2f} km/s ({ellipse.speed / circular:.0%} of orbital "
            "speed). Either the range is longer than the apogee allows, or it was a glide"
        )
    return (
        f"no flight found that climbs to {report.apogee / 1e3:,.0f} km and lands after "
        f"{report.ground_range / 1e3:,.0f} km"
    )


def _judge_time(report: Report, time: Bounds, ellipse: Ellipse, kind: str) -> Verdict:
    """Compare the reported time with that of the true flights."""
    given = report.time or 0.0
    gap = given - time.value
    room = hypot(report.time_scatter, time.high - time.value)
    if gap < 0.0:
        room = hypot(report.time_scatter, time.value - time.low)
    expected = f"{time.value:,.0f} s ({time.low:,.0f} to {time.high:,.0f})"
    # A whole number of minutes is rounded to one; anything else is meant to the second.
    rounding = 30.0 if given % 60.0 == 0.0 else 0.0
    too_fast = given + rounding < ellipse.flight_time
    if abs(gap) <= room and not too_fast:
        return Verdict(
            consistent=True,
            kind=kind,
            why=f"{given:,.0f} s agrees with the {expected} that a flight of this apogee "
            f"and range takes; {kind}",
        )
    side = "short" if gap < 0.0 else "long"
    words = (
        f"{given:,.0f} s is too {side} for an apogee of {report.apogee / 1e3:,.0f} km and "
        f"{report.ground_range / 1e3:,.0f} km of range: such a flight takes {expected}"
    )
    if too_fast:
        words += (
            f"; even without boost and air it would take {ellipse.flight_time:,.0f} s, so at "
            "least one of the three numbers is wrong"
        )
    return Verdict(consistent=False, kind="time does not fit", why=words)
