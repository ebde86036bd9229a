from itertools import pairwise

import pytest

from openthaad.catalogue import coastline as maps

KOREA = (124.0, 33.0, 132.0, 43.0)


def test_every_point_lies_in_the_box_asked_for():
    lines = maps.coastline(KOREA) + maps.borders(KOREA) + maps.land(KOREA)
    assert lines
    for x, y in (point for line in lines for point in line):
        assert KOREA[0] <= x <= KOREA[2]
        assert KOREA[1] <= y <= KOREA[3]


def test_busan_lies_on_the_coast_and_seoul_does_not():
    def nearest(lon, lat):
        lines = maps.coastline(KOREA)
        return min((x - lon) ** 2 + (y - lat) ** 2 for line in lines for x, y in line) ** 0.5

    assert nearest(129.04, 35.10) < 0.1  # degrees: 10 km, the source's detail
    assert nearest(127.0, 37.57) > 0.2


def test_the_two_koreas_share_a_border_near_the_38th_parallel():
    points = [p for line in maps.borders(KOREA) for p in line if p[0] < 128.4]
    assert min(abs(y - 38.0) for _, y in points) < 0.2


@pytest.mark.parametrize("box", [(-180.0, -60.0, 300.0, 80.0), (170.0, -60.0, 200.0, 75.0)])
def test_no_line_jumps_across_the_map(box):
    steps = [abs(b[0] - a[0]) for line in maps.coastline(box) for a, b in pairwise(line)]
    assert max(steps) < 20.0


def test_a_line_leaving_a_box_comes_back_in_pieces():
    pieces = maps.clip_line([(0.0, 0.5), (3.0, 0.5), (0.0, 0.6)], (0.0, 0.0, 1.0, 1.0))
    assert [len(piece) for piece in pieces] == [2, 2]
    assert pieces[0] == [(0.0, 0.5), (1.0, 0.5)]


def test_a_ring_around_the_box_fills_it():
    ring = [(-9.0, -9.0), (9.0, -9.0), (9.0, 9.0), (-9.0, 9.0), (-9.0, -9.0)]
    corners = set(maps.clip_ring(ring, (0.0, 0.0, 1.0, 1.0)))
    assert corners == {(0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0)}


def test_a_ring_outside_the_box_leaves_nothing():
    assert maps.clip_ring([(5.0, 5.0), (6.0, 5.0), (6.0, 6.0)], (0.0, 0.0, 1.0, 1.0)) == []
