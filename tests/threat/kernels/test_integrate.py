import numpy as np
import pytest

from openthaad.threat.kernels import integrate

A = np.array(integrate._A)
C = np.array(integrate._C)
E = np.array(integrate._ERROR)


def test_each_stage_stands_where_its_weights_put_it():
    assert A.sum(axis=1) == pytest.approx(C, abs=1e-15)


@pytest.mark.parametrize("power", range(5))
def test_the_step_integrates_powers_of_time_to_the_fourth_exactly(power):
    assert A[6] @ C**power == pytest.approx(1.0 / (power + 1), abs=1e-15)


def test_the_step_satisfies_the_tall_trees_of_order_five():
    # The trees without branches of Hairer, Norsett, Wanner, Solving ODEs I, section II.2.
    assert A[6] @ A @ C == pytest.approx(1.0 / 6.0, abs=1e-15)
    assert A[6] @ A @ A @ C == pytest.approx(1.0 / 24.0, abs=1e-15)
    assert A[6] @ A @ A @ A @ C == pytest.approx(1.0 / 120.0, abs=1e-15)


@pytest.mark.parametrize("power", range(4))
def test_the_error_weights_see_nothing_below_fifth_order(power):
    assert E @ C**power == pytest.approx(0.0, abs=1e-15)
