"""What a radar at a place sees: one position, a path, and the edge of its coverage."""

from dataclasses import dataclass
from math import pi, sin, sqrt

import numpy as np
from numpy.typing import NDArray

from openthaad.checks import require_place, require_positive
from openthaad.constants import EARTH_MEAN_RADIUS
from openthaad.kernels import refraction, sighting
from openthaad.kernels.refraction import Air
from openthaad.kernels.sighting import Standpoint
from openthaad.kernels.vector import Vec
from openthaad.radar.equation import Look, detection_range
from openthaad.radar.model import Radar
from openthaad.radar.refraction import air as named_air
from openthaad.radar.refraction import bending_table, trace_ray
from openthaad.units import to_db


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """How a radar sees one position: all [m, rad], elevation as bent by the air.

    Attributes
    ----------
    azimuth : float
        Clockwise from north.
    scan_angle : float
        Off the face's normal.
    is_above_horizon : bool
        At or above the lowest elevation used and the sea horizon.
    is_in_field_of_regard : bool
    transmission : float
        Power left by scanning and the air, both ways [1]; 0 behind the face.
    """

    slant_range: float
    azimuth: float
    true_elevation: float
    apparent_elevation: float
    scan_angle: float
    is_above_horizon: bool
    is_in_field_of_regard: bool
    transmission: float

    @property
    def is_visible(self) -> bool:
        """Above the horizon and in the field of regard; signal is another matter."""
        return self.is_above_horizon and self.is_in_field_of_regard


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Station:
    """A radar standing somewhere and facing somewhere.

    Make it with `station`, which computes what follows from place and boresight.

    Attributes
    ----------
    standpoint : Standpoint
        Position and axes in ECEF, for the kernels.
    table : (ELEVATION_NODES, HEIGHT_NODES) array
        Bending against true elevation and height above the site [rad].
    lowest_elevation : float
        Apparent: the higher of the radar's own limit and the sea horizon [rad].
    """

    radar: Radar
    latitude: float
    longitude: float
    altitude: float
    boresight: float
    air: Air
    standpoint: Standpoint
    table: NDArray[np.float64]
    lowest_elevation: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Visibility:
    """When a path is seen: first and last time and the time in between that counts [s].

    `first` and `last` are `None` where nothing is seen.
    """

    first: float | None
    last: float | None
    duration: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Boundary:
    """Edge of coverage in the vertical plane through boresight, lowest ray first [m, rad]."""

    elevation: NDArray[np.float64]
    slant_range: NDArray[np.float64]
    ground_range: NDArray[np.float64]
    height: NDArray[np.float64]


def station(
    radar: Radar,
    *,
    latitude: float,
    longitude: float,
    altitude: float,
    boresight: float,
    air: Air | None = None,
) -> Station:
    """Set a radar up at a place.

    Parameters
    ----------
    radar : Radar
    latitude, longitude, altitude : float
        Geodetic [rad, rad, m].
    boresight : float
        Azimuth of the face's normal, clockwise from north [rad].
    air : Air, optional
        Refraction; the exponential reference atmosphere where not given.
    """
    require_place(latitude=latitude, longitude=longitude)
    profile = named_air() if air is None else air
    horizon = refraction.horizon_elevation(float(altitude), EARTH_MEAN_RADIUS, profile)
    place = (float(latitude), float(longitude), float(altitude))
    return Station(
        radar=radar,
        latitude=place[0],
        longitude=place[1],
        altitude=place[2],
        boresight=float(boresight),
        air=profile,
        standpoint=sighting.stand(
            place,
            float(boresight),
            float(radar.face_tilt),
            to_db(radar.zenith_absorption),
            float(radar.scan_exponent_two_way),
        ),
        table=bending_table(air=profile, site_height=max(float(altitude), 0.0)),
        lowest_elevation=max(radar.minimum_elevation, horizon),
    )


def see(place: Station, position_ecef: Vec) -> Sight:
    """Say how a station sees a position in ECEF [m]."""
    slant_range, azimuth, true, apparent, scan, left = sighting.sight(
        position_ecef, place.standpoint, place.table
    )
    return Sight(
        slant_range=slant_range,
        azimuth=azimuth,
        true_elevation=true,
        apparent_elevation=apparent,
        scan_angle=scan,
        is_above_horizon=apparent >= place.lowest_elevation,
        is_in_field_of_regard=scan <= place.radar.field_of_regard,
        transmission=left,
    )


def signal_to_noise(place: Station, position_ecef: Vec, *, rcs: float, dwell: float) -> float:
    """S/N [1] of one dwell [s] on a cross-section [m2]; 0 where it cannot be seen."""
    seen = see(place, position_ecef)
    if not seen.is_visible:
        return 0.0
    reference = place.radar.snr_constant * seen.transmission
    return reference * rcs * dwell / seen.slant_range**4


def first_visible(
    place: Station,
    time: NDArray[np.float64],
    position_ecef: NDArray[np.float64],
    *,
    rcs: float | None = None,
    snr: float = 1.0,
    dwell: float = 0.1,
) -> Visibility:
    """Find when a path is seen, to the spacing of its samples.

    Parameters
    ----------
    place : Station
    time : (N,) array
        Rising [s].
    position_ecef : (N, 3) array
        [m].
    rcs : float, optional
        Cross-section [m2]; without it only geometry counts.
    snr, dwell : float
        Signal asked for, as a ratio, and time on target [s].
    """
    rows = np.empty((len(position_ecef), 6))
    points = np.ascontiguousarray(position_ecef, dtype=np.float64)
    sighting.sight_along(points, place.standpoint, place.table, rows)
    seen = (rows[:, 3] >= place.lowest_elevation) & (rows[:, 4] <= place.radar.field_of_regard)
    if rcs is not None:
        signal = place.radar.snr_constant * rcs * dwell * rows[:, 5] / rows[:, 0] ** 4
        seen &= signal >= snr
    if not seen.any():
        return Visibility(first=None, last=None, duration=0.0)
    both = seen[1:] & seen[:-1]
    moments = time[seen]
    return Visibility(
        first=float(moments[0]),
        last=float(moments[-1]),
        duration=float(np.diff(time)[both].sum()),
    )


def horizon_range(
    height: float, *, elevation: float = 0.0, air: Air | None = None, site_height: float = 0.0
) -> float:
    """Ground range [m] beyond which a height [m] is below an apparent elevation [rad]."""
    profile = named_air() if air is None else air
    return trace_ray(elevation, height, air=profile, site_height=site_height).ground_range


def coverage_boundary(place: Station, *, rcs: float, snr: float, dwell: float) -> Boundary:
    """Edge of coverage straight ahead: where one dwell just gives a signal-to-noise ratio.

    Parameters
    ----------
    place : Station
    rcs : float
        Cross-section [m2].
    snr, dwell : float
        Signal asked for, as a ratio, and time on target [s].

    Returns
    -------
    Boundary
        181 rays from the lowest elevation used to the top of the field of regard.
    """
    require_positive(rcs=rcs, snr=snr, dwell=dwell)
    radar = place.radar
    top = min(0.5 * pi, radar.face_tilt + radar.field_of_regard)
    bottom = max(place.lowest_elevation, radar.face_tilt - radar.field_of_regard)
    rows = []
    for elevation in np.linspace(bottom, top, 181):
        look = Look(elevation=float(elevation), scan_angle=abs(elevation - radar.face_tilt))
        slant_range = detection_range(radar, rcs, snr=snr, dwell=dwell, look=look)
        rows.append((elevation, slant_range, *_along_ray(place, elevation, slant_range)))
    columns = np.array(rows).T
    return Boundary(
        elevation=columns[0],
        slant_range=columns[1],
        ground_range=columns[2],
        height=columns[3],
    )


def _along_ray(place: Station, elevation: float, slant_range: float) -> tuple[float, float]:
    """Ground range and height [m] of a ray at a straight-line distance [m] from the site."""
    start = EARTH_MEAN_RADIUS + max(place.altitude, 0.0)
    true = float(elevation)
    for _ in range(4):  # the bending hardly depends on the height: 1 m after three rounds
        square = start * start + slant_range * (slant_range + 2.0 * start * sin(true))
        height = max(sqrt(square) - EARTH_MEAN_RADIUS, start - EARTH_MEAN_RADIUS)
        point = trace_ray(
            float(elevation), height, air=place.air, site_height=start - EARTH_MEAN_RADIUS
        )
        true = point.true_elevation
    return point.ground_range, height
