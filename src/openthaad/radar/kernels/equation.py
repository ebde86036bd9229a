"""The monostatic radar equation with average power, aperture and time on target.

Coherent integration of a whole dwell: the energy on target, not the peak power, counts.
    S/N = P_av t G A_e rcs / ((4 pi)^2 k T L R^4),    G = 4 pi A_e / wavelength^2
M. I. Skolnik, *Introduction to Radar Systems*, 3rd ed., McGraw-Hill, 2001, ch. 2.
"""

from math import pi, sin, sqrt

from openthaad.constants import BOLTZMANN, EARTH_MEAN_RADIUS
from openthaad.kernels.compiled import njit

# In the lowest kilometres, where the air absorbs, rays bend as over 4/3 of the Earth's radius.
_RAY_RADIUS = 4.0 / 3.0 * EARTH_MEAN_RADIUS


@njit(cache=True, nogil=True)
def gain(effective_aperture: float, wavelength: float) -> float:
    """Gain [1] of an aperture [m2] at a wavelength [m]."""
    return 4.0 * pi * effective_aperture / wavelength**2


@njit
def effective_aperture(gain: float, wavelength: float) -> float:
    """Effective aperture [m2] of an antenna of a gain [1] at a wavelength [m]."""
    return gain * wavelength**2 / (4.0 * pi)


@njit(cache=True, nogil=True)
def constant(
    average_power: float,
    gain_transmit: float,
    aperture_receive: float,
    system_temperature: float,
    losses: float,
) -> float:
    """Everything in S/N that the target does not decide [m2/s]; losses are a ratio above 1."""
    noise = BOLTZMANN * system_temperature
    return average_power * gain_transmit * aperture_receive / ((4.0 * pi) ** 2 * noise * losses)


@njit
def snr(constant: float, rcs: float, slant_range: float, dwell: float) -> float:
    """Signal-to-noise ratio [1] of one coherent dwell [s] on a cross-section [m2] at [m]."""
    squared = slant_range * slant_range
    return constant * rcs * dwell / (squared * squared)


@njit(cache=True, nogil=True)
def range_for_snr(constant: float, rcs: float, snr: float, dwell: float) -> float:
    """Slant range [m] at which a dwell [s] gives `snr`; the inverse of `snr`."""
    return sqrt(sqrt(constant * rcs * dwell / snr))


@njit(cache=True, nogil=True)
def air_shell(scale_height: float) -> float:
    """Root of the radius of rays over the height [m] in which absorption falls e-fold."""
    return sqrt(_RAY_RADIUS / scale_height)


@njit
def air_path(elevation: float, shell: float) -> float:
    """Air traversed relative to the zenith [1]: 1/sin(elevation) when steep, 56 when level.

    Air that thins exponentially on a sphere (Chapman's grazing form), its scaled error
    function after P. O. Borjesson and C.-E. W. Sundberg, IEEE Trans. Commun. 27(3), 1979.
    Within 2 % of Recommendation ITU-R P.676-11 at X band from 1 to 90 degrees.  Below the
    horizontal it stays as it is there.
    """
    x = sin(max(elevation, 0.0)) * shell
    return shell / (0.661 * x + 0.339 * sqrt(x * x + 5.51))


@njit(cache=True, nogil=True)
def air_transmission(elevation: float, zenith_loss_db: float, shell: float) -> float:
    """Power left after both ways through the air [1]; the two-way loss at zenith is in dB.

    For a target above the air; inside it the true loss is smaller.
    """
    return 10.0 ** (-0.1 * zenith_loss_db * air_path(elevation, shell))


@njit(cache=True, nogil=True)
def scan_transmission(cosine: float, exponent: float) -> float:
    """Two-way power left [1] at a cosine of the angle off boresight; none behind the face."""
    if cosine <= 0.0:
        return 0.0
    return cosine**exponent
