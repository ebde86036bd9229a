"""Compute the U.S. Standard Atmosphere 1976 and write its table for the kernels.

    python builders/us76.py

Everything is computed from the defining equations and constants of *U.S. Standard
Atmosphere, 1976*, NOAA-S/T 76-1562 (NOAA, NASA, USAF; Washington, 1976), part 1; equation
and table numbers below are of that document, and so is the notation.  Lengths here are
metres; the constants of table 7 are given in kilometres there.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

TABLES = Path(__file__).parents[1] / "src/openthaad/catalogue/data/tables"
STEP = 500.0  # m, of the committed table
FINE = 10.0  # m, of the integrals above 86 km

# Table 2: adopted constants.
AVOGADRO = 6.022169e26  # 1/kmol
GAS_CONSTANT = 8314.32  # N m / (kmol K)
GRAVITY = 9.80665  # m/s2
RADIUS = 6_356_766.0  # m, effective Earth radius at 45 degrees
GAMMA = 1.4
MOLAR_MASS = 28.9644  # kg/kmol, M0

# Table 4: geopotential altitude [m] and gradient of molecular temperature [K/m].
LAYERS = (
    (0.0, -6.5e-3),
    (11e3, 0.0),
    (20e3, 1.0e-3),
    (32e3, 2.8e-3),
    (47e3, 0.0),
    (51e3, -2.8e-3),
    (71e3, -2.0e-3),
)
Z7, Z8, Z9, Z10, Z11, Z12 = 86e3, 91e3, 110e3, 120e3, 500e3, 1000e3
T7, T9, T10, T_INF = 186.8673, 240.0, 360.0, 1000.0

# Tables 3, 6 and 7: molar mass, thermal diffusion, diffusion and flux constants, and the
# number density [1/m3] at 86 km (for hydrogen: at 500 km).
SPECIES = {
    "N2": {"M": 28.0134, "n7": 1.129794e20},
    "O": {"M": 15.9994, "n7": 8.6e16, "alpha": 0.0, "a": 6.986e20, "b": 0.750},
    "O2": {"M": 31.9988, "n7": 3.030898e19, "alpha": 0.0, "a": 4.863e20, "b": 0.750},
    "Ar": {"M": 39.948, "n7": 1.351400e18, "alpha": 0.0, "a": 4.487e20, "b": 0.870},
    "He": {"M": 4.0026, "n7": 7.5817e14, "alpha": -0.40, "a": 1.700e21, "b": 0.691},
    "H": {"M": 1.00797, "n11": 8.0e10, "alpha": -0.25, "a": 3.305e21, "b": 0.500},
}
# Q [1/km3], U [km], W [1/km3], and the second set for atomic oxygen below 97 km.
FLUX = {
    "O": (-5.809644e-4, 56.90311, 2.706240e-5),
    "O2": (1.366212e-4, 86.0, 8.333333e-5),
    "Ar": (9.434079e-5, 86.0, 8.333333e-5),
    "He": (-2.457369e-4, 86.0, 6.666667e-4),
}
OXYGEN_HUMP = (-3.416248e-3, 97.0, 5.008765e-4)
HYDROGEN_FLUX = 7.2e11  # 1/(m2 s), upward


def gravity(z: Array) -> Array:
    """Eq. (17)."""
    return GRAVITY * (RADIUS / (RADIUS + z)) ** 2


def layer(h: Array, base: tuple[float, float, float], gradient: float) -> tuple[Array, Array]:
    """Molecular temperature [K] and pressure [Pa] over the base of a layer, eq. (23), (33)."""
    base_h, base_t, base_p = base
    t = base_t + gradient * (h - base_h)
    if gradient:
        return t, base_p * (base_t / t) ** (GRAVITY * MOLAR_MASS / (GAS_CONSTANT * gradient))
    return t, base_p * np.exp(-GRAVITY * MOLAR_MASS * (h - base_h) / (GAS_CONSTANT * base_t))


def lower(z: Array) -> tuple[Array, Array]:
    """Molecular temperature [K] and pressure [Pa] up to 86 km."""
    h = RADIUS * z / (RADIUS + z)
    temperature, pressure = np.empty_like(z), np.empty_like(z)
    base = (0.0, 288.15, 101325.0)
    tops = [bottom for bottom, _ in LAYERS[1:]] + [85e3]
    for (bottom, gradient), top in zip(LAYERS, tops, strict=True):
        inside = (h >= bottom) & (h < top)
        temperature[inside], pressure[inside] = layer(h[inside], base, gradient)
        t, p = layer(np.array([top]), base, gradient)
        base = (top, float(t[0]), float(p[0]))
    return temperature, pressure


def kinetic_temperature(z: Array) -> tuple[Array, Array]:
    """Temperature [K] above 86 km and its gradient [K/m], eq. (25), (27), (29), (31)."""
    tc, big_a, a = 263.1905, -76.3232, -19942.9
    rate = 0.01875e-3  # 1/m
    u = np.clip((z - Z8) / a, -0.999999, 0.0)
    root = np.sqrt(1.0 - u * u)
    stretch = (RADIUS + Z10) / (RADIUS + z)
    gap = (T_INF - T10) * np.exp(-rate * (z - Z10) * stretch)
    where = [z <= Z8, z <= Z9, z <= Z10]
    value = np.select(
        where, [T7 + 0 * z, tc + big_a * root, T9 + 0.012 * (z - Z9)], T_INF - gap
    )
    slope = np.select(
        where, [0 * z, -big_a / a * u / root, 0.012 + 0 * z], rate * gap * stretch**2
    )
    return value, slope


def integral(y: Array, z: Array) -> Array:
    """Running integral from the first point, trapezoids."""
    return np.concatenate([[0.0], np.cumsum(0.5 * (y[1:] + y[:-1]) * np.diff(z))])


def eddy_diffusion(z: Array) -> Array:
    """K [m2/s], eq. (7a), (7b), (7c)."""
    x = np.clip((z - 95e3) / 1e3, 0.0, 19.999)
    return np.where(z < 115e3, 120.0 * np.exp(1.0 - 400.0 / (400.0 - x * x)), 0.0)


def flux_term(name: str, z: Array) -> Array:
    """Flux v / (D + K) [1/m], eq. (37), which the document takes as zero above 150 km."""
    km = z / 1e3
    q, u, w = FLUX[name]
    term = q * (km - u) ** 2 * np.exp(-w * (km - u) ** 3)
    if name == "O":
        q, u, w = OXYGEN_HUMP
        depth = np.maximum(u - km, 0.0)
        term += q * depth**2 * np.exp(-w * depth**3)
    return np.where(km <= 150.0, term, 0.0) / 1e3


def diffusing(name: str, z: Array, background: Array) -> Array:
    """Number density [1/m3] of O, O2, Ar or He, eq. (8), (36), (37), (38)."""
    it = SPECIES[name]
    t, slope = kinetic_temperature(z)
    d = it["a"] / background * (t / 273.15) ** it["b"]
    k = eddy_diffusion(z)
    mean = np.where(z <= 100e3, MOLAR_MASS, SPECIES["N2"]["M"])
    weight = it["M"] * d + mean * k + it["alpha"] * GAS_CONSTANT / gravity(z) * slope * d
    f = gravity(z) / (GAS_CONSTANT * t) * weight / (d + k)
    return it["n7"] * (T7 / t) * np.exp(-integral(f + flux_term(name, z), z))


def hydrogen(z: Array, background: Array) -> Array:
    """Number density [1/m3] of H, eq. (39), (40); none below 150 km."""
    it = SPECIES["H"]
    t, _ = kinetic_temperature(z)
    t11 = kinetic_temperature(np.array([Z11]))[0][0]
    at_500 = int(np.searchsorted(z, Z11))
    tau = integral(gravity(z) * it["M"] / (GAS_CONSTANT * t), z)
    tau -= tau[at_500]
    d = it["a"] / background * (t / 273.15) ** it["b"]
    power = 1.0 + it["alpha"]
    lift = integral(HYDROGEN_FLUX / d * (t / t11) ** power * np.exp(tau), z)
    lift = np.minimum(lift - lift[at_500], 0.0)
    n = (it["n11"] - lift) * (t11 / t) ** power * np.exp(-tau)
    return np.where(z >= 150e3, n, 0.0)


def upper(z: Array) -> tuple[Array, Array]:
    """Density [kg/m3] and pressure [Pa] on a grid that starts at 86 km, eq. (33c), (42)."""
    t, _ = kinetic_temperature(z)
    mean = np.where(z <= 100e3, MOLAR_MASS, SPECIES["N2"]["M"])
    fall = integral(mean * gravity(z) / (GAS_CONSTANT * t), z)
    n = {"N2": SPECIES["N2"]["n7"] * (T7 / t) * np.exp(-fall)}
    # O and O2 diffuse through N2; Ar and He through the three; H through all five.
    n["O"] = diffusing("O", z, n["N2"])
    n["O2"] = diffusing("O2", z, n["N2"])
    three = n["N2"] + n["O"] + n["O2"]
    n["Ar"] = diffusing("Ar", z, three)
    n["He"] = diffusing("He", z, three)
    n["H"] = hydrogen(z, three + n["Ar"] + n["He"])
    density = sum(n[name] * SPECIES[name]["M"] for name in n) / AVOGADRO
    pressure = sum(n.values()) * GAS_CONSTANT / AVOGADRO * t
    return np.asarray(density), np.asarray(pressure)


def atmosphere(z: Array) -> tuple[Array, Array]:
    """Density [kg/m3] and pressure [Pa] at rising geometric altitudes, 0 to 1000 km."""
    below = z < Z7
    t, p = lower(z[below])
    rho = p * MOLAR_MASS / (GAS_CONSTANT * t)
    # One grid for the integrals: the points asked for, and FINE metres between them.
    grid = np.unique(np.concatenate([np.arange(Z7, Z12 + FINE, FINE), z[~below]]))
    high_rho, high_p = upper(grid)
    wanted = np.searchsorted(grid, z[~below])
    return np.concatenate([rho, high_rho[wanted]]), np.concatenate([p, high_p[wanted]])


def slopes(z: Array) -> tuple[Array, Array, Array]:
    """Derivatives by altitude of ln(density), ln(pressure) and sound speed.

    Forward over a metre (backward at the top): at the kink of a layer on a grid point
    that is the slope of the layer above.
    """
    reach = np.where(z < Z12, 1.0, -1.0)
    both = np.sort(np.concatenate([z, z + reach]))
    rho, p = atmosphere(both)
    here, there = np.searchsorted(both, z), np.searchsorted(both, z + reach)
    c = np.sqrt(GAMMA * p / rho)
    d_rho, d_p, d_c = ((y[there] - y[here]) / reach for y in (np.log(rho), np.log(p), c))
    return d_rho, d_p, d_c


def main() -> None:
    """Write the table and say how well it joins at 86 km."""
    z = np.arange(0.0, Z12 + STEP, STEP)
    rho, p = atmosphere(z)
    rho_slope, p_slope, c_slope = slopes(z)
    columns = (z, rho, rho_slope, p, p_slope, np.sqrt(GAMMA * p / rho), c_slope)
    names = ("density", "ln_density_slope", "pressure", "ln_pressure_slope")
    lines = [",".join(("altitude", *names, "sound_speed", "sound_speed_slope"))]
    lines += [",".join(f"{x:.9g}" for x in row) for row in zip(*columns, strict=True)]
    (TABLES / "us76.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    t, p_low = (y[0] for y in lower(np.array([Z7])))
    rho_low = p_low * MOLAR_MASS / (GAS_CONSTANT * t)
    i = int(np.searchsorted(z, Z7))
    ratios = rho[i] / rho_low, p[i] / p_low
    print("at 86 km, upper over lower: density {:.6f}, pressure {:.6f}".format(*ratios))


if __name__ == "__main__":
    main()
