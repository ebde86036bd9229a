import numpy as np

from openthaad.plots.footprint import _without_names


def test_a_number_has_no_room_under_the_name_of_a_place():
    x, y = np.meshgrid(np.arange(0.0, 401.0, 10.0), np.arange(0.0, 201.0, 10.0))
    free = _without_names(x, y, [(100.0, 100.0)])
    assert free.shape == (20, 40)
    taken = np.argwhere(~free)
    assert taken[:, 0].min() * 10.0 > 75.0
    assert taken[:, 0].max() * 10.0 < 125.0
    assert taken[:, 1].min() * 10.0 > 75.0
    assert taken[:, 1].max() * 10.0 < 180.0
    assert not free[10, 12]
    assert _without_names(x, y, []).all()
