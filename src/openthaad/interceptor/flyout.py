"""Fly-out tables: built once per type of interceptor and air, then kept."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openthaad.earth.kernels.gravity import WGS84
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.errors import CatalogueError
from openthaad.interceptor.kernels.flyout import (
    ALTITUDE_CELLS,
    CROSSING,
    ELEVATIONS,
    FLYOUT,
    RANGE_CELLS,
    FlyoutStatus,
    build_flyout,
    look_up,
)
from openthaad.interceptor.model import Interceptor
from openthaad.keeping import Kept, Numbered

_STILL_EARTH = WGS84._replace(omega=0.0)
FLYOUTS: Kept[tuple[bytes, int], NDArray[np.void]] = Kept(64)
_airs = Numbered(8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flyout:
    """How an interceptor arrives at a place.  SI and radians.

    `time`, `elevation` (of the thrust axis), `speed` and `angle` (of the path, up positive)
    mean something where `status` is REACHABLE only.
    """

    status: FlyoutStatus
    time: float
    elevation: float
    speed: float
    angle: float


def flyout_table(
    interceptor: Interceptor,
    air: NDArray[np.void],
    *,
    site_altitude: float = 0.0,
    greatest_range: float = 800.0e3,
    greatest_altitude: float = 400.0e3,
) -> NDArray[np.void]:
    """Return the FLYOUT table of one type, shape (1,): physics only, no published cap.

    Parameters
    ----------
    interceptor : Interceptor
    air : ndarray of AIR
        The atmosphere.
    site_altitude : float
        Of the launcher above the ellipsoid [m]; 500 m shorten flight times by 2 %.
    greatest_range, greatest_altitude : float
        Extent of the grid [m], from zero.

    Returns
    -------
    ndarray of FLYOUT
        Read-only; equal inputs give the same array.

    Raises
    ------
    CatalogueError
        The air slows it within less time than a step of its flight.

    Notes
    -----
    Flown eastward on the equator of an Earth that does not rotate: rotation moves times of
    flight by less than 1 %, and the launch solution takes it in full.  Direct solutions
    only, no lofted ones.
    """
    row = interceptor.row()
    scalars = np.array([site_altitude, greatest_range, greatest_altitude])
    key = row.tobytes() + scalars.tobytes(), _airs.number(air)
    kept = FLYOUTS.get(key)
    if kept is not None:
        return kept
    table = np.zeros(1, dtype=FLYOUT)
    table["range_step"] = greatest_range / (RANGE_CELLS - 1)
    table["altitude_step"] = greatest_altitude / (ALTITUDE_CELLS - 1)
    crossings = np.zeros((2, ALTITUDE_CELLS, ELEVATIONS), dtype=CROSSING)
    around = Surroundings(_STILL_EARTH, air)
    lost = build_flyout(row[0], table[0], crossings, float(site_altitude), around)
    if lost:
        raise CatalogueError(
            f"interceptors.{interceptor.name}: the air slows it faster than its flight can be "
            "followed; it needs more mass for its diameter and drag, or a later separation",
            key=f"interceptors.{interceptor.name}",
        )
    table.flags.writeable = False
    FLYOUTS.keep(key, table)
    return table


def reach(table: NDArray[np.void], ground_range: float, altitude: float) -> Flyout:
    """Look up one place in a fly-out table of one type: ground range and altitude [m]."""
    status, time, elevation, speed, angle = look_up(table[0], ground_range, altitude)
    return Flyout(
        status=FlyoutStatus(status), time=time, elevation=elevation, speed=speed, angle=angle
    )
