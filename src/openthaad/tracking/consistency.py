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
    of_state = average_by_second(second, nees, degrees=6, least=least_runs, level=level)
    of_looks = average_by_second(second, nis, degrees=3, least=least_runs, level=level)
    return Consistency(
        second=of_state.second,
        runs=of_state.count,
        nees=of_state.mean,
        nees_low=of_state.low,
        nees_high=of_state.high,
        nis=of_looks.mean,
        nis_low=of_looks.low,
        nis_high=of_looks.high,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Averages:
    """Averages of chi-square variables, one row per whole second.

    Attributes
    ----------
    second : ndarray (n,)
        Start of each second [s].
    count : ndarray (n,)
        Values that fell into it.
    mean : ndarray (n,)
        Their mean.
    low, high : ndarray (n,)
        Where that mean lies with the probability asked for, if they are what they should be.
    """

    second: NDArray[np.int64]
    count: NDArray[np.int64]
    mean: Floats
    low: Floats
    high: Floats

    def is_inside(self) -> NDArray[np.bool_]:
        """Say which seconds lie inside the band."""
        return (self.low < self.mean) & (self.mean < self.high)


def average_by_second(
    second: NDArray[np.int64],
    values: Floats,
    *,
    degrees: int,
    least: int = 20,
    level: float = 0.99,
) -> Averages:
    """Average values that should be chi-square, second by second.

    Parameters
    ----------
    second : ndarray (n,)
        Whole second into which each value falls.
    values : ndarray (n,)
        NEES or NIS.
    degrees : int
        Degrees of freedom of one value.
    least : int
        Seconds with fewer values are left out.
    level : float
        Probability of the band.

    Returns
    -------
    Averages
    """
    seconds, place, counts = np.unique(second, return_inverse=True, return_counts=True)
    use = counts >= least
    count = np.asarray(counts[use], dtype=np.float64)
    low, high = chi_square_band(degrees * count, level=level)
    return Averages(
        second=seconds[use],
        count=counts[use],
        mean=(np.bincount(place, values) / counts)[use],
        low=low / count,
        high=high / count,
    )
