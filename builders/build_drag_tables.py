"""Write the drag curves of the catalogue: three copied from a published program, one computed.

Run ``python builders/build_drag_tables.py``; it rewrites the CSV files in
``src/openthaad/catalogue/data/tables``.

The computed curve is a sharp cone at no angle of attack: wave drag from the fit to cone
tables in E. L. Fleeman, *Tactical Missile Design*, base drag without power from the same
book, and a constant for friction. With the 7 degrees and Mach 15 of the Trident Mk 4 it
gives 0.082; Gronlund and Wright (Science & Global Security 3, 1992, p. 143) imply 0.082 too.
"""

from math import radians
from pathlib import Path

TABLES = Path(__file__).parents[1] / "src" / "openthaad" / "catalogue" / "data" / "tables"
SKIN_FRICTION = 0.02

# rocket_data.py of github.com/tim-kad/MDFCC; Mach, drag coefficient.
V2 = (
    (0, 0.15), (0.6, 0.15), (0.7, 0.16), (0.8, 0.18), (0.9, 0.23), (1, 0.3), (1.12, 0.4),
    (1.16, 0.418), (1.18, 0.42), (1.2, 0.418), (1.3, 0.39), (1.4, 0.36), (1.5, 0.325),
    (1.6, 0.3), (1.7, 0.275), (1.8, 0.26), (1.9, 0.25), (2, 0.24), (3, 0.21), (4, 0.18),
    (5, 0.155), (5.5, 0.15),
)  # fmt: skip
LIQUID = (
    (0, 0.2007), (0.7, 0.2286), (0.8, 0.2486), (0.9, 0.2825), (1, 0.3402), (1.05, 0.3838),
    (1.1, 0.4304), (1.15, 0.4654), (1.18, 0.4747), (1.2, 0.4740), (1.4, 0.4374), (1.6, 0.4034),
    (1.8, 0.3720), (2, 0.3430), (2.5, 0.2804), (3, 0.2305), (3.5, 0.1918), (4, 0.1626),
    (4.5, 0.1416), (5.5, 0.1183), (6, 0.1134),
)  # fmt: skip
SOLID = (
    (0, 0.1007), (0.5, 0.1099), (0.7, 0.1286), (0.8, 0.1486), (0.9, 0.1825), (1, 0.2402),
    (1.05, 0.2814), (1.1, 0.3229), (1.15, 0.3535), (1.2, 0.3618), (1.4, 0.3358), (1.6, 0.3117),
    (1.8, 0.2891), (2, 0.2682), (2.5, 0.2226), (3, 0.1859), (3.5, 0.1571), (4, 0.1354),
    (4.5, 0.1198), (5.5, 0.1035), (6, 0.1010),
)  # fmt: skip
CONE_MACH = (0, 0.4, 0.6, 0.8, 0.9, 1, 1.1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25)


def cone_drag(mach: float, half_angle: float) -> float:
    """Drag coefficient of a sharp cone on its base area; half_angle [rad]."""
    supersonic = max(mach, 1.2)
    wave = (1.59 + 1.83 / supersonic**2) * half_angle**1.69
    share = min(max((mach - 0.8) / 0.4, 0.0), 1.0)  # of the wave drag, through Mach 1
    base = 0.25 / mach if mach > 1.0 else 0.12 + 0.13 * mach**2
    return share * wave + base + SKIN_FRICTION


def write(name: str, rows: tuple[tuple[float, float], ...]) -> None:
    """Write one curve."""
    lines = ["mach,cd", *(f"{mach:g},{cd:.4f}" for mach, cd in rows)]
    (TABLES / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Write every curve."""
    write("v2-ascent", V2)
    write("liquid-ascent", LIQUID)
    write("solid-ascent", SOLID)
    cone = tuple((mach, cone_drag(mach, radians(12.0))) for mach in CONE_MACH)
    write("cone-12deg", cone)


if __name__ == "__main__":
    main()
