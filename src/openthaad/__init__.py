"""Engagement-level simulation of terminal missile defence.

All quantities are SI (m, s, kg, rad, K, Pa, W) unless a name ends in a unit,
as in ``elevation_deg`` or ``rcs_dbsm``.  Vectors carry their frame in the name
(``position_ecef``).  Import from here; every module below is an internal detail.
"""

from importlib.metadata import version as _version

__version__ = _version("openthaad")

__all__: list[str] = []
