"""The radar equation with every term in sight."""

from dataclasses import dataclass
from math import cos, pi

from openthaad.checks import require_between, require_positive
from openthaad.constants import BOLTZMANN
from openthaad.radar.kernels import equation
from openthaad.radar.model import Radar
from openthaad.units import from_db, to_db


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAngles:
    """Where a radar looks, as far as it costs signal.

    Attributes
    ----------
    elevation : float or None
        Apparent elevation [rad], for absorption by the air; `None` leaves the air out.
    scan_angle : float
        Off the face's normal [rad].
    """

    elevation: float | None = None
    scan_angle: float = 0.0

    def __post_init__(self) -> None:
        require_between(0.0, 0.5 * pi, scan_angle=self.scan_angle)
        if self.elevation is not None:
            require_between(-0.5 * pi, 0.5 * pi, elevation=self.elevation)


STRAIGHT = LookAngles()  # at boresight and without air, as Lewis and Postol calculate


@dataclass(frozen=True, slots=True, kw_only=True)
class EquationTerms:
    """The radar equation of one case: the terms add up to the signal-to-noise ratio.

    Attributes
    ----------
    terms : dict of str to float
        Each term in decibels, losses negative, in the order of the equation.
    snr : float
        Sum of the terms, as a ratio.
    slant_range, rcs, dwell : float
        [m, m2, s].
    """

    terms: dict[str, float]
    snr: float
    slant_range: float
    rcs: float
    dwell: float

    def to_dict(self) -> dict[str, float | dict[str, float]]:
        """Return what ``thaad radar --json`` prints."""
        return {
            "range_km": self.slant_range / 1e3,
            "snr_db": to_db(self.snr),
            "rcs_m2": self.rcs,
            "dwell_s": self.dwell,
            "terms": dict(self.terms),
        }


def path_transmission(radar: Radar, look: LookAngles) -> float:
    """Power left by scanning and the air, both ways [1]."""
    left = equation.scan_transmission(cos(look.scan_angle), radar.scan_exponent_two_way)
    if look.elevation is None:
        return left
    return left * equation.air_transmission(
        float(look.elevation), to_db(radar.zenith_absorption), radar.air_shell
    )


def detection_range(
    radar: Radar, rcs: float, *, snr: float, dwell: float, look: LookAngles = STRAIGHT
) -> float:
    """Slant range at which one dwell gives a signal-to-noise ratio.

    Parameters
    ----------
    radar : Radar
    rcs : float
        Cross-section [m2].
    snr : float
        Signal-to-noise ratio asked for, as a ratio.
    dwell : float
        Time on target, coherently integrated [s].
    look : LookAngles
        What scanning and the air cost.

    Returns
    -------
    float
        [m]; no cap but the equation.

    Raises
    ------
    ValueError
        A number is not positive.

    References
    ----------
    .. [1] G. Lewis, T. Postol, "Radar Range Calculations for the AN/TPY-2 X-Band and NAS
       Proposed GBX Radars", 21 Sep 2012, mostlymissiledefense.com.
    """
    require_positive(rcs=rcs, snr=snr, dwell=dwell)
    constant = radar.snr_constant * path_transmission(radar, look)
    return equation.range_for_snr(constant, float(rcs), float(snr), float(dwell))


def radar_equation_terms(
    radar: Radar,
    rcs: float,
    *,
    snr: float | None = None,
    slant_range: float | None = None,
    dwell: float = 0.1,
    look: LookAngles = STRAIGHT,
) -> EquationTerms:
    """Write the radar equation term by term for a range or for a signal-to-noise ratio.

    Parameters
    ----------
    radar : Radar
    rcs : float
        Cross-section [m2].
    snr, slant_range : float
        Exactly one of the two: the ratio asked for, or the range [m].
    dwell : float
        Time on target, coherently integrated [s].
    look : LookAngles
        What scanning and the air cost.

    Raises
    ------
    ValueError
        Both or neither of `snr` and `slant_range` are given, or a number is not positive.
    """
    if slant_range is None and snr is not None:
        slant_range = detection_range(radar, rcs, snr=snr, dwell=dwell, look=look)
    elif slant_range is None or snr is not None:
        raise ValueError("give exactly one of snr and slant_range")
    require_positive(rcs=rcs, slant_range=slant_range, dwell=dwell)
    terms = {
        "average_power_dbw": to_db(radar.average_power),
        "dwell_dbs": to_db(dwell),
        "transmit_gain_db": to_db(radar.gain),
        "receive_aperture_dbm2": to_db(radar.effective_aperture),
        "rcs_dbm2": to_db(rcs),
        "spreading_dbm4": -to_db((4.0 * pi) ** 2) - 4.0 * to_db(slant_range),
        "noise_dbw_hz": -to_db(BOLTZMANN * radar.system_temperature),
        "system_loss_db": -to_db(radar.system_loss),
        **_look_terms(radar, look),
    }
    ratio = from_db(sum(terms.values()))
    return EquationTerms(terms=terms, snr=ratio, slant_range=slant_range, rcs=rcs, dwell=dwell)


def _look_terms(radar: Radar, look: LookAngles) -> dict[str, float]:
    scan = path_transmission(radar, LookAngles(scan_angle=look.scan_angle))
    whole = path_transmission(radar, look)
    return {"scan_loss_db": to_db(scan), "absorption_loss_db": to_db(whole / scan)}
