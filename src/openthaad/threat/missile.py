"""The missile: its stages, what it carries, and the kernel rows made from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import pi
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openthaad.catalogue import Entry, Table, curve_of, load_table, made_of
from openthaad.catalogue.drag import drag_table
from openthaad.checks import (
    require_finite,
    require_not_negative,
    require_positive,
    require_probability,
    require_rising,
)
from openthaad.constants import STANDARD_GRAVITY
from openthaad.earth.kernels.drag import DRAG_POINTS
from openthaad.threat.kernels.flight import MISSILE, STAGE, Missiles, Programme

# Sea-level specific impulse is quoted at one standard atmosphere: U.S. Standard Atmosphere
# 1976, table I.
SEA_LEVEL_PRESSURE = 101_325.0  # Pa

PROGRAMMES = {
    "gravity-turn": Programme.GRAVITY_TURN,
    "linear-pitch": Programme.LINEAR_PITCH,
}
PROPELLANTS = ("liquid", "solid")


@dataclass(frozen=True, slots=True, kw_only=True)
class DragCurve:
    """Drag coefficient over Mach number: monotone cubic between points, constant beyond."""

    mach: tuple[float, ...]
    cd: tuple[float, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.mach) == len(self.cd) <= DRAG_POINTS:
            raise ValueError(
                f"a drag curve needs 1 to {DRAG_POINTS} Mach numbers with as many "
                f"coefficients, got {len(self.mach)} and {len(self.cd)}"
            )
        require_rising(mach=self.mach)
        require_not_negative(lowest_mach=self.mach[0], lowest_cd=min(self.cd))
        require_finite(highest_mach=self.mach[-1], highest_cd=max(self.cd))

    @classmethod
    def constant(cls, cd: float) -> "DragCurve":
        """Return a curve with the same coefficient at every speed."""
        return cls(mach=(0.0,), cd=(cd,))

    @classmethod
    def named(cls, name: str, *, scale: float = 1.0) -> "DragCurve":
        """Read a curve of the built-in catalogue, its coefficients times a factor."""
        return cls.from_table(load_table(name), scale=scale)

    @classmethod
    def from_table(cls, table: Table, *, scale: float = 1.0) -> "DragCurve":
        """Make one of a table of the catalogue, its coefficients times a factor."""
        columns = table.columns
        return cls(
            mach=tuple(float(x) for x in columns["mach"]),
            cd=tuple(float(scale * x) for x in columns["cd"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A stage: masses [kg], vacuum thrust [N], nozzle exit area [m²], burn [s].

    Thrust at a pressure p is `thrust_vacuum` - p `exit_area`.  `coast_time` [s] runs from
    this burnout to the next ignition; `area` [m²] is the reference area of `drag`.
    """

    propellant_mass: float
    dry_mass: float
    thrust_vacuum: float
    exit_area: float
    burn_time: float
    coast_time: float
    area: float
    drag: DragCurve

    def __post_init__(self) -> None:
        require_positive(
            propellant_mass=self.propellant_mass,
            dry_mass=self.dry_mass,
            thrust_vacuum=self.thrust_vacuum,
            burn_time=self.burn_time,
        )
        require_not_negative(
            exit_area=self.exit_area, coast_time=self.coast_time, area=self.area
        )

    @property
    def mass_flow(self) -> float:
        """Propellant burnt per second [kg/s]."""
        return self.propellant_mass / self.burn_time

    @property
    def thrust_sea_level(self) -> float:
        """Thrust at one standard atmosphere [N]."""
        return self.thrust_vacuum - self.exit_area * SEA_LEVEL_PRESSURE


@dataclass(frozen=True, slots=True, kw_only=True)
class Missile:
    """A ballistic missile, SI.

    Attributes
    ----------
    name : str
    is_liquid : bool
        Thrust can be cut off at any time.
    separates : bool
        A warhead of `reentry_mass` leaves the body; else the whole missile comes down.
    programme : Programme
        What the thrust does after the pitch-over.
    stages : tuple of Stage
    payload_mass : float
        Everything above the last stage [kg].
    vertical_time, pitch_fraction : float
        Vertical rise [s]; share of the burn after it that the pitch-over takes.
    separation_delay, separation_speed : float
        After the last burnout [s]; of the warhead away from the body [m/s].
    reentry_mass, reentry_area, reentry_drag
        Of what comes down as a threat [kg, m²].  Unseparated missiles come down with the
        mass they have at burnout.
    body_area, body_drag
        Of the spent body on its own [m²].
    spiral_lift, spiral_rate, spiral_threshold : float
        Trim lift coefficient on `reentry_area`, turning rate [rad/s] and dynamic pressure
        [Pa] of the spiral that an unseparated missile flies on its way down.
    glide_ratio, glide_load, glide_floor : float
        Greatest lift over drag (0 for a missile that cannot glide), greatest lift [m/s²] and
        altitude of the final dive without lift [m] of an unseparated missile's glide.
    glide_rate, glide_onset, glide_fade : float
        Rate at which a glide turns to the path angle that it holds [1/s]; descent over which
        its lift comes in [rad]; height above its floor over which it goes out [m].
    """

    name: str
    is_liquid: bool
    separates: bool
    programme: Programme
    stages: tuple[Stage, ...]
    payload_mass: float
    vertical_time: float
    pitch_fraction: float
    separation_delay: float
    separation_speed: float
    reentry_mass: float
    reentry_area: float
    reentry_drag: DragCurve
    body_area: float
    body_drag: DragCurve
    spiral_lift: float
    spiral_rate: float
    spiral_threshold: float
    glide_ratio: float = 0.0
    glide_load: float = 0.0
    glide_floor: float = 0.0
    glide_rate: float = 0.0
    glide_onset: float = 0.0
    glide_fade: float = 0.0

    def __post_init__(self) -> None:
        if not self.stages:
            raise ValueError(f"{self.name} has no stage")
        require_positive(
            payload_mass=self.payload_mass,
            reentry_mass=self.reentry_mass,
            reentry_area=self.reentry_area,
            pitch_fraction=self.pitch_fraction,
            vertical_time=self.vertical_time,
        )
        require_probability(pitch_fraction=self.pitch_fraction)
        require_not_negative(
            separation_delay=self.separation_delay,
            separation_speed=self.separation_speed,
            body_area=self.body_area,
            spiral_threshold=self.spiral_threshold,
            glide_ratio=self.glide_ratio,
            glide_load=self.glide_load,
            glide_floor=self.glide_floor,
        )
        if self.glides:
            require_positive(
                glide_rate=self.glide_rate,
                glide_onset=self.glide_onset,
                glide_fade=self.glide_fade,
            )
        require_finite(spiral_lift=self.spiral_lift, spiral_rate=self.spiral_rate)
        if self.vertical_time >= self.stages[0].burn_time:
            raise ValueError(
                f"{self.name} rises vertically for {self.vertical_time:g} s, which must be "
                f"less than its first burn of {self.stages[0].burn_time:g} s"
            )
        self._check_masses()

    def _check_masses(self) -> None:
        if self.separates and self.reentry_mass > self.payload_mass:
            raise ValueError(
                f"{self.name}: reentry_mass must not exceed payload_mass "
                f"({self.payload_mass!r}), got {self.reentry_mass!r}"
            )
        lifting = self.stages[0].thrust_sea_level / (STANDARD_GRAVITY * self.launch_mass)
        if lifting <= 1.0:
            raise ValueError(
                f"{self.name} cannot lift off: its sea-level thrust is {lifting:.3g} times "
                "its weight"
            )

    @property
    def launch_mass(self) -> float:
        """Mass at lift-off [kg]."""
        return self.payload_mass + sum(
            stage.propellant_mass + stage.dry_mass for stage in self.stages
        )

    @property
    def glides(self) -> bool:
        """It can hold a path angle by lift on its way down."""
        return self.glide_ratio > 0.0 and not self.separates

    @property
    def burn_time(self) -> float:
        """Lift-off to the last burnout, everything burning [s]."""
        coasts = sum(stage.coast_time for stage in self.stages[:-1])
        return coasts + sum(stage.burn_time for stage in self.stages)

    @classmethod
    def from_entry(cls, entry: Entry, values: Mapping[str, float] | None = None) -> "Missile":
        """Build a missile of the catalogue.

        Parameters
        ----------
        entry : Entry
            Of kind ``missiles``.
        values : mapping, optional
            A draw of its values, SI; the best estimates where not given.

        Raises
        ------
        CatalogueError
            A value is missing, or no such missile could fly.
        """
        numbers = entry.nominal() if values is None else values
        with made_of(entry):
            return cls(name=entry.name, **_parts(entry, numbers))


def _disc(diameter: float) -> float:
    return 0.25 * pi * diameter * diameter


def _choice(about: Mapping[str, object], key: str, allowed: Sequence[str]) -> str:
    found = str(about[key])
    if found not in allowed:
        raise ValueError(f"{key} must be one of {', '.join(allowed)}, got {found!r}")
    return found


def _parts(entry: Entry, values: Mapping[str, float]) -> dict[str, Any]:
    """Turn a catalogue entry's words and numbers into the fields of a missile."""
    about = entry.about
    separates = bool(about["separates"])
    return {
        "is_liquid": _choice(about, "propellant", PROPELLANTS) == "liquid",
        "separates": separates,
        "programme": PROGRAMMES[_choice(about, "programme", tuple(PROGRAMMES))],
        "stages": tuple(
            _stage(n, entry, values) for n in range(1, int(str(about["stages"])) + 1)
        ),
        "payload_mass": values["payload_mass"],
        "vertical_time": values["vertical_rise_time"],
        "pitch_fraction": values["pitch_fraction"],
        "separation_delay": values["separation_delay"] if separates else 0.0,
        "separation_speed": values["separation_speed"] if separates else 0.0,
        "reentry_mass": _reentry_mass(about, values),
        "reentry_area": _disc(values["reentry_diameter"]),
        "reentry_drag": DragCurve.from_table(
            curve_of(entry, "reentry_drag_curve"), scale=values["reentry_drag_scale"]
        ),
        "body_area": values["body_length"] * values["diameter"] if separates else 0.0,
        "body_drag": DragCurve.constant(values["body_drag_coefficient"] if separates else 0.0),
        **_spiral({} if separates else values),
    }


def _reentry_mass(about: Mapping[str, object], values: Mapping[str, float]) -> float:
    """Mass of what comes down: the warhead, or payload and empty last stage in one piece."""
    if not about["separates"]:
        return values["payload_mass"] + values[f"stage{about['stages']}_dry_mass"]
    # Drawn or set apart, the warhead may come out heavier than what it is part of.
    return min(values["reentry_mass"], values["payload_mass"])


def _spiral(values: Mapping[str, float]) -> dict[str, float]:
    return {
        "spiral_lift": values.get("spiral_lift_coefficient", 0.0),
        "spiral_rate": 2.0 * pi * values.get("spiral_rate", 0.0),
        "spiral_threshold": values.get("spiral_threshold", 0.0),
        "glide_ratio": values.get("lift_to_drag_max", 0.0),
        "glide_load": values.get("load_factor_max", 0.0),
        "glide_floor": values.get("glide_floor", 0.0),
        "glide_rate": values.get("glide_rate", 0.0),
        "glide_onset": values.get("glide_onset", 0.0),
        "glide_fade": values.get("glide_fade", 0.0),
    }


def _stage(n: int, entry: Entry, values: Mapping[str, float]) -> Stage:
    propellant = values[f"stage{n}_propellant_mass"]
    burn = values[f"stage{n}_burn_time"]
    vacuum = values[f"stage{n}_isp_vacuum"]
    sea_level = values[f"stage{n}_isp_sea_level"]
    if sea_level > vacuum:
        raise ValueError(
            f"stage{n}_isp_sea_level ({sea_level:g} s) must not exceed stage{n}_isp_vacuum "
            f"({vacuum:g} s)"
        )
    weight_flow = STANDARD_GRAVITY * propellant / burn
    lost = vacuum - sea_level
    return Stage(
        propellant_mass=propellant,
        dry_mass=values[f"stage{n}_dry_mass"],
        thrust_vacuum=weight_flow * vacuum,
        # Specific impulse falls from vacuum to sea level by what the air takes back.
        exit_area=weight_flow * lost / SEA_LEVEL_PRESSURE,
        burn_time=burn,
        coast_time=values.get(f"stage{n}_coast_time", 0.0),
        area=_disc(values["diameter"]),
        drag=DragCurve.from_table(
            curve_of(entry, "ascent_drag_curve"), scale=values["ascent_drag_scale"]
        ),
    )


def missile_tables(missiles: Sequence[Missile]) -> Missiles:
    """Return the kernel tables of missiles, in their order."""
    curves: list[DragCurve] = []
    stages: list[NDArray[np.void]] = []
    rows = np.zeros(len(missiles), dtype=MISSILE)
    for row, missile in zip(rows, missiles, strict=True):
        row["first_stage"] = len(stages)
        row["stage_count"] = len(missile.stages)
        for name in _COPIED:
            row[name] = getattr(missile, name)
        row["reentry_drag"] = _index(curves, missile.reentry_drag)
        row["body_drag"] = _index(curves, missile.body_drag)
        stages.extend(_stage_row(stage, curves) for stage in missile.stages)
    return Missiles(rows, np.concatenate(stages), drag_rows(curves))


_COPIED = (
    "is_liquid",
    "separates",
    "payload_mass",
    "separation_delay",
    "separation_speed",
    "reentry_mass",
    "reentry_area",
    "body_area",
    "spiral_lift",
    "spiral_rate",
    "spiral_threshold",
    "glide_ratio",
    "glide_load",
    "glide_floor",
    "glide_rate",
    "glide_onset",
    "glide_fade",
    "programme",
    "vertical_time",
    "pitch_fraction",
)


def _index(curves: list[DragCurve], curve: DragCurve) -> int:
    if curve not in curves:
        curves.append(curve)
    return curves.index(curve)


def _stage_row(stage: Stage, curves: list[DragCurve]) -> NDArray[np.void]:
    row = np.zeros(1, dtype=STAGE)
    for name in STAGE.names or ():
        if name != "drag":
            row[name] = getattr(stage, name)
    row["drag"] = _index(curves, stage.drag)
    return row


def drag_rows(curves: Sequence[DragCurve]) -> NDArray[np.void]:
    """Return the kernel's drag table, one row per curve."""
    return drag_table([(curve.mach, curve.cd) for curve in curves])
