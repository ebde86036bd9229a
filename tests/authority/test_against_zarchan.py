"""Miss of a homing loop with one lag, against the closed forms of the linear theory.

P. Zarchan, Tactical and Strategic Missile Guidance (AIAA), chapter 3, method of adjoints:
for a single-lag guidance system of time constant T the miss after a homing time t is the
inverse Laplace transform of (s / (s + 1/T))^N' times 1/s² for a unit velocity (heading)
error and 1/s³ for a unit step of target acceleration.  The transforms are done here for
N' = 3, 4, 5 with x = t/T; the same curves are printed there normalised.  A second check
integrates the loop with SciPy.
"""

from math import exp

import pytest
from scipy.integrate import solve_ivp

from openthaad.studies.validation.computations.homing import homing_miss

LAG = 1.0  # s
HEADING = {
    3: lambda x: 1.0 - x / 2.0,
    4: lambda x: 1.0 - x + x**2 / 6.0,
    5: lambda x: 1.0 - 1.5 * x + x**2 / 2.0 - x**3 / 24.0,
}
MANOEUVRE = {
    3: lambda _: 0.5,
    4: lambda x: 0.5 - x / 6.0,
    5: lambda x: 0.5 - x / 3.0 + x**2 / 24.0,
}


def closed_form(ratio, time, heading, acceleration):
    x = time / LAG
    decay = exp(-x)
    return decay * (
        heading * time * HEADING[ratio](x) + acceleration * time**2 * MANOEUVRE[ratio](x)
    )


def flown(ratio, time, heading, acceleration):
    """Our command and lag on a linear engagement; guidance knows position and rate."""
    return homing_miss(
        ratio=ratio, lag_s=LAG, time_s=time, heading_m_s=heading, acceleration_m_s2=acceleration
    )["miss_m"]


CASES = [(100.0, 0.0), (0.0, 30.0)]


@pytest.mark.parametrize("ratio", [3, 4, 5])
@pytest.mark.parametrize("lags", [2.0, 5.0, 8.0])
@pytest.mark.parametrize(("heading", "acceleration"), CASES)
def test_the_miss_of_a_single_lag_is_the_adjoints(ratio, lags, heading, acceleration):
    time = lags * LAG
    got = flown(ratio, time, heading, acceleration)
    largest = max(abs(heading) * LAG, abs(acceleration) * LAG**2)
    # The command is held for 0.01 s, a hundredth of the lag.
    assert got == pytest.approx(
        closed_form(ratio, time, heading, acceleration), abs=0.03 * largest
    )


@pytest.mark.parametrize("ratio", [3, 4, 5])
@pytest.mark.parametrize(("heading", "acceleration"), CASES)
def test_the_closed_forms_are_those_of_the_time_domain(ratio, heading, acceleration):
    time = 4.0 * LAG

    def slope(t, state):
        y, w, achieved = state
        to_go = time - t
        command = ratio * (y + w * to_go) / to_go**2
        return [w, acceleration - achieved, (command - achieved) / LAG]

    solved = solve_ivp(slope, (0.0, time - 1e-6), [0.0, heading, 0.0], rtol=1e-10, atol=1e-12)
    expected = closed_form(ratio, time, heading, acceleration)
    # It stops 1 us short of the singular end, where some 300 m/s make 0.3 mm.
    assert solved.y[0, -1] == pytest.approx(expected, abs=1e-3)
