"""The covariance of a seven-state filter as blocks in registers: position, velocity, seventh.

A table's row gives it as a matrix; read once, carried or reduced as plain numbers, written
once, it costs less than stepping through the matrix.
"""

from typing import NamedTuple

import numpy as np

from openthaad.earth.kernels.gravity import Matrix3
from openthaad.kernels.compiled import njit
from openthaad.kernels.vector import Vec, add_scaled, dot
from openthaad.tracking.kernels.motion import Motion, times

Symmetric = tuple[float, float, float, float, float, float]  # xx, xy, xz, yy, yz, zz


class Spread(NamedTuple):
    """Covariance blocks of position r, velocity v and the seventh state s."""

    rr: Symmetric
    rv: Matrix3  # rows r, columns v
    vv: Symmetric
    rs: Vec
    vs: Vec
    ss: float


class Column(NamedTuple):
    """Covariance of r, v and s with one scalar."""

    r: Vec
    v: Vec
    s: float


@njit
def read(p: np.ndarray) -> Spread:
    """Blocks of a symmetric matrix (7, 7)."""
    return Spread(
        (p[0, 0], p[0, 1], p[0, 2], p[1, 1], p[1, 2], p[2, 2]),
        (
            p[0, 3], p[0, 4], p[0, 5],
            p[1, 3], p[1, 4], p[1, 5],
            p[2, 3], p[2, 4], p[2, 5],
        ),
        (p[3, 3], p[3, 4], p[3, 5], p[4, 4], p[4, 5], p[5, 5]),
        (p[0, 6], p[1, 6], p[2, 6]),
        (p[3, 6], p[4, 6], p[5, 6]),
        p[6, 6],
    )  # fmt: skip


@njit
def _write_symmetric(p: np.ndarray, at: int, a: Symmetric) -> None:
    p[at, at], p[at, at + 1], p[at, at + 2] = a[0], a[1], a[2]
    p[at + 1, at], p[at + 1, at + 1], p[at + 1, at + 2] = a[1], a[3], a[4]
    p[at + 2, at], p[at + 2, at + 1], p[at + 2, at + 2] = a[2], a[4], a[5]


@njit
def write(p: np.ndarray, a: Spread) -> None:
    """Write the blocks into a matrix (7, 7), both triangles."""
    _write_symmetric(p, 0, a.rr)
    _write_symmetric(p, 3, a.vv)
    m = a.rv
    p[0, 3], p[0, 4], p[0, 5] = m[0], m[1], m[2]
    p[1, 3], p[1, 4], p[1, 5] = m[3], m[4], m[5]
    p[2, 3], p[2, 4], p[2, 5] = m[6], m[7], m[8]
    p[3, 0], p[3, 1], p[3, 2] = m[0], m[3], m[6]
    p[4, 0], p[4, 1], p[4, 2] = m[1], m[4], m[7]
    p[5, 0], p[5, 1], p[5, 2] = m[2], m[5], m[8]
    p[0, 6], p[1, 6], p[2, 6] = a.rs
    p[6, 0], p[6, 1], p[6, 2] = a.rs
    p[3, 6], p[4, 6], p[5, 6] = a.vs
    p[6, 3], p[6, 4], p[6, 5] = a.vs
    p[6, 6] = a.ss


@njit
def read_column(c: np.ndarray, k: int) -> Column:
    """Column k of a matrix (7, 3)."""
    return Column((c[0, k], c[1, k], c[2, k]), (c[3, k], c[4, k], c[5, k]), c[6, k])


@njit
def write_column(c: np.ndarray, k: int, a: Column) -> None:
    """Write it back."""
    c[0, k], c[1, k], c[2, k] = a.r
    c[3, k], c[4, k], c[5, k] = a.v
    c[6, k] = a.s


@njit
def symmetric_times(m: Symmetric, a: Vec) -> Vec:
    """Product of a symmetric matrix and a vector."""
    return (
        m[0] * a[0] + m[1] * a[1] + m[2] * a[2],
        m[1] * a[0] + m[3] * a[1] + m[4] * a[2],
        m[2] * a[0] + m[4] * a[1] + m[5] * a[2],
    )


@njit
def transposed_times(m: Matrix3, a: Vec) -> Vec:
    """Product of the transpose and a vector."""
    return (
        m[0] * a[0] + m[3] * a[1] + m[6] * a[2],
        m[1] * a[0] + m[4] * a[1] + m[7] * a[2],
        m[2] * a[0] + m[5] * a[1] + m[8] * a[2],
    )


@njit
def drift(a: Spread, h: float) -> Spread:
    """Shear by r += h v."""
    m, w = a.rv, a.vv
    rv = (
        m[0] + h * w[0], m[1] + h * w[1], m[2] + h * w[2],
        m[3] + h * w[1], m[4] + h * w[3], m[5] + h * w[4],
        m[6] + h * w[2], m[7] + h * w[4], m[8] + h * w[5],
    )  # fmt: skip
    # (old + new) h is h (rv + rv') + h² vv.
    rr = (
        a.rr[0] + h * (m[0] + rv[0]),
        a.rr[1] + h * (m[1] + rv[3]),
        a.rr[2] + h * (m[2] + rv[6]),
        a.rr[3] + h * (m[4] + rv[4]),
        a.rr[4] + h * (m[5] + rv[7]),
        a.rr[5] + h * (m[8] + rv[8]),
    )
    return Spread(rr, rv, a.vv, add_scaled(a.rs, h, a.vs), a.vs, a.ss)


@njit
def _push(motion: Motion, r: Vec, v: Vec, s: float) -> Vec:
    """Change of acceleration with r, v and s."""
    a = times(motion[1], r)
    b = times(motion[2], v)
    e = motion[3]
    return (a[0] + b[0] + e[0] * s, a[1] + b[1] + e[1] * s, a[2] + b[2] + e[2] * s)


@njit
def _velocity_rows(motion: Motion, h: float) -> tuple[Matrix3, Matrix3, Vec]:
    """Derivatives of the velocity after a kick by r, v and s before it."""
    a, b, e = motion[1], motion[2], motion[3]
    return (
        (
            h * a[0], h * a[1], h * a[2],
            h * a[3], h * a[4], h * a[5],
            h * a[6], h * a[7], h * a[8],
        ),
        (
            1.0 + h * b[0], h * b[1], h * b[2],
            h * b[3], 1.0 + h * b[4], h * b[5],
            h * b[6], h * b[7], 1.0 + h * b[8],
        ),
        (h * e[0], h * e[1], h * e[2]),
    )  # fmt: skip


@njit
def _onto(rows: tuple[Matrix3, Matrix3, Vec], r: Vec, v: Vec, s: float) -> Vec:
    """Product of the three rows of a transition and a column of covariances."""
    a, b, e = rows
    return (
        a[0] * r[0]
        + a[1] * r[1]
        + a[2] * r[2]
        + b[0] * v[0]
        + b[1] * v[1]
        + b[2] * v[2]
        + e[0] * s,
        a[3] * r[0]
        + a[4] * r[1]
        + a[5] * r[2]
        + b[3] * v[0]
        + b[4] * v[1]
        + b[5] * v[2]
        + e[1] * s,
        a[6] * r[0]
        + a[7] * r[1]
        + a[8] * r[2]
        + b[6] * v[0]
        + b[7] * v[1]
        + b[8] * v[2]
        + e[2] * s,
    )


@njit(fold=True)
def kick(a: Spread, motion: Motion, h: float) -> Spread:
    """Shear by v += h (dF/dr r + dF/dv v + dF/ds s) and s += h dG/ds s."""
    rows = _velocity_rows(motion, h)
    m, w = a.rv, a.vv
    # Covariance of the new v with r (by rows of r), with the old v and with s.
    x = _onto(rows, (a.rr[0], a.rr[1], a.rr[2]), (m[0], m[1], m[2]), a.rs[0])
    y = _onto(rows, (a.rr[1], a.rr[3], a.rr[4]), (m[3], m[4], m[5]), a.rs[1])
    z = _onto(rows, (a.rr[2], a.rr[4], a.rr[5]), (m[6], m[7], m[8]), a.rs[2])
    dx = _onto(rows, (m[0], m[3], m[6]), (w[0], w[1], w[2]), a.vs[0])
    dy = _onto(rows, (m[1], m[4], m[7]), (w[1], w[3], w[4]), a.vs[1])
    dz = _onto(rows, (m[2], m[5], m[8]), (w[2], w[4], w[5]), a.vs[2])
    vs = _onto(rows, a.rs, a.vs, a.ss)
    first = _onto(rows, (x[0], y[0], z[0]), (dx[0], dy[0], dz[0]), vs[0])
    second = _onto(rows, (x[1], y[1], z[1]), (dx[1], dy[1], dz[1]), vs[1])
    third = _onto(rows, (x[2], y[2], z[2]), (dx[2], dy[2], dz[2]), vs[2])
    grown = 1.0 + h * motion[5]
    return Spread(
        a.rr,
        (x[0], x[1], x[2], y[0], y[1], y[2], z[0], z[1], z[2]),
        (first[0], first[1], first[2], second[1], second[2], third[2]),
        (grown * a.rs[0], grown * a.rs[1], grown * a.rs[2]),
        (grown * vs[0], grown * vs[1], grown * vs[2]),
        grown * grown * a.ss,
    )


@njit
def add_noise(a: Spread, v: Vec, noise: Vec) -> Spread:
    """Add variance of velocity (isotropic, and across the velocity) [m²/s²] and of s."""
    level, across, s = noise
    along = across / max(dot(v, v), 1.0)
    w = a.vv
    both = level + across
    vv = (
        w[0] + both - along * v[0] * v[0],
        w[1] - along * v[0] * v[1],
        w[2] - along * v[0] * v[2],
        w[3] + both - along * v[1] * v[1],
        w[4] - along * v[1] * v[2],
        w[5] + both - along * v[2] * v[2],
    )
    return Spread(a.rr, a.rv, vv, a.rs, a.vs, a.ss + s)


@njit(fold=True)
def shear(a: Spread, v: Vec, motion: Motion, h: float, noise: Vec) -> Spread:
    """Carry a covariance through a step of h seconds; variances of its noise half-way."""
    a = kick(drift(a, 0.5 * h), motion, h)
    return drift(add_noise(a, v, noise), 0.5 * h)


@njit
def shear_column(a: Column, motion: Motion, h: float) -> Column:
    """The same step for a covariance with something that does not move."""
    r = add_scaled(a.r, 0.5 * h, a.v)
    v = add_scaled(a.v, h, _push(motion, r, a.v, a.s))
    return Column(add_scaled(r, 0.5 * h, v), v, (1.0 + h * motion[5]) * a.s)


@njit
def along(a: Spread, row: Vec) -> Column:
    """Covariance of the state with the scalar whose gradient by position is `row`."""
    return Column(symmetric_times(a.rr, row), transposed_times(a.rv, row), dot(a.rs, row))


@njit
def _take_symmetric(m: Symmetric, g: Vec, k: float) -> Symmetric:
    x, y, z = k * g[0], k * g[1], k * g[2]
    return (
        m[0] - x * g[0], m[1] - x * g[1], m[2] - x * g[2],
        m[3] - y * g[1], m[4] - y * g[2], m[5] - z * g[2],
    )  # fmt: skip


@njit
def reduce(a: Spread, g: Column, inverse: float) -> Spread:
    """Take g g' times `inverse` off: what an observation of variance 1/inverse tells."""
    x, y, z = inverse * g.r[0], inverse * g.r[1], inverse * g.r[2]
    m, v = a.rv, g.v
    k = inverse * g.s
    return Spread(
        _take_symmetric(a.rr, g.r, inverse),
        (
            m[0] - x * v[0], m[1] - x * v[1], m[2] - x * v[2],
            m[3] - y * v[0], m[4] - y * v[1], m[5] - y * v[2],
            m[6] - z * v[0], m[7] - z * v[1], m[8] - z * v[2],
        ),
        _take_symmetric(a.vv, v, inverse),
        add_scaled(a.rs, -k, g.r),
        add_scaled(a.vs, -k, v),
        a.ss - k * g.s,
    )  # fmt: skip


@njit
def add_columns(a: Column, k: float, b: Column) -> Column:
    """Return a + k b."""
    return Column(add_scaled(a.r, k, b.r), add_scaled(a.v, k, b.v), a.s + k * b.s)
