"""Does the tracker's stated error match its true one?  NEES and NIS by second."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from openthaad.checks import require_between

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Consistency:
    """Averages over runs, one row per whole second.

    Attributes
    ----------
    second : ndarray (n,)
        Start of each second [s].
    runs : ndarray (n,)
        Estimates that fell into it; seconds with fewer than asked for are left out.
    nees : ndarray (n,)
        Mean of e' P^-1 e over the six states of position and velocity; ideally 6.
    nees_low, nees_high : ndarray (n,)
        Where that mean lies with the probability asked for, if the filter is right.
    nis : ndarray (n,)
        Mean normalised innovation squared, three components; ideally 3.
    nis_low, nis_high : ndarray (n,)
        As above.
    """

    second: NDArray[np.int64]
    runs: NDArray[np.int64]
    nees: Floats
    nees_low: Floats
    nees_high: Floats
    nis: Floats
    nis_low: Floats
    nis_high: Floats

    def share_inside(self) -> float:
        """Share of the seconds whose NEES lies inside the band."""
        return float(np.mean((self.nees_low < self.nees) & (self.nees < self.nees_high)))


def chi_square_band(degrees: Floats, *, level: float = 0.99) -> tuple[Floats, Floats]:
    """Return the two-sided band of a chi-square variable.

    Parameters
    ----------
    degrees : ndarray
        Degrees of freedom.
    level : float
        Probability of the band.

    Returns
    -------
    low, high : ndarray
        Within 0.1 % for 100 degrees and more.

    Raises
    ------
    ValueError
        The level is not a probability.

    References
    ----------
    .. [1] E. B. Wilson, M. M. Hilferty, "The distribution of chi-square", Proc. National
       Academy of Sciences 17 (1931) 684-688.
    """
    require_between(0.0, 1.0, level=level)
    z = NormalDist().inv_cdf(0.5 + 0.5 * level)
    step = 2.0 / (9.0 * np.asarray(degrees, dtype=float))
    root = np.sqrt(step)
    band = [degrees * (1.0 - step + sign * z * root) ** 3 for sign in (-1.0, 1.0)]
    return band[0], band[1]


def normalised_error(truth: Floats, mean: Floats, covariance: Floats) -> Floats:
    """Return e' P^-1 e row by row.

    Parameters
    ----------
    truth, mean : ndarray (n, k)
    covariance : ndarray (n, k, k)

    Returns
    -------
    ndarray (n,)
    """
    error = np.asarray(truth - mean)[..., None]
    # Metres and metres per second differ by orders: whitening by the diagonal first keeps
    # the solution accurate.
    scale = np.sqrt(np.diagonal(covariance, axis1=1, axis2=2))
    matrix = covariance / (scale[:, :, None] * scale[:, None, :])
    white = error / scale[..., None]
    return np.asarray((white * np.linalg.solve(matrix, white)).sum(axis=(1, 2)))


def consistency(
    logs: Sequence[NDArray[np.void]],
    truths: Sequence[Floats],
    *,
    level: float = 0.99,
    least_runs: int = 20,
) -> Consistency:
    """Average NEES and NIS over runs, second by second, with their chi-square bands.

    Parameters
    ----------
    logs : sequence of ndarray of ESTIMATE
        One per run, as `kernels.replay.replay` writes them; rows before confirmation are
        ignored.
    truths : sequence of ndarray (n, 6)
        True position [m] and velocity [m/s], ECEF, at the times of each log.
    level : float
        Probability of the band.
    least_runs : int
        Seconds with fewer estimates are left out.

    Returns
    -------
    Consistency

    Notes
    -----
    The band holds for independent runs in one second.  Neighbouring seconds are not
    independent, so a filter that is right may leave the band for a stretch of them.

    References
    ----------
    .. [1] Y. Bar-Shalom, X. R. Li, T. Kirubarajan, *Estimation with Applications to Tracking
       and Navigation*, Wiley, 2001, section 5.4.
    """
    seconds, nees, nis = [], [], []
    for log, truth in zip(logs, truths, strict=True):
        use = log["is_confirmed"] == 1
        rows = log[use]
        seconds.append(np.floor(rows["time"]).astype(np.int64))
        covariance = rows["covariance"][:, :6, :6]
        nees.append(normalised_error(truth[use, :6], rows["mean"][:, :6], covariance))
        nis.append(rows["nis"])
    return _by_second(
        np.concatenate(seconds), np.concatenate(nees), np.concatenate(nis), level, least_runs
    )


def _by_second(
    second: NDArray[np.int64], nees: Floats, nis: Floats, level: float, least_runs: int
) -> Consistency:
    values, place, runs = np.unique(second, return_inverse=True, return_counts=True)
    mean_nees = np.bincount(place, nees) / runs
    mean_nis = np.bincount(place, nis) / runs
    use = runs >= least_runs
    count = np.asarray(runs[use], dtype=np.float64)
    nees_band = chi_square_band(6.0 * count, level=level)
    nis_band = chi_square_band(3.0 * count, level=level)
    return Consistency(
        second=values[use],
        runs=runs[use],
        nees=mean_nees[use],
        nees_low=nees_band[0] / count,
        nees_high=nees_band[1] / count,
        nis=mean_nis[use],
        nis_low=nis_band[0] / count,
        nis_high=nis_band[1] / count,
    )
