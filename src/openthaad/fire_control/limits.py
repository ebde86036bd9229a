"""Every limit and every cause: code, words, margin and colour, the same wherever it is shown.

Maps, the page of the console, reports and JSON take them from here.  The colours are told apart
by readers with full colour vision, with deuteranopia and with protanopia: between any two of
them, with those for numbers of shots, CIEDE2000 is 10 or more for each of the three (a test).
They were found by a random search for the colours nearest to hues chosen by kind (published
caps yellow, the interceptor red to brown, the radar blue, doctrine violet) that keep this
distance.  Draw them opaque: what shines through brings them closer together.
"""

from dataclasses import dataclass
from math import isfinite, pi


@dataclass(frozen=True, slots=True, kw_only=True)
class MarginKind:
    """How the margin of a limit is told: negative by what was missing.

    Attributes
    ----------
    unit : str
    si : float
        One such unit, in SI.
    clause : str
        With {} for the amount and its unit.
    """

    unit: str
    si: float
    clause: str

    def amount(self, margin: float) -> str:
        """Write what a margin says is missing, with its unit.

        >>> LIMITS["beyond_reach_cap"].margin.amount(-40.2)
        '40 km'
        >>> LIMITS["no_time"].margin.amount(-0.02)
        'less than 0.1 s'
        """
        size, unit = abs(margin), "" if self.unit == "1" else f" {self.unit}"
        if self.unit == "1":
            return f"{size:.2f}" if size >= 0.005 else "less than 0.01"
        if size < 0.05:
            return f"less than 0.1{unit}"
        return f"{size:.1f}{unit}" if size < 9.95 else f"{size:,.0f}{unit}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitClass:
    """How one limit is shown.

    Attributes
    ----------
    name : str
        As in JSON: of `Limit`, of `Cause`, or `out_of_missile_range`.
    code : str
        A letter for the kind (P published cap, I interceptor, R radar, T time, J judgement,
        D doctrine, S supply, M missile) and a number.
    short, long : str
        A few words for a legend; a clause for a sentence, with {floor}, {ceiling} and {reach}
        for the caps of the battery [km].
    colour : str
        Of its cells on a map, as #RRGGBB.
    margin : MarginKind or None
        How its margin is told; None where it has none.
    """

    name: str
    code: str
    short: str
    long: str
    colour: str
    margin: MarginKind | None

    def to_dict(self) -> dict[str, str | None]:
        """Return it as JSON holds it."""
        return {
            "name": self.name,
            "code": self.code,
            "text": self.short,
            "colour": self.colour,
            "margin_unit": self.margin.unit if self.margin else None,
            "missed_by": self.margin.clause if self.margin else None,
        }

    def margin_in_unit(self, value: float) -> float | None:
        """Return a margin in SI in the unit in which it is told; None where there is none."""
        if self.margin is None or not isfinite(value):
            return None
        return float(value / self.margin.si)

    def missed_by(self, margin: float | None) -> str:
        """Say in a clause what the limit is and by how much, in its unit, it was missed.

        >>> LIMITS["no_time"].missed_by(-3.21)
        'late by 3.2 s'
        >>> LIMITS["no_time"].missed_by(None)
        'no time left'
        """
        if self.margin is None or margin is None:
            return self.short
        return self.margin.clause.format(self.margin.amount(margin))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotClass:
    """How a number of shots is shown: so many, or none for a published cap or for physics."""

    name: str
    short: str
    colour: str

    def to_dict(self) -> dict[str, str]:
        """Return it as JSON holds it."""
        return {"name": self.name, "text": self.short, "colour": self.colour}


_ROWS = (
    ("below_floor", "P1", "#FFF99F", "below the published floor",
     "every intercept would be below the {floor} km floor (published cap)"),
    ("above_ceiling", "P2", "#F6D142", "above the published ceiling",
     "every intercept would be above the {ceiling} km ceiling (published cap)"),
    ("beyond_reach_cap", "P3", "#DC9D0E", "beyond the published reach",
     "every intercept would be beyond {reach} km (published cap)"),
    ("unreachable", "I1", "#C06446", "no interceptor can get there",
     "no interceptor can reach its path"),
    ("seeker_window", "I2", "#A98274", "too low for the seeker",
     "every intercept would be too low for the seeker's window"),
    ("launcher_sector", "I3", "#7B4D35", "no launcher points there",
     "no launcher points that way"),
    ("geometry", "I4", "#F4C09B", "tail chase",
     "an interceptor would have to chase it from behind"),
    ("never_visible", "R1", "#2B477C", "never above the radar's horizon",
     "it never rises above the radar's horizon"),
    ("outside_sector", "R2", "#4E84B5", "outside the radar's sector",
     "it flies outside the radar's sector"),
    ("too_faint", "R3", "#D8EBF8", "echo too faint",
     "its echo is too faint for the radar"),
    ("missed_by_search", "R8", "#9AA4FF", "missed by the search",
     "the radar searches one row of beams and does not look again for what has passed it"),
    ("confirmed_late", "R4", "#857BFF", "track confirmed too late",
     "its track is confirmed too late for a shot"),
    ("outside_coverage", "R5", "#78A2C1", "radar cannot see the intercept",
     "the radar could not see the intercept"),
    ("handover", "R6", "#F5C3C3", "track too uncertain",
     "the track is too uncertain for the seeker and divert to correct"),
    ("radar_saturated", "R7", "#326B8D", "radar has no time left for it",
     "the radar has no time left for it"),
    ("no_time", "T1", "#A24A67", "no time left",
     "too little time is left"),
    ("judged_harmless", "J1", "#FCFED7", "judged harmless",
     "it is judged harmless"),
    ("taken_for_debris", "J2", "#AFA468", "classified as debris",
     "it is classified as debris"),
    ("ascending", "D1", "#D5C3F8", "reachable only as it climbs",
     "it is still climbing, and the doctrine waits for its descent"),
    ("below_minimum_pk", "D2", "#5D5ECE", "kill probability too low",
     "the kill probability is below the minimum required to fire"),
    ("held_by_doctrine", "D3", "#8F8295", "fire withheld by doctrine",
     "the doctrine withholds fire"),
    ("channels_full", "S1", "#B7BBC8", "no guidance channel free",
     "every guidance channel is in use"),
    ("magazine_empty", "S2", "#52504B", "no interceptor left",
     "no interceptor is left"),
    ("no_defence", "S3", "#2C2B2B", "no battery",
     "there is no battery to fire at it"),
    ("out_of_missile_range", "M1", "#FFFFF9", "the missile does not reach it",
     "the missile does not reach it"),
)  # fmt: skip

_DEGREE = pi / 180.0
_MARGINS = {
    name: MarginKind(unit=unit, si=si, clause=clause)
    for name, unit, si, clause in (
        ("below_floor", "km", 1e3, "below the published floor by {}"),
        ("above_ceiling", "km", 1e3, "above the published ceiling by {}"),
        ("beyond_reach_cap", "km", 1e3, "beyond the published reach by {}"),
        ("unreachable", "km", 1e3, "out of its interceptors' reach by {}"),
        ("seeker_window", "km", 1e3, "too low for the seeker by {}"),
        ("launcher_sector", "deg", _DEGREE, "outside its launchers' sector by {}"),
        ("geometry", "m/s", 1.0, "closing too slowly by {}"),
        ("outside_coverage", "deg", _DEGREE, "out of its radar's view by {}"),
        ("handover", "m", 1.0, "track too uncertain by {}"),
        ("ascending", "m/s", 1.0, "still climbing at {}"),
        ("no_time", "s", 1.0, "late by {}"),
        ("below_minimum_pk", "1", 1.0, "kill probability too low by {}"),
    )
}

# By name, in the order in which a legend lists them.
LIMITS = {
    name: LimitClass(
        name=name, code=code, short=short, long=long, colour=colour, margin=_MARGINS.get(name)
    )
    for name, code, colour, short, long in _ROWS
}

# Why a threat leaked; {floor}, {ceiling} and {reach} are the battery's, in km.
CAUSES = {
    "never_visible": "it never rose above the lowest elevation that any radar uses",
    "outside_sector": "it flew outside the sector that the radar watches",
    "too_faint": "it was in view, but its echo was too faint for a radar to find or follow it",
    "missed_by_search": "the search missed it: the radar searches one row of beams and does "
    "not look again for what has passed through that row",
    "confirmed_late": "its track was confirmed too late for a shot",
    "judged_harmless": "its predicted impact lay outside every defended asset",
    "taken_for_debris": "it was classified as debris, not as a warhead",
    "unreachable": "no interceptor could reach any point of its path where an intercept was "
    "allowed",
    "below_floor": "every intercept would have been below the {floor} km floor (published cap)",
    "above_ceiling": "every intercept would have been above the {ceiling} km ceiling "
    "(published cap)",
    "beyond_reach_cap": "every intercept would have been beyond {reach} km (published cap)",
    "no_time": "too little time was left for an interceptor to get there",
    "held_by_doctrine": "the doctrine withheld fire",
    "below_minimum_pk": "the kill probability stayed below the minimum required to fire",
    "magazine_empty": "no interceptor was left",
    "channels_full": "every guidance channel was in use",
    "radar_saturated": "the radar had no time left for it",
    "all_shots_missed": "all interceptors fired at it missed, failed or did not destroy it",
    "all_shots_failed": "every interceptor fired at it failed or hit without destroying it",
    "no_defence": "there was no battery to fire at it",
}


def missed_by(limit: str | None, margin: float | None) -> str:
    """Say in a clause what a limit is and by how much, in its unit, it was missed.

    The limit is named as in JSON; a name that is none of `LIMITS` is given back as it is.
    """
    kind = LIMITS.get(limit or "")
    return kind.missed_by(margin) if kind else limit or ""


SHOTS = {
    name: ShotClass(name=name, short=short, colour=colour)
    for name, colour, short in (
        ("two", "#097A72", "two shots or more"),
        ("one", "#5AB097", "one shot"),
        ("cap", "#DC9D0E", "none, because of a published cap"),
        ("physics", "#A24A67", "none, because of physics"),
    )
}
